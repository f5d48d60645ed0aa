"""How long what is open waits for somebody: every part of a post, from vacant to filled.

Parts are matched first in, first out: who starts takes what has waited longest on that post. A
post filled on the day it opens waited 0 days; somebody replaced from one day to the next leaves
nothing vacant.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict, deque
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from csipa.french.dates import add_months
from staffing.rules.fte import HeldLine, State, TargetLine

_DAY = dt.timedelta(days=1)
_WHOLE = Decimal(100)

WAITING_MONTHS = (3, 6, 9, 12)
"""Months that part vacancies by how long they last."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of a post that nobody holds from `since` on; somebody starts on `until` if `filled`.

    Not filled, it was withdrawn on `until` (deferred, frozen, closed, lowered), or still waits.
    """

    key: Hashable
    post: int
    fte: Decimal
    since: dt.date
    until: dt.date | None
    filled: bool

    def days(self, day: dt.date) -> int:
        """Return the days it waited, up to `day` if it waits still: end − beginning."""
        return ((self.until if self.until is not None else day) - self.since).days

    def waits_on(self, day: dt.date) -> bool:
        """Tell whether it is vacant on `day`."""
        return self.since <= day and (self.until is None or self.until > day)

    def months_class(self, day: dt.date) -> int:
        """Return the largest of WAITING_MONTHS passed on `day`; 0 below the first."""
        passed = [months for months in WAITING_MONTHS if add_months(self.since, months) <= day]
        return max(passed, default=0)


def gaps(targets: Iterable[TargetLine], held: Iterable[HeldLine]) -> list[Gap]:
    """Return every gap of every post, past and planned, in the order in which they opened.

    On any day the sum of those that wait is what `fte.levels` calls vacant.
    """
    posts: dict[tuple[Hashable, int], tuple[list[TargetLine], list[HeldLine]]] = defaultdict(
        lambda: ([], [])
    )
    for target in targets:
        posts[target.key, target.post][0].append(target)
    for line in held:
        posts[line.key, line.post][1].append(line)
    found = [
        gap
        for (key, post), (lines, holders) in posts.items()
        for gap in _gaps_of(key, post, lines, holders)
    ]
    return sorted(found, key=lambda gap: (gap.since, gap.post))


def mean_days(found: Iterable[Gap]) -> Decimal | None:
    """Return the mean time to fill in days, weighted by FTE; None if nothing was filled.

    Σ (ETP × days from vacant to filled) ÷ Σ ETP.
    """
    filled = [gap for gap in found if gap.filled and gap.until is not None]
    weight = sum((gap.fte for gap in filled), Decimal(0))
    if not weight:
        return None
    total = sum((gap.fte * gap.days(gap.since) for gap in filled), Decimal(0))
    return total / weight


def _gaps_of(
    key: Hashable, post: int, lines: list[TargetLine], holders: list[HeldLine]
) -> list[Gap]:
    """Follow one post day of change by day of change: first its target, then who is there."""
    opening, filling = _open_changes(lines), _filled_changes(holders)
    waiting: deque[tuple[Decimal, dt.date]] = deque()
    found: list[Gap] = []
    is_open = filled = vacant = Decimal(0)
    for day in sorted({*opening, *filling}):
        for is_filling, change in ((False, opening[day]), (True, filling[day])):
            is_open += 0 if is_filling else change
            filled += change if is_filling else 0
            left = max(is_open - filled, Decimal(0))
            if left > vacant:
                waiting.append((left - vacant, day))
            taken = vacant - left
            while taken > 0:
                fte, since = waiting.popleft()
                part = min(fte, taken)
                found.append(Gap(key, post, part, since, day, is_filling))
                taken -= part
                if fte > part:
                    waiting.appendleft((fte - part, since))
            vacant = left
    return found + [Gap(key, post, fte, since, None, filled=False) for fte, since in waiting]


def _open_changes(lines: list[TargetLine]) -> dict[dt.date, Decimal]:
    changes: dict[dt.date, Decimal] = defaultdict(Decimal)
    former = Decimal(0)
    for line in sorted(lines, key=lambda line: line.start):
        now = line.fte * line.percent / _WHOLE if line.state == State.OPEN else Decimal(0)
        changes[line.start] += now - former
        former = now
    return changes


def _filled_changes(holders: list[HeldLine]) -> dict[dt.date, Decimal]:
    changes: dict[dt.date, Decimal] = defaultdict(Decimal)
    for line in holders:
        fte = line.fte * line.percent / _WHOLE
        changes[line.start] += fte
        if line.end is not None and line.end != dt.date.max:
            changes[line.end + _DAY] -= fte
    return changes
