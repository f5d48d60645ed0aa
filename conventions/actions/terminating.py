"""Puts an end to a convention: by notice, by agreement, by denouncing its tacit renewal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from conventions.actions.ending import settle_end
from conventions.models import (
    Act,
    Convention,
    Party,
    Termination,
    TerminationKind,
    TerminationNotice,
)
from conventions.review.courses import facts_of
from conventions.review.terminations import (
    ending_of,
    parties_to_tell,
    setting_of,
    signatories,
    told_of,
)
from conventions.review.terms import with_terms
from conventions.rules.convention_stages import stage_of
from conventions.rules.terminations import (
    Ending,
    Setting,
    denunciation_refusal,
    ending_faults,
    last_day_of,
    standing_refusal,
)
from csipa.french.dates import long_date

Faults = dict[str, list[str]]
WHOLE = ""
"""The key of the faults that no single column explains."""
LONGEST_REASON = 100
"""How many signs the history keeps of the reason of a change."""
MOVED = (
    "Quelqu’un d’autre a modifié cette résiliation depuis que vous avez ouvert la page : "
    "rouvrez-la pour voir ce qui a changé."
)
_TOO_LONG = f"Ce motif est trop long : {LONGEST_REASON} caractères au plus."


class EndingRefused(ValueError):
    """The convention does not end so; `faults` holds every reason, in French, by column."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        super().__init__(" ".join(sentence for said in faults.values() for sentence in said))


@dataclass(frozen=True, kw_only=True)
class Letter:
    """When a party, by its key, was sent the letter and received it; None while unknown."""

    party: int
    sent_on: dt.date | None = None
    received_on: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What is decided of the end of a convention; see the columns of `Termination`.

    Without `effect_on` the convention ends when its notice is over. `given_by` is None when all
    the parties agree; `letters` tell when each of the others was told.
    """

    kind: str
    given_on: dt.date
    given_by: Party | None = None
    letters: Sequence[Letter] = ()
    effect_on: dt.date | None = None
    reason: str = ""
    short_notice_reason: str = ""
    act: Act | None = None


def termination_refusal(convention: Convention, *, kind: str, today: dt.date) -> str:
    """Say why nobody can end the convention that way, whatever the day; empty if one can."""
    row = with_terms(Convention.objects.all()).get(pk=convention.pk)
    if getattr(row, "termination", None):
        return ""
    setting = setting_of(row)
    ends_on = setting.planned_end
    stage = stage_of(replace(facts_of(row), ends_on=ends_on, terminated=False), today=today)
    refusal = standing_refusal(stage, ends_on=ends_on, amendment=row.is_amendment)
    if not refusal and kind == TerminationKind.DENUNCIATION:
        return denunciation_refusal(setting, today=today)
    return refusal


def faults_of(convention: Convention, decision: Decision, *, today: dt.date) -> Faults:
    """Return why the convention cannot end so, by column; empty when it can."""
    faults: Faults = {}
    if refusal := termination_refusal(convention, kind=decision.kind, today=today):
        faults[WHOLE] = [refusal]
    if decision.kind != TerminationKind.AGREEMENT and not _signed_by(convention, decision.given_by):
        faults["given_by"] = ["Dites quelle partie met fin à la convention."]
    if decision.act and decision.act.is_cancelled:
        faults["act"] = ["Le numéro de cet acte est annulé : il n’autorise rien."]
    if not faults:
        setting = setting_of(convention)
        faults |= ending_faults(planned(convention, decision), setting, today=today)
    return faults


def planned(convention: Convention, decision: Decision) -> Ending:
    """Return what a decision says, with a line for each party that is to be told."""
    return Ending(
        kind=decision.kind,
        given_on=decision.given_on,
        told=[
            told_of(party, letter.sent_on, letter.received_on)
            for party, letter in _letters(convention, decision)
        ],
        effect_on=decision.effect_on,
        short_notice_reason=decision.short_notice_reason,
    )


@transaction.atomic
def terminate(
    *,
    convention: Convention,
    decision: Decision,
    by: AbstractBaseUser | None,
    today: dt.date,
    seen_version: int | None = None,
    correction: str = "",
) -> Termination:
    """Put an end to a convention, or correct how it was ended; raise EndingRefused otherwise.

    The last day follows from the notice unless it is chosen, and moves when the reception of a
    letter is noted. Once that day is over a correction says why. `seen_version` is the version of
    the termination that the page showed, 0 for none.
    """
    list(Convention.objects.select_for_update(of=("self",)).filter(pk=convention.pk))
    row = with_terms(Convention.objects.all()).get(pk=convention.pk)
    termination = getattr(row, "termination", None) or Termination(convention=row, version=0)
    _refuse_moved(termination, seen_version)
    faults = faults_of(row, decision, today=today)
    if _is_over(termination, today) and not correction.strip():
        faults["correction"] = [_over(termination)]
    elif len(correction.strip()) > LONGEST_REASON:
        faults["correction"] = [_TOO_LONG]
    if faults:
        raise EndingRefused(faults)
    _write(termination, row, decision, by, correction.strip())
    settle_end(convention=convention)
    return termination


@transaction.atomic
def cancel_termination(
    *,
    convention: Convention,
    by: AbstractBaseUser | None,
    reason: str,
    today: dt.date,
    seen_version: int | None = None,
) -> None:
    """Take the end of a convention back before it has taken effect; its history stays.

    Raises EndingRefused without a reason, or once the last day is over.
    """
    list(Convention.objects.select_for_update(of=("self",)).filter(pk=convention.pk))
    termination = Termination.objects.filter(convention=convention).first()
    if termination is None:
        raise EndingRefused({WHOLE: ["Cette résiliation est déjà annulée."]})
    _refuse_moved(termination, seen_version)
    if _is_over(termination, today):
        ended = long_date(termination.effect_on)
        sentence = f"La convention a pris fin le {ended} : sa résiliation ne s’annule plus."
        raise EndingRefused({WHOLE: [sentence]})
    if not reason.strip():
        raise EndingRefused({"reason": ["Écrivez pourquoi la résiliation est annulée."]})
    if len(reason.strip()) > LONGEST_REASON:
        raise EndingRefused({"reason": [_TOO_LONG]})
    for notice in termination.notices.all():
        notice._history_user, notice._change_reason = by, reason.strip()
        notice.delete()
    termination._history_user, termination._change_reason = by, reason.strip()
    termination.delete()
    settle_end(convention=Convention.objects.get(pk=convention.pk))


def _write(
    termination: Termination,
    convention: Convention,
    decision: Decision,
    by: AbstractBaseUser | None,
    correction: str,
) -> None:
    effect_on = last_day_of(planned(convention, decision), setting_of(convention))
    assert effect_on is not None  # an end without a day is refused before
    together = decision.kind == TerminationKind.AGREEMENT
    termination.kind = decision.kind
    termination.given_by = None if together else decision.given_by
    termination.given_on = decision.given_on
    termination.effect_on = effect_on
    termination.reason = decision.reason.strip()
    termination.short_notice_reason = decision.short_notice_reason.strip()
    termination.act = decision.act
    termination.version += 1
    termination._history_user, termination._change_reason = by, correction or None
    termination.full_clean()
    termination.save()
    _write_letters(termination, _letters(convention, decision), by)


def _write_letters(
    termination: Termination, letters: Iterable[tuple[Party, Letter]], by: AbstractBaseUser | None
) -> None:
    known = {row.party_id: row for row in termination.notices.all()}
    for position, (party, letter) in enumerate(letters, start=1):
        row = known.pop(party.pk, None) or TerminationNotice(termination=termination, party=party)
        wanted = (position, letter.sent_on, letter.received_on)
        if row.pk and (row.position, row.sent_on, row.received_on) == wanted:
            continue
        row.position, row.sent_on, row.received_on = wanted
        row._history_user = by
        row.save()
    for row in known.values():
        row._history_user = by
        row.delete()


def _letters(convention: Convention, decision: Decision) -> list[tuple[Party, Letter]]:
    """Return each party that is to be told with its letter, an empty one if nothing is known."""
    if decision.kind == TerminationKind.AGREEMENT:
        return []
    known = {letter.party: letter for letter in decision.letters}
    return [
        (party, known.get(party.pk) or Letter(party=party.pk))
        for party in parties_to_tell(convention, decision.given_by)
    ]


def is_computed(termination: Termination, setting: Setting) -> bool:
    """Tell whether the last day is the one that follows from notice, and was not chosen."""
    ending = replace(ending_of(termination), effect_on=None)
    return last_day_of(ending, setting) == termination.effect_on


def _signed_by(convention: Convention, party: Party | None) -> bool:
    return party is not None and signatories(convention).filter(pk=party.pk).exists()


def _is_over(termination: Termination, today: dt.date) -> bool:
    return termination.pk is not None and termination.effect_on < today


def _over(termination: Termination) -> str:
    ended = long_date(termination.effect_on)
    return f"La convention a pris fin le {ended} : dites pourquoi ce qui est noté change."


def _refuse_moved(termination: Termination, seen_version: int | None) -> None:
    if seen_version is not None and seen_version != termination.version:
        raise EndingRefused({WHOLE: [MOVED]})
