"""Notes that the parties to a convention signed it, once its authorising act allows them to."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from conventions.actions.agreeing import Note, NotingRefused, note_signatures, settle_conclusion
from conventions.actions.ending import settle_end
from conventions.models import Conclusion, Convention
from conventions.review.agreeing import matrix_of
from conventions.review.timeline import act_dates, authorising_act, convention_dates
from conventions.rules.act_dates import ConventionDates
from conventions.rules.timeline import agreement, conclusion_fault


class ConcludingRefused(ValueError):
    """The parties cannot have signed on that day; `reasons` holds every reason, in French."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


def conclusion_refusals(
    convention: Convention,
    *,
    signed_on: dt.date | None,
    early_reason: str = "",
    today: dt.date | None = None,
) -> list[str]:
    """Return why the convention cannot be noted as signed on that day; two queries at most.

    A reason lets an early signature through, which a court may hold a defect of consent (CE, 28
    December 2009, Commune de Béziers, no. 304802); none lets through a day still to come.
    """
    if signed_on is None:
        return ["Dites pour quel jour ce motif vaut."] if early_reason.strip() else []
    act = authorising_act(convention)
    dates = _as_concluded(convention, signed_on, early_reason)
    known = act_dates(act) if act else None
    concluded = agreement(known, dates, today=today)[0]
    if not concluded.fault:
        return []
    if conclusion_fault(known, dates) == concluded.fault:
        return [f"{concluded.fault} Corrigez la date, ou écrivez le motif de cette signature."]
    return [concluded.fault]


@transaction.atomic
def conclude(
    *,
    convention: Convention,
    by: AbstractBaseUser | None,
    signed_on: dt.date,
    today: dt.date,
    early_reason: str = "",
) -> Conclusion:
    """Note that all the parties signed on one day; raise ConcludingRefused with the reasons.

    The day is that of each party whose valid signature is not noted yet; the others keep theirs,
    and the convention is concluded on the last of these days. Where no party is known, noting
    another day corrects the first; the history keeps both.
    """
    reasons = conclusion_refusals(
        convention, signed_on=signed_on, early_reason=early_reason, today=today
    )
    if reasons:
        raise ConcludingRefused(reasons)
    matrix = matrix_of(convention, today=today)
    if not matrix.rows:
        return _note_alone(convention, signed_on, early_reason, by)
    values = {"signed_on": signed_on, "early_reason": early_reason.strip()}
    notes = [Note(party=row.party.pk, values=values, again=True) for row in matrix.awaited]
    try:
        note_signatures(convention=convention, notes=notes, by=by, today=today)
    except NotingRefused as refused:
        raise ConcludingRefused([f"{one.name} : {one.text}" for one in refused.faults]) from None
    return settle_conclusion(convention=convention, by=by, today=today)


def _note_alone(
    convention: Convention, signed_on: dt.date, early_reason: str, by: AbstractBaseUser | None
) -> Conclusion:
    conclusion = Conclusion.objects.filter(convention=convention).first()
    conclusion = conclusion or Conclusion(convention=convention)
    conclusion.signed_on, conclusion.early_reason = signed_on, early_reason.strip()
    conclusion._history_user = by
    conclusion.full_clean()
    conclusion.save()
    settle_end(convention=convention)
    return conclusion


def _as_concluded(convention: Convention, signed_on: dt.date, early_reason: str) -> ConventionDates:
    dates = convention_dates(convention)
    return replace(dates, concluded=signed_on, early_reason=early_reason.strip())
