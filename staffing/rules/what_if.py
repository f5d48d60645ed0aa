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
    """Return what each group loses if `leaving` are gone after `last`, the largest loss first.

    Lost is what they hold on that last day; left is what the others hold on the next one, so that
    who succeeds at once counts and who leaves at the same time does not.
    """
    next_day = last + _DAY
    before, after = holders(held, last), holders(held, next_day)
    horizon = add_months(next_day, HORIZON_MONTHS)
    coming: dict[Group, list[Arrival]] = defaultdict(list)
    for line in held:
        if line.person not in leaving and next_day < line.start <= horizon:
            coming[group_of(line)].append(Arrival(line.person, line.start, part(line)))
    found = []
    for group, people in before.items():
        lost = sum((fte for person, fte in people.items() if person in leaving), Decimal(0))
        if not lost:
            continue
        others = {
            person: fte for person, fte in after.get(group, {}).items() if person not in leaving
        }
        found.append(
            Loss(
                *group,
                sum(people.values(), Decimal(0)),
                lost,
                sum(others.values(), Decimal(0)),
                len(others),
                tuple(sorted(coming[group], key=lambda one: (one.start, one.person))),
            )
        )
    return sorted(found, key=lambda one: (-one.lost, one.profession, one.site or 0))


def weekly_hours(fte: Decimal, full_time: Decimal) -> Decimal:
    """Return the hours a week of some FTE: FTE × hours of a full time."""
    return fte * full_time


def monthly_consultations(hours: Decimal, minutes: int) -> Decimal:
    """Return the consultations a month of some weekly hours: hours × 60 ÷ minutes × 52 ÷ 12.

    `minutes` is how long one takes, 1 or more. It supposes that all hours go to consultations.
    """
    return hours * _MINUTES / minutes * _WEEKS_A_MONTH
