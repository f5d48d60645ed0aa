"""Drafts the act by which an authority ends a convention, or takes note of its end."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from conventions.actions.amending_decision import authorising_visas
from conventions.actions.drafting import draft_act
from conventions.actions.terminating import WHOLE, EndingRefused
from conventions.models import Act, Convention, Effect, EffectVerb, Termination
from conventions.review.amending import (
    AmendedNow,
    amended_now,
    authority_of,
    body_of,
    proposed_powers,
    proposed_signatory,
    told_of,
)
from conventions.review.ending_letters import headings_of
from conventions.rules.ending_articles import article_on
from conventions.rules.ending_words import (
    EndedConvention,
    ending_provision,
    ending_recitals,
    ending_title,
)
from conventions.rules.usual_provisions import (
    HEADING,
    closing_provisions,
    enacting_words,
    nature_of,
)
from csipa.french.grammar import Gender
from sites.models import Organisation

_ALREADY = "Un acte est déjà joint à cette résiliation."
_NOBODY = "Aucune partie à cette convention ne prend d’actes dans le programme."


@transaction.atomic
def draft_ending_decision(
    *, convention: Convention, by: AbstractBaseUser | None, today: dt.date
) -> Act:
    """Draft the act for the end that was noted, and tie it to it; raise EndingRefused otherwise.

    Its author is that of the act that authorised the convention, else the first party that takes
    acts here. It says that it ends the convention, where the latter has a reference.
    """
    list(Convention.objects.select_for_update(of=("self",)).filter(pk=convention.pk))
    termination = Termination.objects.filter(convention=convention).first()
    if termination is None:
        raise EndingRefused({WHOLE: ["Notez d’abord la résiliation."]})
    if termination.act_id:
        raise EndingRefused({WHOLE: [_ALREADY]})
    now = amended_now(convention, today=today)
    authority = authority_of(now)
    if authority is None or not _takes_acts(authority):
        raise EndingRefused({WHOLE: [_NOBODY]})
    act = _draft(now, termination, authority, by, today)
    termination.act = act
    termination.version += 1
    termination._history_user, termination._change_reason = by, "Acte préparé"
    termination.save()
    return act


def may_draft_decision(convention: Convention, *, today: dt.date) -> bool:
    """Tell whether one of the parties takes acts here, so that one can be prepared."""
    authority = authority_of(amended_now(convention, today=today))
    return authority is not None and _takes_acts(authority)


def _takes_acts(authority: Organisation) -> bool:
    return authority.acts.exists() or authority.mandates.exists()


def _draft(
    now: AmendedNow,
    termination: Termination,
    authority: Organisation,
    by: AbstractBaseUser | None,
    today: dt.date,
) -> Act:
    told = _told(now, termination, authority)
    body = body_of(now, authority)
    holder, former = authority.holder_on(today), now.act
    act = draft_act(
        by=by,
        authority=authority,
        body=body,
        nature=nature_of(body),
        heading=former.heading if former else HEADING,
        title=ending_title(told),
        subject_matter=former.subject_matter if former else "",
        enacting=enacting_words(body, Gender(holder.gender) if holder else Gender.MASCULINE),
        signatory=proposed_signatory(now, today=today),
        signature_place=_place(former, authority),
        visas=authorising_visas(now, body),
        recitals=ending_recitals(told),
        provisions=[
            ("DÉCIDE", ending_provision(told)),
            *closing_provisions(body, court=settings.APPEAL_COURT),
        ],
        powers=proposed_powers(now, today=today),
    )
    if told.reference:
        effect = Effect(
            act=act,
            position=1,
            verb=EffectVerb.TERMINATES,
            convention_reference=told.reference,
        )
        effect._history_user = by
        effect.save()
    return act


def _place(former: Act | None, authority: Organisation) -> str:
    seat = authority.commune.name if authority.commune else ""
    return (former and former.signature_place) or seat


def _told(now: AmendedNow, termination: Termination, authority: Organisation) -> EndedConvention:
    known = told_of(now, authority)
    giver = termination.given_by
    elsewhere = giver is not None and giver.organisation_id != authority.pk
    heading = article_on(headings_of(now.convention), termination.kind)
    return EndedConvention(
        reference=known.reference,
        title=known.title,
        signed_on=known.signed_on,
        others=known.others,
        kind=termination.kind,
        effect_on=termination.effect_on,
        giver=giver.organisation.the_name if giver and elsewhere else "",
        article=heading.number if heading else "",
    )
