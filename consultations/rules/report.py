"""What the report to the elected cuts, hides and compares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from enum import Enum

from consultations.rules.months import last_day, months_between
from consultations.rules.suppression import hidden_in_table

LONGEST_YEARS = 10
"""The longest period that a report tells."""

_MONTHS_SHOWN = 13
_QUARTERS_SHOWN = 13


class Step(Enum):
    """How long a column of the chart is; the value is its number of months."""

    MONTH = 1
    QUARTER = 3
    YEAR = 12


def steps_of(first: dt.date, last: dt.date) -> tuple[Step, list[list[dt.date]]]:
    """Return what a period is cut into so that one line holds it: first days of months, by column.

    Months up to thirteen, then calendar quarters up to thirteen, then calendar years.
    """
    months = months_between(first, last)
    if len(months) <= _MONTHS_SHOWN:
        return Step.MONTH, [[month] for month in months]
    quarters = _runs(months, Step.QUARTER.value)
    if len(quarters) <= _QUARTERS_SHOWN:
        return Step.QUARTER, quarters
    return Step.YEAR, _runs(months, Step.YEAR.value)


def wrong_period(first: dt.date, last: dt.date) -> str:
    """Return why a period cannot be told, in French; empty if it can."""
    if last < first:
        return "La période finit avant de commencer : échangez les deux dates."
    if last.year - first.year > LONGEST_YEARS:
        return f"La période dépasse {LONGEST_YEARS} ans : choisissez-en une plus courte."
    if first.year < dt.MINYEAR + 2:
        return "Cette période est trop ancienne : il n’y a pas d’année d’avant."
    return ""


def usual_period(today: dt.date) -> tuple[dt.date, dt.date]:
    """Return what is told when nothing is asked: the year up to the last month that is over.

    In January, the year before.
    """
    last = today.replace(day=1) - dt.timedelta(days=1)
    return last.replace(month=1, day=1), last


def cuts_columns(first: dt.date, last: dt.date, step: Step) -> bool:
    """Tell whether the first or the last column holds less than its months or its days."""
    starts_late = first.day > 1 or (first.month - 1) % step.value != 0
    return starts_late or last < last_day(last) or last.month % step.value != 0


def hidden_parts(parts: Sequence[int | None], *, below: int) -> list[bool]:
    """Tell which parts of a total that is printed as it is must be hidden; None is uncounted.

    The total of a site is no breakdown: it stays. Where it is small itself, every part is hidden,
    those without any count too, or the one left would give it back; else small parts are, and
    enough others. A single part that is not small is its total and stays.
    """
    known = [value for value in parts if value is not None]
    if 0 < sum(known) < below:
        return [True] * len(parts)
    if not any(0 < value < below for value in known):
        return [False] * len(parts)
    found = hidden_in_table([parts], below=below, shows_column_totals=False, open_row_totals=True)
    return [(0, rank) in found.cells for rank in range(len(parts))]


def growth(now: int, before: int | None) -> Decimal | None:
    """Return the change from `before` to `now` in per cent; None where it means nothing."""
    return Decimal(now - before) * 100 / before if before else None


def _runs(months: Sequence[dt.date], length: int) -> list[list[dt.date]]:
    """Return months by calendar runs of `length` months; those at both ends may be shorter."""
    runs: dict[tuple[int, int], list[dt.date]] = {}
    for month in months:
        runs.setdefault((month.year, (month.month - 1) // length), []).append(month)
    return list(runs.values())
