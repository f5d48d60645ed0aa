"""Days on which a place opens for an activity and nobody of the profession is there.

Nobody, because no one is assigned there or because all those who are, are absent. An absence is
known by its days only, never by its reason. Whoever works on several sites counts as there on each.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

_DAY = dt.timedelta(days=1)
_FOREVER = dt.date.max
Interval = tuple[dt.date, dt.date]


class Why(StrEnum):
    """Why nobody is there."""

    UNASSIGNED = "unassigned"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Days:
    """Days of one person, both ends included; None until further notice."""

    person: int
    start: dt.date
    end: dt.date | None


@dataclass(frozen=True, slots=True)
class Run:
    """Open days in a row on which nobody is there, for one reason; closed days do not part it."""

    first: dt.date
    last: dt.date
    days: tuple[dt.date, ...]
    why: Why


def empty_runs(
    open_days: Iterable[dt.date], presences: Sequence[Days], absences: Iterable[Days]
) -> list[Run]:
    """Return the open days without anybody, in runs.

    `open_days` are in order, each once. n open days and m lines take a time of (n + m) log m.
    """
    away: dict[int, list[Interval]] = defaultdict(list)
    for absence in absences:
        away[absence.person].append((absence.start, absence.end or _FOREVER))
    assigned = _merged((one.start, one.end or _FOREVER) for one in presences)
    there = _merged(piece for one in presences for piece in _without(one, away[one.person]))
    found: list[Run] = []
    pending: list[dt.date] = []
    why: Why | None = None
    for day in open_days:
        now = _why(day, assigned, there)
        if now != why and pending and why is not None:
            found.append(Run(pending[0], pending[-1], tuple(pending), why))
            pending = []
        if now is not None:
            pending.append(day)
        why = now
    if pending and why is not None:
        found.append(Run(pending[0], pending[-1], tuple(pending), why))
    return found


def _why(day: dt.date, assigned: list[Interval], there: list[Interval]) -> Why | None:
    if _holds(there, day):
        return None
    return Why.ABSENT if _holds(assigned, day) else Why.UNASSIGNED


def _merged(intervals: Iterable[Interval]) -> list[Interval]:
    """Return the same days in order, without overlap."""
    found: list[Interval] = []
    for start, end in sorted(intervals):
        if found and start <= _next(found[-1][1]):
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _without(presence: Days, away: Iterable[Interval]) -> list[Interval]:
    """Return the days of a presence less those of absences."""
    start, end = presence.start, presence.end or _FOREVER
    found: list[Interval] = []
    for first, last in sorted(away):
        if last < start or first > end:
            continue
        if first > start:
            found.append((start, first - _DAY))
        if last >= end:
            return found
        start = last + _DAY
    return [*found, (start, end)]


def _holds(intervals: list[Interval], day: dt.date) -> bool:
    place = bisect_right(intervals, (day, _FOREVER))
    return place > 0 and intervals[place - 1][1] >= day


def _next(day: dt.date) -> dt.date:
    return day if day == _FOREVER else day + _DAY
