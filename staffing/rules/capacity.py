"""Whether the people on one post stay within what it is authorised for, on every day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from csipa.french.numbers import decimal

_DAY = dt.timedelta(days=1)


class Authorised(Protocol):
    """What a post is authorised for from `start` on, until its next line."""

    start: dt.date
    fte: Decimal


class Held(Protocol):
    """A part of the post held from `start` to `end`, both included; None until further notice.

    What announces an overlap, with its reason, does not count.
    """

    start: dt.date
    end: dt.date | None
    fte: Decimal
    overlap_reason: str


@dataclass(frozen=True, slots=True)
class Excess:
    """The first day on which more is held than authorised, with both sums in FTE."""

    day: dt.date
    authorised: Decimal
    held: Decimal


def first_excess(targets: Iterable[Authorised], held: Iterable[Held]) -> Excess | None:
    """Return the first day on which the sum held passes what one post is authorised for.

    Nothing is authorised before the first target. One sweep over the days of change; sums are
    exact. None if it never does.
    """
    authorised_from = {target.start: target.fte for target in targets}
    changes: dict[dt.date, Decimal] = defaultdict(Decimal)
    for line in held:
        if line.overlap_reason:
            continue
        changes[line.start] += line.fte
        if line.end is not None and line.end != dt.date.max:
            changes[line.end + _DAY] -= line.fte
    authorised, total = Decimal(0), Decimal(0)
    for day in sorted({*authorised_from, *changes}):
        authorised = authorised_from.get(day, authorised)
        total += changes[day]
        if total > authorised:
            return Excess(day, authorised, total)
    return None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row on which somebody holds the same total, in FTE; None until further notice."""

    start: dt.date
    end: dt.date | None
    fte: Decimal


def stretches_above(lines: Iterable[Held], limit: Decimal = Decimal(1)) -> list[Stretch]:
    """Return when the parts that one person holds pass `limit` together, in the order of time.

    Announced overlaps count: the person works them.
    """
    changes: dict[dt.date, Decimal] = defaultdict(Decimal)
    for line in lines:
        changes[line.start] += line.fte
        if line.end is not None and line.end != dt.date.max:
            changes[line.end + _DAY] -= line.fte
    days = [day for day in sorted(changes) if changes[day]]
    found: list[Stretch] = []
    total = Decimal(0)
    for rank, day in enumerate(days):
        total += changes[day]
        if total > limit:
            last = days[rank + 1] - _DAY if rank + 1 < len(days) else None
            found.append(Stretch(day, last, total))
    return found


def fte_figures(value: Decimal) -> str:
    """Return full-time equivalents in figures, to the thousandth and no further than needed.

    « 4,5 », « 1 », « 0,333 ».
    """
    figures = decimal(value, 3)
    return figures.rstrip("0").rstrip(",")


def fte_words(value: Decimal) -> str:
    """Return full-time equivalents with their unit, joined by a no-break space: « 4,5 ETP »."""
    return f"{fte_figures(value)}\u00a0ETP"
