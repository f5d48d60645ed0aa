"""The part of a post that no site holds: it is authorised wherever somebody of that post works."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable
from decimal import Decimal

from staffing.rules.fte import HeldLine, State, TargetLine

_DAY = dt.timedelta(days=1)
_HUNDRED = Decimal(100)


def follow_people(
    targets: Iterable[TargetLine], held: Iterable[HeldLine], free: Hashable
) -> list[TargetLine]:
    """Return the targets of one post, its free part moved to the sites where people exceed theirs.

    `free` is the key of the part that no site holds. Somebody of a post of the whole centre who
    works half of the time on one site makes half of that post authorised there, as long as they
    do; what is left stays free. Sums over all keys do not change on any day.
    """
    lines = sorted(targets, key=lambda line: line.start)
    people = list(held)
    named = [*(line.key for line in lines), *(line.key for line in people)]
    keys = [key for key in dict.fromkeys(named) if key != free]
    days = {line.start for line in lines} | {line.start for line in people}
    days |= {line.end + _DAY for line in people if line.end is not None and line.end != dt.date.max}
    moved: list[TargetLine] = []
    current: dict[Hashable, TargetLine] = {}
    waiting = iter(lines)
    upcoming = next(waiting, None)
    for day in sorted(days):
        while upcoming is not None and upcoming.start <= day:
            current[upcoming.key] = upcoming
            upcoming = next(waiting, None)
        if free in current:
            moved += _on(day, current, _filled(people, day), keys, free)
        else:
            moved += [line for line in current.values() if line.start == day]
    return moved


def _on(
    day: dt.date,
    current: dict[Hashable, TargetLine],
    filled: dict[Hashable, Decimal],
    keys: list[Hashable],
    free: Hashable,
) -> list[TargetLine]:
    model = current[free]
    left = _planned(model)
    found = []
    for key in keys:
        planned = _planned(current[key]) if key in current else Decimal(0)
        given = min(max(filled[key] - planned, Decimal(0)), left)
        left -= given
        found.append(TargetLine(key, model.post, day, planned + given, model.state))
    return [*found, TargetLine(free, model.post, day, left, model.state)]


def _planned(line: TargetLine) -> Decimal:
    return Decimal(0) if line.state == State.CLOSED else line.fte * line.percent / _HUNDRED


def _filled(people: list[HeldLine], day: dt.date) -> dict[Hashable, Decimal]:
    found: dict[Hashable, Decimal] = defaultdict(Decimal)
    for line in people:
        if line.start <= day and (line.end is None or day <= line.end):
            found[line.key] += line.fte * line.percent / _HUNDRED
    return found
