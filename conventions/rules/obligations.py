"""What a commitment asks for on a day: the next time it is due, and whether it is done or late.

Source: the convention itself, which is the law of its parties (Code civil, art. 1103); a delay in
months ends on the day of the same number (Code de procédure civile, art. 641).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from csipa.french.dates import add_months

SOON = dt.timedelta(days=30)
"""How long before its day a thing that is due is told."""

_WEEK = dt.timedelta(days=7)
_CONTINUOUS, _ONCE, _WEEKLY = "continuous", "once", "weekly"
_MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}


class ObligationState(StrEnum):
    """Where a commitment stands; one and only one at a time."""

    LATE = "late"
    DUE = "due"
    DONE = "done"
    CONTINUOUS = "continuous"
    ENDED = "ended"

    @property
    def label(self) -> str:
        """Return the state in French."""
        return _LABELS[self]


_LABELS = {
    ObligationState.LATE: "en retard",
    ObligationState.DUE: "à faire",
    ObligationState.DONE: "fait",
    ObligationState.CONTINUOUS: "en permanence",
    ObligationState.ENDED: "terminé",
}


@dataclass(frozen=True, kw_only=True)
class Duty:
    """How often a commitment is due (codes of `Periodicity`) and within which days.

    `end` is the last day of the convention, whatever sets it, None when there is none. Without
    `first_due` the first time is one period after `start`, at the latest on the last day.
    `binding` is false while the convention is a draft: nobody is late on a draft.
    """

    periodicity: str
    start: dt.date | None = None
    end: dt.date | None = None
    first_due: dt.date | None = None
    binding: bool = True

    @property
    def first(self) -> dt.date | None:
        """The first day on which something is due; None for what is due at all times."""
        if self.periodicity == _CONTINUOUS:
            return None
        if self.first_due or self.periodicity == _ONCE or self.start is None:
            return self.first_due
        day = _step(self.start, self.periodicity, 1)
        return min(filter(None, (day, self.end)), default=None)


@dataclass(frozen=True)
class Standing:
    """The state of a commitment, and the day it is or was due; None when no day is."""

    state: ObligationState
    due_on: dt.date | None = None

    def is_soon(self, today: dt.date) -> bool:
        """Tell whether it is still to be done, within thirty days."""
        return (
            self.state is ObligationState.DUE
            and self.due_on is not None
            and today <= self.due_on <= today + SOON
        )


def standing(duty: Duty, *, last_done: dt.date | None, today: dt.date) -> Standing:
    """Return where a commitment stands on `today`, last honoured on `last_done`.

    What was done covers the period in which it falls: from the day after one time due to the next;
    done after the last time due, it covers that one. Nothing is due after the end; what was due
    before it and was not done stays late.
    """
    over = duty.end is not None and today > duty.end
    if duty.periodicity == _CONTINUOUS:
        return Standing(ObligationState.ENDED if over else ObligationState.CONTINUOUS)
    if duty.periodicity == _ONCE and last_done is not None:
        return Standing(ObligationState.DONE)
    first = duty.first
    if first is None:
        return Standing(ObligationState.ENDED if over else ObligationState.DUE)
    rank = 0 if last_done is None else _rank(first, duty.periodicity, last_done) + 1
    due = _within(duty, _step(first, duty.periodicity, rank))
    if due is None:
        owed = rank and not over
        return Standing(ObligationState.DONE if owed else ObligationState.ENDED)
    if due < today:
        return Standing(ObligationState.LATE if duty.binding else ObligationState.DUE, due)
    covered = _step(first, duty.periodicity, rank - 1) if rank else None
    done = covered is not None and covered >= today
    return Standing(ObligationState.DONE if done else ObligationState.DUE, due)


def _within(duty: Duty, day: dt.date | None) -> dt.date | None:
    """Return a day of the convention, None for one after its end."""
    return None if day is None or (duty.end and day > duty.end) else day


def _step(first: dt.date, periodicity: str, rank: int) -> dt.date | None:
    """Return the day due `rank` periods after the first, None beyond what a calendar holds.

    Counted from the first day each time: the 31st comes back after a month that has none.
    """
    try:
        if periodicity == _WEEKLY:
            return first + rank * _WEEK
        return add_months(first, rank * _MONTHS.get(periodicity, 0))
    except (OverflowError, ValueError):
        return None


def _rank(first: dt.date, periodicity: str, day: dt.date) -> int:
    """Return the rank of the period in which a day falls: the first one due on it or later."""
    if day <= first:
        return 0
    if periodicity == _WEEKLY:
        return -((first - day) // _WEEK)
    months = (day.year - first.year) * 12 + day.month - first.month
    rank = months // _MONTHS[periodicity]
    due = _step(first, periodicity, rank)
    return rank if due is not None and due >= day else rank + 1
