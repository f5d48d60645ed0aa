"""Authorised and filled full-time equivalents at every moment, from dated lines, in one sweep.

A full-time equivalent (équivalent temps plein, ETP) is one person at full time; every sum here is
exact. What is authorised and not open (voted, deferred, frozen) is no vacancy: nobody is looked
for. A vacancy is counted post by post, so that two people who overlap on one post do not hide the
vacancy of another.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate

_DAY = dt.timedelta(days=1)
# Sums are made of whole numbers: a thousandth of an FTE times a hundredth of a per cent.
_SCALE = 1000 * 10000
_PER_PERCENT = _SCALE // 100
_ONE = Decimal(_SCALE)


class State(StrEnum):
    """What became of what was authorised; the values are those of the records."""

    VOTED = "voted"
    OPEN = "open"
    DEFERRED = "deferred"
    FROZEN = "frozen"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class TargetLine:
    """What a post is authorised for from `start` on, until its next line; `key` is the group.

    `percent` is the part of the post that the group receives.
    """

    key: Hashable
    post: int
    start: dt.date
    fte: Decimal
    state: str
    percent: Decimal = Decimal(100)


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A person on a post from `start` to `end`, both included; None until further notice."""

    key: Hashable
    post: int
    person: int
    start: dt.date
    end: dt.date | None
    fte: Decimal
    percent: Decimal = Decimal(100)


@dataclass(frozen=True, slots=True)
class Level:
    """What holds from `start` on, until the next level: FTE, and heads (people).

    `filled` may pass `open`: people on a frozen post, or overlapping. `vacant` is never negative.
    """

    start: dt.date
    authorised: Decimal = Decimal(0)
    voted: Decimal = Decimal(0)
    open: Decimal = Decimal(0)
    deferred: Decimal = Decimal(0)
    frozen: Decimal = Decimal(0)
    filled: Decimal = Decimal(0)
    vacant: Decimal = Decimal(0)
    heads: int = 0


# The columns of a running sum, in the order of Level.
_VOTED, _OPEN, _DEFERRED, _FROZEN, _FILLED, _VACANT, _HEADS = range(7)
_COLUMN = {
    State.VOTED: _VOTED,
    State.OPEN: _OPEN,
    State.DEFERRED: _DEFERRED,
    State.FROZEN: _FROZEN,
}
_Deltas = dict[dt.date, list[int]]


def levels(targets: Iterable[TargetLine], held: Iterable[HeldLine]) -> dict[Hashable, list[Level]]:
    """Return, for each group, its levels in the order of time; nothing holds before the first.

    A person who holds two posts of one group is one head. n lines take a time of n log n.
    """
    posts: dict[tuple[Hashable, int], tuple[list[TargetLine], list[HeldLine]]] = defaultdict(
        lambda: ([], [])
    )
    people: dict[Hashable, dict[int, list[HeldLine]]] = defaultdict(lambda: defaultdict(list))
    for target in targets:
        posts[target.key, target.post][0].append(target)
    for line in held:
        posts[line.key, line.post][1].append(line)
        people[line.key][line.person].append(line)
    groups: dict[Hashable, _Deltas] = defaultdict(lambda: defaultdict(lambda: [0] * 7))
    for (key, _), (lines, holders) in posts.items():
        _add_post(groups[key], lines, holders)
    for key, by_person in people.items():
        for presence in by_person.values():
            _add_heads(groups[key], presence)
    return {key: _levels(deltas) for key, deltas in groups.items()}


def level_on(found: Sequence[Level], day: dt.date) -> Level:
    """Return the level of `day` among those of one group, all zero before the first."""
    low, high = 0, len(found)
    while low < high:
        middle = (low + high) // 2
        if found[middle].start <= day:
            low = middle + 1
        else:
            high = middle
    return found[low - 1] if low else Level(day)


def total(
    parts: Iterable[Sequence[Level]], *, people: Iterable[HeldLine] | None = None
) -> list[Level]:
    """Return the levels of several groups together.

    Heads are added, group by group; with `people`, the lines of all these groups, whoever belongs
    to several is counted once.
    """
    changes: dict[dt.date, list[tuple[Level, Level | None]]] = defaultdict(list)
    for part in parts:
        for rank, level in enumerate(part):
            changes[level.start].append((level, part[rank - 1] if rank else None))
    found: list[Level] = []
    running = Level(dt.date.min)
    for day in sorted(changes):
        for level, former in changes[day]:
            running = _sum(running, level, former)
        found.append(_at(running, day))
    return found if people is None else _with_heads(found, people)


def vacant_since(
    found: Sequence[Level], day: dt.date, *, at_least: Decimal = Decimal(0)
) -> dt.date | None:
    """Return the first day of the vacancy that lasts on `day`; None if nothing is vacant then.

    With `at_least`, the day from which no less than that much FTE has been vacant without a break:
    4 FTE may be missing since March where 1 already was since January.
    """
    since: dt.date | None = None
    for level in found:
        if level.start > day:
            break
        if level.vacant <= 0 or level.vacant < at_least:
            since = None
        elif since is None:
            since = level.start
    return since


@lru_cache(maxsize=4096)
def _units(fte: Decimal, percent: Decimal) -> int:
    return int(fte * percent * _PER_PERCENT)


@lru_cache(maxsize=4096)
def _fte(units: int) -> Decimal:
    """Return full-time equivalents; the same few come back from one level to the next."""
    return Decimal(units) / _ONE


def _add_post(deltas: _Deltas, lines: list[TargetLine], holders: list[HeldLine]) -> None:
    """Add what one post changes for its group, day by day of change."""
    changes: dict[dt.date, list[int]] = defaultdict(lambda: [0] * 5)
    former: tuple[int, int] | None = None
    for line in sorted(lines, key=lambda line: line.start):
        change = changes[line.start]
        if former is not None:
            change[former[0]] -= former[1]
        former = None
        if line.state != State.CLOSED:
            former = (_COLUMN[State(line.state)], _units(line.fte, line.percent))
            change[former[0]] += former[1]
    for holder in holders:
        units = _units(holder.fte, holder.percent)
        changes[holder.start][_FILLED] += units
        if holder.end is not None and holder.end != dt.date.max:
            changes[holder.end + _DAY][_FILLED] -= units
    is_open, filled, vacant = 0, 0, 0
    for day in sorted(changes):
        change, into = changes[day], deltas[day]
        into[_VOTED] += change[_VOTED]
        into[_OPEN] += change[_OPEN]
        into[_DEFERRED] += change[_DEFERRED]
        into[_FROZEN] += change[_FROZEN]
        into[_FILLED] += change[_FILLED]
        is_open += change[_OPEN]
        filled += change[_FILLED]
        left = is_open - filled if is_open > filled else 0
        into[_VACANT] += left - vacant
        vacant = left


def _add_heads(deltas: _Deltas, presence: list[HeldLine]) -> None:
    """Count one person once, however many posts they hold at the same time."""
    if len(presence) == 1:
        deltas[presence[0].start][_HEADS] += 1
        if presence[0].end is not None and presence[0].end != dt.date.max:
            deltas[presence[0].end + _DAY][_HEADS] -= 1
        return
    marks: dict[dt.date, int] = defaultdict(int)
    for line in presence:
        marks[line.start] += 1
        if line.end is not None and line.end != dt.date.max:
            marks[line.end + _DAY] -= 1
    days = sorted(marks)
    before = 0
    for day, after in zip(days, accumulate(marks[day] for day in days), strict=True):
        deltas[day][_HEADS] += (after > 0) - (before > 0)
        before = after


def _levels(deltas: _Deltas) -> list[Level]:
    """Return what deltas sum to; columns are named one by one, which halves the time of a loop."""
    found: list[Level] = []
    voted = is_open = deferred = frozen = filled = vacant = heads = 0
    for day in sorted(deltas):
        change = deltas[day]
        if not any(change):
            continue
        voted += change[_VOTED]
        is_open += change[_OPEN]
        deferred += change[_DEFERRED]
        frozen += change[_FROZEN]
        filled += change[_FILLED]
        vacant += change[_VACANT]
        heads += change[_HEADS]
        found.append(
            Level(
                day,
                _fte(voted + is_open + deferred + frozen),
                _fte(voted),
                _fte(is_open),
                _fte(deferred),
                _fte(frozen),
                _fte(filled),
                _fte(vacant),
                heads,
            )
        )
    return found


_NAMES = ("authorised", "voted", "open", "deferred", "frozen", "filled", "vacant", "heads")


def _with_heads(found: Sequence[Level], people: Iterable[HeldLine]) -> list[Level]:
    """Return levels whose heads are the people present, each once."""
    by_person: dict[int, list[HeldLine]] = defaultdict(list)
    for line in people:
        by_person[line.person].append(line)
    deltas: _Deltas = defaultdict(lambda: [0] * 7)
    for presence in by_person.values():
        _add_heads(deltas, presence)
    starts = {level.start: level for level in found}
    counted: list[Level] = []
    running, heads = Level(dt.date.min), 0
    for day in sorted({*starts, *deltas}):
        running = starts.get(day, running)
        if day in deltas:
            heads += deltas[day][_HEADS]
        level = replace(running, start=day, heads=heads)
        if not counted or replace(counted[-1], start=day) != level:
            counted.append(level)
    return counted


def _sum(running: Level, level: Level, former: Level | None) -> Level:
    before = former or Level(level.start)
    values = {
        name: getattr(running, name) + getattr(level, name) - getattr(before, name)
        for name in _NAMES
    }
    return Level(level.start, **values)


def _at(level: Level, day: dt.date) -> Level:
    return Level(day, **{name: getattr(level, name) for name in _NAMES})
