"""Figures of a group over a period: vacancy, FTE worked, departures, stays, time to fill.

Every figure keeps what it was worked out from, so that a page can show it. A rate whose base is
zero has no value: it is never a division by zero.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from staffing.rules.fte import Level, level_on
from staffing.rules.stays import (
    RETENTION_MONTHS,
    Share,
    Stay,
    departures,
    in_group,
    median_completed,
    median_expected,
    still_here,
)
from staffing.rules.vacancies import Gap, mean_days

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A part divided by a whole; no value when the whole is zero."""

    part: Decimal
    whole: Decimal

    @property
    def value(self) -> Decimal | None:
        """Return part ÷ whole, None when there is nothing to divide by."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Slice:
    """Days of a period, from `first` to `last` included, on which one level holds."""

    first: dt.date
    last: dt.date
    level: Level

    @property
    def days(self) -> int:
        """Return the number of days, both ends counted."""
        return (self.last - self.first).days + 1


def slices(found: Sequence[Level], first: dt.date, last: dt.date) -> list[Slice]:
    """Cut a period, both ends included, where the level changes; every day belongs to one slice.

    Raises ValueError when the period ends before it begins.
    """
    if last < first:
        raise ValueError("La période finit avant de commencer.")
    inside = [level.start for level in found if first < level.start <= last]
    starts = [first, *inside]
    ends = [*(day - _DAY for day in inside), last]
    return [
        Slice(start, end, level_on(found, start)) for start, end in zip(starts, ends, strict=True)
    ]


def mean(cut: Sequence[Slice], name: str) -> Decimal:
    """Return the mean of a column of `Level` over a period, day by day.

    Σ (value × days) ÷ days of the period. Of `filled` it is the FTE worked (équivalent temps plein
    travaillé, ETPT): people × quota × part of the period in post, as public jobs are counted
    (direction du budget, guide de décompte des emplois des opérateurs de l’État). Leap years have
    their 366 days.
    """
    total = sum((getattr(one.level, name) * one.days for one in cut), Decimal(0))
    return total / sum(one.days for one in cut)


@dataclass(frozen=True)
class GroupFigures:
    """The figures of a group from `first` to `last`; people are followed up to `observed_on`.

    Rates are shares of one. Stays are those that began by `observed_on`, whenever they began.
    """

    first: dt.date
    last: dt.date
    observed_on: dt.date
    on_last: Level
    cut: tuple[Slice, ...]
    departures: tuple[Stay, ...]
    stays: tuple[Stay, ...]
    filled_gaps: tuple[Gap, ...]
    waiting_gaps: tuple[Gap, ...]

    @property
    def days(self) -> int:
        """Return the days of the period, both ends counted."""
        return (self.last - self.first).days + 1

    @property
    def vacancy(self) -> Ratio:
        """Vacant ÷ authorised of open posts, in FTE, on the last day of the period.

        Deferred, frozen and voted posts are in neither: nobody is looked for.
        """
        return Ratio(self.on_last.vacant, self.on_last.open)

    @property
    def mean_vacancy(self) -> Ratio:
        """Mean vacant ÷ mean authorised of open posts, in FTE, over the days of the period."""
        return Ratio(mean(self.cut, "vacant"), mean(self.cut, "open"))

    @property
    def filled_rate(self) -> Ratio:
        """Authorised of open posts less vacant ÷ authorised of open posts, on the last day.

        With the vacancy rate it makes one: an overlap does not hide what another post lacks.
        """
        return Ratio(self.on_last.open - self.on_last.vacant, self.on_last.open)

    @property
    def etpt(self) -> Decimal:
        """FTE worked over the period: Σ (FTE × days) ÷ days of the period."""
        return mean(self.cut, "filled")

    @property
    def mean_heads(self) -> Decimal:
        """Mean number of people present: Σ (heads × days) ÷ days of the period."""
        return mean(self.cut, "heads")

    @property
    def voluntary(self) -> tuple[Stay, ...]:
        """Those of the departures that the person chose."""
        return tuple(stay for stay in self.departures if stay.voluntary)

    @property
    def departure_rate(self) -> Ratio:
        """Departures ÷ mean heads (« taux de départ »); × 100 for a percentage.

        As local authorities define it, who count permanent jobs only (indicators on movements of
        the centres interdépartementaux de gestion); here everybody counts.
        """
        return Ratio(Decimal(len(self.departures)), self.mean_heads)

    @property
    def kept(self) -> dict[int, Share]:
        """How many were still here 3, 6 and 12 months after they came."""
        return {n: still_here(self.stays, n, self.observed_on) for n in RETENTION_MONTHS}

    @property
    def median_completed(self) -> Fraction | None:
        """Median stay in days of those who left."""
        return median_completed(self.stays, self.observed_on)

    @property
    def median_expected(self) -> int | None:
        """Median stay in days, those still present counted for what they already stayed."""
        return median_expected(self.stays, self.observed_on)

    @property
    def time_to_fill(self) -> Decimal | None:
        """Mean days from vacant to filled, by FTE, of what was filled during the period."""
        return mean_days(self.filled_gaps)


def group_figures(
    levels: Sequence[Level],
    stays: Sequence[Stay],
    gaps: Sequence[Gap],
    *,
    group: Hashable | None,
    first: dt.date,
    last: dt.date,
    today: dt.date,
) -> GroupFigures:
    """Return the figures of `group` (None: of everything) from `first` to `last`.

    `levels` and `gaps` are those of the group, `stays` those of the centre. Nobody is followed past
    `today`: what is planned counts in FTE and departures, not in stays.
    """
    observed = min(last, today)
    own = in_group(stays, group)
    return GroupFigures(
        first,
        last,
        observed,
        level_on(levels, last),
        tuple(slices(levels, first, last)),
        tuple(departures(stays, first, last, group)),
        tuple(stay for stay in own if stay.start <= observed),
        tuple(
            gap
            for gap in gaps
            if gap.filled and gap.until is not None and first <= gap.until <= last
        ),
        tuple(gap for gap in gaps if gap.waits_on(last)),
    )
