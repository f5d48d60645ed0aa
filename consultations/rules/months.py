"""The life of a month: open, closed, checked, validated; reopened with a reason."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from enum import Enum


class MonthState(Enum):
    """How far a month has come; from CLOSED on its figures no longer change."""

    OPEN = "open"
    CLOSED = "closed"
    CHECKED = "checked"
    VALIDATED = "validated"


class MonthStep(Enum):
    """What somebody does with a month."""

    CLOSE = "close"
    CHECK = "check"
    VALIDATE = "validate"
    REOPEN = "reopen"


_WRITTEN = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)
_LEADS_TO = {
    MonthStep.CLOSE: (MonthState.OPEN, MonthState.CLOSED),
    MonthStep.CHECK: (MonthState.CLOSED, MonthState.CHECKED),
    MonthStep.VALIDATE: (MonthState.CHECKED, MonthState.VALIDATED),
}


class NotNow(ValueError):
    """The step does not suit the state of the month; the text says why, in French."""


_REFUSALS = {
    MonthStep.CLOSE: "Ce mois est déjà clos.",
    MonthStep.CHECK: "Ce mois ne peut être vérifié\u00a0: il faut d’abord qu’il soit clos.",
    MonthStep.VALIDATE: "Ce mois ne peut être validé\u00a0: il faut d’abord qu’il soit vérifié.",
    MonthStep.REOPEN: "Ce mois est déjà ouvert à la saisie.",
}


def after(state: MonthState, step: MonthStep) -> MonthState:
    """Return the state that a step leads to; raise NotNow when the month is not ready for it."""
    if step is MonthStep.REOPEN:
        if state is MonthState.OPEN:
            raise NotNow(_REFUSALS[step])
        return MonthState.OPEN
    needed, reached = _LEADS_TO[step]
    if state is not needed:
        raise NotNow(_REFUSALS[step])
    return reached


def possible(state: MonthState) -> list[MonthStep]:
    """Return the steps that a month in `state` is ready for, the way on first."""
    found = [step for step, (needed, _) in _LEADS_TO.items() if needed is state]
    return found if state is MonthState.OPEN else [*found, MonthStep.REOPEN]


def may_close(month: dt.date, today: dt.date) -> bool:
    """Tell whether the month that begins on `month` has come to its last day."""
    return last_day(month) <= today


def closed_late(month: dt.date, closed_on: dt.date, closing_days: int) -> bool:
    """Tell whether a month was closed more than `closing_days` days after its last day."""
    return (closed_on - last_day(month)).days > closing_days


def first_day(day: dt.date) -> dt.date:
    """Return the first day of the month of `day`."""
    return day.replace(day=1)


def last_day(day: dt.date) -> dt.date:
    """Return the last day of the month of `day`."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def months_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """Return the first days of the months from that of `first` to that of `last`."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [add_months(first, rank) for rank in range(count)]


def add_months(day: dt.date, number: int) -> dt.date:
    """Return the first day of the month that comes `number` months after that of `day`."""
    rank = day.year * 12 + day.month - 1 + number
    return dt.date(rank // 12, rank % 12 + 1, 1)


def written_month(month: dt.date) -> str:
    """Return « 2026-06 », as an address writes the month of a day."""
    return f"{month:%Y-%m}"


def read_written_month(text: str) -> dt.date | None:
    """Return the first day of the month that « 2026-06 » names, None for any other text."""
    found = _WRITTEN.fullmatch(text)
    return dt.date(int(found[1]), int(found[2]), 1) if found else None
