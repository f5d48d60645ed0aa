"""Drafts the act that authorises the signature of a convention, from the model of both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction

from conventions.actions.drafting import VisaLine, draft_act
from conventions.actions.writing import WritingRefused, lacks, write_convention
from conventions.actions.writing_terms import Signing
from conventions.exchange.clause_texts import decision_texts
from conventions.exchange.filling import choices_of, values_from
from conventions.models import (
    Act,
    Annex,
    Body,
    Convention,
    ConventionTemplate,
    DelegatedSubject,
    LegalForm,
    LegalText,
    TextState,
)
from conventions.rules.placeholders import fill
from conventions.rules.usual_provisions import (
    HEADING,
    closing_provisions,
    enacting_words,
    nature_of,
)
from conventions.rules.usual_visas import usual_visas
from csipa.french.grammar import Gender
from sites.models import Representative, Site

_BODIES = {LegalForm.COMMUNE: Body.MAYOR, LegalForm.HOSPITAL: Body.DIRECTOR}


@transaction.atomic
def write_decision(
    *,
    template: ConventionTemplate,
    convention: Convention,
    signatory: Representative,
    by: AbstractBaseUser | None,
    powers: Sequence[DelegatedSubject] = (),
    visas: Sequence[VisaLine] | None = None,
    body: str = "",
    heading: str = HEADING,
    purpose: str = "",
) -> Act:
    """Draft the act by which the body of `signatory` authorises a convention, and annex it.

    Its words are those of the model; the provisions that close every act follow. Without `visas`,
    the usual ones; without `body`, the executive. `purpose` is that of the convention. Raises
    WritingRefused with all that is missing.
    """
    values = values_from(choices_of(convention, purpose=purpose))
    reasons = _reasons(template, convention, signatory)
    reasons += lacks(decision_texts(template), values)
    if reasons:
        raise WritingRefused(reasons)
    authority = signatory.organisation
    body = body or _BODIES.get(authority.kind, Body.PRESIDENT)
    holder = authority.holder_on(None)
    try:
        act = draft_act(
            by=by,
            authority=authority,
            body=body,
            nature=nature_of(body),
            heading=heading,
            title=fill(template.decision_title, values),
            subject_matter=template.subject_matter,
            enacting=enacting_words(body, Gender(holder.gender) if holder else Gender.MASCULINE),
            signatory=signatory,
            signature_place=authority.commune.name if authority.commune else "",
            visas=_usual_visas(body, template) if visas is None else visas,
            recitals=[fill(one, values) for one in template.decision_recitals],
            provisions=[
                ("DÉCIDE", fill(template.decision_provision, values)),
                *closing_provisions(body, court=settings.APPEAL_COURT),
            ],
            powers=powers,
        )
    except ValidationError as error:
        raise WritingRefused(error.messages) from error
    annex = Annex(act=act, position=1, title=convention.title, convention=convention)
    annex._history_user = by
    annex.save()
    return act


@transaction.atomic
def write_both(
    *,
    template: ConventionTemplate,
    by: AbstractBaseUser | None,
    today: dt.date,
    site: Site,
    parties: Mapping[str, Signing],
    start: dt.date | None,
    signatory: Representative,
    end: dt.date | None = None,
    powers: Sequence[DelegatedSubject] = (),
    visas: Sequence[VisaLine] | None = None,
    body: str = "",
    heading: str = HEADING,
    **terms: Any,
) -> tuple[Convention, Act]:
    """Write a convention and the act that authorises it, or nothing; see the two it calls."""
    convention = write_convention(
        template=template,
        by=by,
        today=today,
        site=site,
        parties=parties,
        start=start,
        end=end,
        **terms,
    )
    act = write_decision(
        template=template,
        convention=convention,
        signatory=signatory,
        by=by,
        powers=powers,
        visas=visas,
        body=body,
        heading=heading,
        purpose=terms.get("purpose", ""),
    )
    return convention, act


def _reasons(
    template: ConventionTemplate, convention: Convention, signatory: Representative
) -> list[str]:
    reasons = []
    if not template.decision_title or not template.decision_provision:
        reasons.append("Le modèle ne dit pas ce que décide l’acte : complétez sa page.")
    if not convention.parties.filter(organisation=signatory.organisation_id).exists():
        body = signatory.organisation.the_name
        reasons.append(f"{signatory} signe l’acte pour {body}, qui n’est pas partie.")
    if Annex.objects.filter(convention=convention).exists():
        reasons.append("Cette convention est déjà annexée à un acte.")
    return reasons


def _usual_visas(body: str, template: ConventionTemplate) -> list[VisaLine]:
    """Return the usual visas, tied to the texts of the library that somebody checked."""
    texts = {
        row.wording: row
        for row in LegalText.objects.filter(state=TextState.VERIFIED).order_by("pk")
    }
    said = usual_visas(body=body, kind=template.kind, library=texts)
    return [
        VisaLine(legal_text=texts[words]) if words in texts else VisaLine(text=words)
        for words in said
    ]
