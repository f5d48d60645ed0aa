"""What is expected of each site month by month, and what is missing; five queries in all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from consultations.models import ActivityCount, RecordingLine
from consultations.review.recorded_lines import Ground, read_grounds
from consultations.rules.cells import CellKey
from consultations.rules.completeness import DayReport, Expected, Tally, report
from consultations.rules.months import first_day, last_day
from sites.models import Site

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class SiteDays:
    """The days of a site from which something is expected, up to yesterday."""

    ground: Ground
    days: list[DayReport]

    @property
    def site(self) -> Site:
        """The site."""
        return self.ground.site

    @property
    def lines(self) -> dict[int, RecordingLine]:
        """The lines of the week grid, by key."""
        return {line.pk: line for line in self.ground.lines}

    def tally(self) -> Tally:
        """Return how complete the whole period is."""
        return Tally(tuple(self.days), self.ground.recording.entry_days)

    def month(self, month: dt.date) -> Tally:
        """Return how complete one month is, by its first day."""
        kept = tuple(one for one in self.days if first_day(one.day) == month)
        return Tally(kept, self.ground.recording.entry_days)

    def missing_lines(self, day: DayReport) -> list[RecordingLine]:
        """Return the lines that say nothing on a day."""
        lines = self.lines
        return [lines[key] for key in day.missing]

    def missing_cell(self, day: DayReport) -> CellKey | None:
        """Return the first cell that is missing on a day; None where none is."""
        for line in self.missing_lines(day):
            return CellKey.of(self.site.pk, day.day, line.profession_id, line.kind)
        return None


def read_completeness(
    sites: QuerySet[Site], first: dt.date, last: dt.date, *, today: dt.date
) -> list[SiteDays]:
    """Return, site by site, what was expected from `first` to `last` or to yesterday.

    A line by person is entered once one person of it is. Sites that record nothing are left out.
    """
    last = min(last, today - _DAY)
    if last < first:
        return []
    grounds = read_grounds(sites, first=first, last=last, people=False)
    grounds = [ground for ground in grounds if ground.lines]
    entered = _entered(grounds, first, last) if grounds else {}
    return [
        SiteDays(ground, report(ground.calendar, _expected(ground), entered, first, last))
        for ground in grounds
    ]


def read_month(site: Site, month: dt.date, *, today: dt.date) -> SiteDays | None:
    """Return what was expected of a site in a month; None where it recorded nothing then."""
    sites = Site.objects.filter(pk=site.pk)
    found = read_completeness(sites, month, last_day(month), today=today)
    return found[0] if found else None


def _expected(ground: Ground) -> Sequence[Expected]:
    return [
        Expected(line.pk, line.profession.activity, line.start, line.end) for line in ground.lines
    ]


def _entered(
    grounds: list[Ground], first: dt.date, last: dt.date
) -> dict[tuple[int, dt.date], dt.date]:
    """Return the day on which each line of each day came, where it came."""
    lines = {
        (line.site_id, line.profession_id, line.kind): line.pk
        for ground in grounds
        for line in ground.lines
    }
    rows = ActivityCount.objects.filter(
        Q(done__isnull=False) | Q(closed=True),
        site__in=[ground.site.pk for ground in grounds],
        date__range=(first, last),
    ).order_by()
    found: dict[tuple[int, dt.date], dt.date] = {}
    for site, profession, kind, day, at in rows.values_list(
        "site_id", "profession_id", "kind", "date", "entered_at"
    ):
        line = lines.get((site, profession, kind))
        if line is not None:
            came = timezone.localdate(at)
            found[line, day] = min(came, found.get((line, day), came))
    return found
