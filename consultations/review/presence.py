"""What activity is set against: people present, and hours open, month by month."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from consultations.rules.months import first_day, last_day, months_between
from consultations.rules.pivot import Dimension, Key
from csipa.french.dates import public_holidays
from sites.models import Site
from sites.review.opening import calendar_of, with_openings
from sites.rules.opening import Calendar, change_days, days_between, merged
from staffing.models import Profession
from staffing.review.establishment import SiteKey, establishment
from staffing.rules.figures import slices

_DAY = dt.timedelta(days=1)
_NONE = Decimal(0)


@dataclass(frozen=True)
class Presence:
    """People and hours from `first` to `last`, both included, at some sites, for professions.

    `fte_days` holds, by month, profession and site (None: no site in particular), the sum over
    the days of the FTE present. `activities` are those of the professions, empty for all hours,
    None where these professions consult at no particular hours.
    """

    first: dt.date
    last: dt.date
    sites: list[Site]
    professions: Mapping[int, Profession]
    activities: frozenset[str] | None
    fte_days: dict[tuple[dt.date, int, SiteKey], Decimal]
    _clocks: dict[int, Clock] = field(default_factory=dict)
    _opened: dict[tuple[int, dt.date, frozenset[str]], int] = field(default_factory=dict)
    _added: dict[tuple[Dimension, ...], dict[Key, tuple[Decimal, Decimal]]] = field(
        default_factory=dict
    )

    @cached_property
    def months(self) -> list[dt.date]:
        """The months of the period, none when it is all to come."""
        return months_between(self.first, self.last) if self.first <= self.last else []

    def fte_months(self, by: tuple[Dimension, ...], key: Key) -> Decimal | None:
        """Return FTE × months present: one FTE during half of June is 0.5; None by kind."""
        if Dimension.KIND in by:
            return None
        return self._fte(by).get(key, (_NONE, _NONE))[1]

    def etpt(self, by: tuple[Dimension, ...], key: Key) -> Decimal | None:
        """Return the FTE worked: Σ (FTE × days) ÷ days of the period, or of the month asked."""
        if Dimension.KIND in by or not self.months:
            return None
        first, last = self._days(dict(zip(by, key, strict=True)).get(Dimension.MONTH))
        if last < first:
            return None
        return self._fte(by).get(key, (_NONE, _NONE))[0] / ((last - first).days + 1)

    def open_minutes(self, by: tuple[Dimension, ...], key: Key) -> int | None:
        """Return the minutes open, those of the activity of a profession where one is asked.

        None by kind, and for a profession that consults at no particular hours.
        """
        at = dict(zip(by, key, strict=True))
        if Dimension.KIND in at:
            return None
        activities = self.activities
        if Dimension.PROFESSION in at:
            profession = self.professions.get(int(str(at[Dimension.PROFESSION])))
            if profession is None or not profession.activity:
                return None
            activities = frozenset([profession.activity])
        if activities is None:
            return None
        sites = [site for site in self.sites if at.get(Dimension.SITE, site.pk) == site.pk]
        months = [month for month in self.months if at.get(Dimension.MONTH, month) == month]
        return sum(self._minutes(site, month, activities) for site in sites for month in months)

    def _fte(self, by: tuple[Dimension, ...]) -> dict[Key, tuple[Decimal, Decimal]]:
        """Return FTE × days and FTE × months by the dimensions asked, added up once for each."""
        if by not in self._added:
            found: dict[Key, tuple[Decimal, Decimal]] = {}
            for (month, profession, site), days in self.fte_days.items():
                at = {
                    Dimension.MONTH: month,
                    Dimension.PROFESSION: profession,
                    Dimension.SITE: site,
                }
                key = tuple(at[dimension] for dimension in by)
                former = found.get(key, (_NONE, _NONE))
                found[key] = former[0] + days, former[1] + days / last_day(month).day
            self._added[by] = found
        return self._added[by]

    def _days(self, month: object) -> tuple[dt.date, dt.date]:
        """Return the days of the period, or those of them in a month."""
        if not isinstance(month, dt.date):
            return self.first, self.last
        return max(self.first, month), min(self.last, last_day(month))

    def _minutes(self, site: Site, month: dt.date, activities: frozenset[str]) -> int:
        asked = (site.pk, month, activities)
        if asked not in self._opened:
            if site.pk not in self._clocks:
                self._clocks[site.pk] = Clock(calendar_of(site))
            first, last = self._days(month)
            self._opened[asked] = self._clocks[site.pk].minutes(first, last, activities)
        return self._opened[asked]


class Clock:
    """How long a site is open, worked out once for each kind of day: most days are alike."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.changes = change_days(calendar.slots)
        self._known: dict[tuple[object, ...], int] = {}

    def minutes(self, first: dt.date, last: dt.date, activities: frozenset[str]) -> int:
        """Return the minutes open for `activities`, shared time once; for all if none is given."""
        return sum(self._of_day(day, activities) for day in days_between(first, last))

    def _of_day(self, day: dt.date, activities: frozenset[str]) -> int:
        calendar = self.calendar
        alike = (
            bisect_right(self.changes, day),
            day.weekday(),
            day in public_holidays(day.year),
            tuple(n for n, one in enumerate(calendar.closures) if one.start <= day <= one.end),
            calendar.first is None or calendar.first <= day,
            calendar.last is None or day <= calendar.last,
            activities,
        )
        if alike not in self._known:
            spans = [
                span for activity in activities or {""} for span in calendar.spans_on(day, activity)
            ]
            self._known[alike] = sum(span.minutes for span in merged(spans))
        return self._known[alike]


def read_presence(
    first: dt.date,
    last: dt.date,
    *,
    today: dt.date,
    sites: Iterable[Site],
    is_whole: bool,
    professions: Mapping[int, Profession],
    counted: Iterable[int],
    narrowed: bool,
) -> Presence:
    """Return who was present and what was open, up to today; four queries.

    `counted` are the professions whose FTE count: those that consult. `is_whole` adds those who
    belong to no site in particular. `narrowed` keeps to the hours of these professions.
    """
    last = min(last, today)
    rows = with_openings(sites)
    wanted = set(counted)
    places: set[SiteKey] = {site.pk for site in rows} | ({None} if is_whole else set())
    activities: frozenset[str] | None = frozenset()
    if narrowed:
        activities = frozenset({professions[pk].activity for pk in wanted} - {""}) or None
    return Presence(
        first,
        last,
        rows,
        professions,
        activities,
        _fte_days(first, last, wanted, places),
    )


def _fte_days(
    first: dt.date, last: dt.date, professions: set[int], places: set[SiteKey]
) -> dict[tuple[dt.date, int, SiteKey], Decimal]:
    """Return the FTE present, added day after day, of each month, profession and site."""
    found: dict[tuple[dt.date, int, SiteKey], Decimal] = {}
    if last < first:
        return found
    for (profession, site), levels in establishment(by_site=True).by_group.items():
        if profession not in professions or site not in places:
            continue
        for cut in slices(levels, first, last):
            start = cut.first
            while cut.level.filled and start <= cut.last:
                end = min(cut.last, last_day(start))
                key = (first_day(start), profession, site)
                days = Decimal((end - start).days + 1)
                found[key] = found.get(key, _NONE) + cut.level.filled * days
                start = end + _DAY
    return found
