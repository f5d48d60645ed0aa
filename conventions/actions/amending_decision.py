"""Drafts the act that authorises the signature of an amendment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser

from conventions.actions.drafting import VisaLine, draft_act
from conventions.models import (
    Act,
    Annex,
    Convention,
    DelegatedSubject,
    Effect,
    EffectVerb,
    LegalText,
    TextState,
)
from conventions.review.amending import AmendedNow, body_of
from conventions.rules.amendment_words import (
    AmendedConvention,
    Amending,
    annex_title,
    authorising_visa,
    decision_provision,
    decision_recitals,
    decision_title,
)
from conventions.rules.usual_provisions import (
    HEADING,
    closing_provisions,
    enacting_words,
    nature_of,
)
from conventions.rules.usual_visas import usual_visas
from csipa.french.grammar import Gender
from sites.models import Organisation, Representative


def draft_decision(
    *,
    now: AmendedNow,
    amendment: Convention,
    authority: Organisation,
    signatory: Representative | None,
    powers: Sequence[DelegatedSubject],
    told: AmendedConvention,
    amending: Amending,
    by: AbstractBaseUser | None,
    today: dt.date,
) -> Act:
    """Draft the act by which `authority` authorises an amendment, annexed to it.

    It rests on the texts of the act that authorised the convention, and on that act; it says which
    convention it amends, or extends. Call it inside the transaction that writes the amendment.
    """
    body = body_of(now, authority)
    nature = nature_of(body)
    holder = authority.holder_on(today)
    former = now.act
    act = draft_act(
        by=by,
        authority=authority,
        body=body,
        nature=nature,
        heading=former.heading if former else HEADING,
        title=decision_title(told, amending.rank),
        subject_matter=former.subject_matter if former else "",
        enacting=enacting_words(body, Gender(holder.gender) if holder else Gender.MASCULINE),
        signatory=signatory,
        signature_place=(former and former.signature_place) or _seat(authority),
        visas=authorising_visas(now, body),
        recitals=decision_recitals(told, amending),
        provisions=[
            ("DÉCIDE", decision_provision(told, amending, nature)),
            *closing_provisions(body, court=settings.APPEAL_COURT),
        ],
        powers=powers,
    )
    annex = Annex(act=act, position=1, title=annex_title(amending.rank), convention=amendment)
    verb = EffectVerb.EXTENDS if amending.extends(told.end) else EffectVerb.AMENDS
    effect = Effect(act=act, position=1, verb=verb, convention_reference=told.reference)
    for row in (annex, effect):
        row._history_user = by
        row.save()
    return act


def authorising_visas(now: AmendedNow, body: str) -> list[VisaLine]:
    """Return the texts and acts that the former act cited, that act, and those of amendments."""
    if now.act is None:
        return [*_usual(body, now.convention.kind), *_named(now.convention)]
    lines = now.act.visa_set.select_related("legal_text", "cited_act").order_by("position", "pk")
    texts = [
        line.legal_text
        for line in lines
        if line.legal_text and line.legal_text.state != TextState.OBSOLETE
    ]
    cited = [line.cited_act for line in lines if line.cited_act]
    acts = [*cited, now.act, *_acts_of_amendments(now)]
    found = [VisaLine(legal_text=text) for text in texts] or _usual(body, now.convention.kind)
    return found + [VisaLine(cited_act=act) for act in dict.fromkeys(acts) if not act.is_cancelled]


def _acts_of_amendments(now: AmendedNow) -> list[Act]:
    keys = [line.convention.pk for line in now.amendments if line.is_agreed]
    rows = Act.objects.filter(annexes__convention__in=keys).select_related("cancellation")
    return list(rows.order_by("signature_date", "pk"))


def _usual(body: str, kind: str) -> list[VisaLine]:
    rows = LegalText.objects.filter(state=TextState.VERIFIED).order_by("pk")
    texts = {row.wording: row for row in rows}
    said = usual_visas(body=body, kind=kind, library=texts)
    return [
        VisaLine(legal_text=texts[words]) if words in texts else VisaLine(text=words)
        for words in said
    ]


def _named(convention: Convention) -> list[VisaLine]:
    """Return the visa of the act that a convention names and that the register does not have."""
    nature, number = convention.authorised_by_nature, convention.authorised_by_number
    if not number:
        return []
    date = convention.authorised_by_date
    text = authorising_visa(nature, number, date)
    return [VisaLine(text=text, nature=nature, number=number, date=date)]


def _seat(authority: Organisation) -> str:
    return authority.commune.name if authority.commune else ""
