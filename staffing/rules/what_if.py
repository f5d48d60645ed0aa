"""What goes if some people leave: FTE, hours a week, consultations a month, sites left empty.

Nothing is written: the lines of the table are read as if these people were gone after their last
day. What others have already announced counts.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from csipa.french.dates import add_months
from staffing.rules.fragility import HORIZON_MONTHS, Group, group_of, holders, part
from staffing.rules.fte import HeldLine

_DAY = dt.timedelta(days=1)
_MINUTES = 60
_WEEKS_A_MONTH = Decimal(52) / Decimal(12)


@dataclass(frozen=True, slots=True)
class Arrival:
    """FTE that somebody else starts later in a group, as already planned."""

    person: int
    start: dt.date
    fte: Decimal


@dataclass(frozen=True)
class Loss:
    """What a profession loses on a site: FTE before, lost and left, and what is to come."""

    profession: int
    site: int | None
    before: Decimal
    lost: Decimal
    left: Decimal
    heads_left: int
    arrivals: tuple[Arrival, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether nobody is left on the next day."""
        return self.heads_left == 0

    @property
    def empty_until(self) -> dt.date | None:
        """Return the day on which somebody comes where nobody is left; None if nobody is known."""
        return min((one.start for one in self.arrivals), default=None) if self.is_empty else None


def losses(held: Sequence[HeldLine], leaving: Collection[int], last: dt.date) -> list[Loss]:
    """Return what goes if `leaving` are gone after `last`, the largest loss first.

    Lost is what they hold on that last day; left is what the others hold on the next one, so that
    who succeeds at once counts and who leaves at the same time does not. Every site of a profession
    that loses something is told, those that lose nothing as well.
    """
    next_day = last + _DAY
    before, after = holders(held, last), holders(held, next_day)
    touched = {
        group[0] for group, people in before.items() if not people.keys().isdisjoint(leaving)
    }
    groups = {group for group in [*before, *after] if group[0] in touched}
    coming = _arrivals(held, leaving, next_day)
    found = [
        _loss(group, before.get(group, {}), after.get(group, {}), leaving, coming[group])
        for group in groups
    ]
    return sorted(found, key=lambda one: (-one.lost, one.profession, one.site or 0))


def weekly_hours(fte: Decimal, full_time: Decimal) -> Decimal:
    """Return the hours a week of some FTE: FTE × hours of a full time."""
    return fte * full_time


def monthly_consultations(hours: Decimal, minutes: int) -> Decimal:
    """Return the consultations a month of some weekly hours: hours × 60 ÷ minutes × 52 ÷ 12.

    `minutes` is how long one takes, 1 or more. It supposes that all hours go to consultations.
    """
    return hours * _MINUTES / minutes * _WEEKS_A_MONTH


def _arrivals(
    held: Sequence[HeldLine], leaving: Collection[int], next_day: dt.date
) -> dict[Group, list[Arrival]]:
    """Return what others start in each group after `next_day`, within the horizon."""
    horizon = add_months(next_day, HORIZON_MONTHS)
    found: dict[Group, list[Arrival]] = defaultdict(list)
    for line in held:
        if line.person not in leaving and next_day < line.start <= horizon:
            found[group_of(line)].append(Arrival(line.person, line.start, part(line)))
    return found


def _loss(
    group: Group,
    before: dict[int, Decimal],
    after: dict[int, Decimal],
    leaving: Collection[int],
    coming: list[Arrival],
) -> Loss:
    others = [fte for person, fte in after.items() if person not in leaving]
    gone = [fte for person, fte in before.items() if person in leaving]
    return Loss(
        *group,
        sum(before.values(), Decimal(0)),
        sum(gone, Decimal(0)),
        sum(others, Decimal(0)),
        len(others),
        tuple(sorted(coming, key=lambda one: (one.start, one.person))),
    )
