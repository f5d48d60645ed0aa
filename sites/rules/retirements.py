"""Retirements expected, year by year: from what somebody stated, and at most from ages.

Nobody states the year of each departure: a number « within two years » is spread evenly over its
days, or put at the end. A number of doctors over 55 bounds the departures: at 65 at the latest for
most of them, all will have left ten years later; doctors may work on beyond that age.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from csipa.french.dates import add_months

SENIOR_AGE, LEAVING_AGE = 55, 65
YEARS_LEFT = LEAVING_AGE - SENIOR_AGE


class Spread(StrEnum):
    """Where departures stand between the day of the figure and the end of its horizon."""

    EVEN = "egale"
    END = "fin"


@dataclass(frozen=True, slots=True)
class Expected:
    """Departures expected from `start`, that day included, to the eve of `end`."""

    total: Decimal
    start: dt.date
    end: dt.date

    def days_in(self, year: int) -> int:
        """Return how many of its days are in a year."""
        first = max(self.start, dt.date(year, 1, 1))
        last = min(self.last_day, dt.date(year, 12, 31))
        return max(0, (last - first).days + 1)

    @property
    def last_day(self) -> dt.date:
        """Return the eve of the end: five years from the 1st of January end with a year."""
        return self.end - dt.timedelta(days=1)

    @property
    def days(self) -> int:
        """Return how many days it lasts."""
        return (self.end - self.start).days


def horizon(as_of: dt.date, years: int) -> dt.date:
    """Return the last day of a number of years counted from `as_of`."""
    return add_months(as_of, 12 * years)


def steps(totals: Sequence[tuple[Decimal, int]], as_of: dt.date) -> list[Expected]:
    """Return the departures between one horizon and the next, from totals stated for one day.

    « 5 within 2 years » and « 12 within 5 » make 5, then 7 more: the longer includes the shorter.
    A longer horizon with fewer departures adds none.
    """
    found: list[Expected] = []
    counted, start = Decimal(0), as_of
    for total, years in sorted(totals, key=lambda pair: pair[1]):
        end = horizon(as_of, years)
        if total > counted and end > start:
            found.append(Expected(total - counted, start, end))
            counted, start = total, end
    return found


def by_year(expected: Iterable[Expected], spread: Spread) -> dict[int, Decimal]:
    """Return the departures of each calendar year, not rounded, without a gap between years."""
    found: dict[int, Decimal] = defaultdict(Decimal)
    for one in expected:
        if spread is Spread.END:
            found[one.last_day.year] += one.total
            continue
        for year in range(one.start.year, one.last_day.year + 1):
            if days := one.days_in(year):
                found[year] += one.total * days / one.days
    if not found:
        return {}
    return {year: found.get(year, Decimal(0)) for year in range(min(found), max(found) + 1)}


def heads_of_share(share: Decimal, heads: Decimal) -> Decimal:
    """Return how many people a share in % is, at most: rounded up to a whole one."""
    return (share * heads / 100).to_integral_value(rounding=ROUND_CEILING)


def at_most_by_age(seniors: Decimal, as_of: dt.date) -> Expected:
    """Return the departures of those over 55 on `as_of`: at most all of them within ten years."""
    return Expected(seniors, as_of, horizon(as_of, YEARS_LEFT))
