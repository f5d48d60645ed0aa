"""How far the months of sites have come, and what one of them holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from consultations.models import (
    ActivityCount,
    MonthEvent,
    MonthLock,
    MonthlyTotal,
    MonthState,
    MonthStep,
    SiteRecording,
)
from consultations.review.completeness import SiteDays, read_completeness, read_month
from consultations.rules import months as rules
from consultations.rules.completeness import Tally
from sites.models import Site


@dataclass(frozen=True)
class MonthView:
    """A month of a site: how far it has come, whether its closing is late, what is missing."""

    site: Site
    month: dt.date
    state: MonthState
    is_late: bool
    tally: Tally | None
    may_close: bool


@dataclass(frozen=True)
class MonthSheet:
    """A month of a site, with its figures and its trace.

    `unusual` are the counts that somebody was asked about and kept; `hidden` how many more are
    those of a person, which this reader may not see.
    """

    site: Site
    month: dt.date
    lock: MonthLock | None
    events: list[MonthEvent]
    totals: list[MonthlyTotal]
    days: SiteDays | None
    unusual: list[ActivityCount]
    hidden: int
    recording: SiteRecording

    @property
    def closing_days(self) -> int:
        """How many days after its end the month may be closed on time."""
        return self.recording.closing_days

    @property
    def state(self) -> rules.MonthState:
        """How far the month has come."""
        return rules.MonthState(self.lock.state) if self.lock else rules.MonthState.OPEN

    @property
    def label(self) -> str:
        """Its state in words."""
        return MonthState(self.state.value).label

    @property
    def closed_on(self) -> dt.date | None:
        """The day of its last closing, None while it is open."""
        if self.state is rules.MonthState.OPEN:
            return None
        closings = [one.at for one in self.events if one.step == MonthStep.CLOSE]
        return timezone.localdate(closings[-1]) if closings else None

    @property
    def was_late(self) -> bool:
        """Tell whether it was closed later than the site allows."""
        day = self.closed_on
        return day is not None and rules.closed_late(self.month, day, self.closing_days)


def read_months(
    sites: QuerySet[Site], months: Sequence[dt.date], *, today: dt.date
) -> list[list[MonthView]]:
    """Return the months of each site that records something or has closed one; eight queries."""
    first, last = months[0], rules.last_day(months[-1])
    days = {one.site.pk: one for one in read_completeness(sites, first, last, today=today)}
    locks = {
        (lock.site_id, lock.month): lock
        for lock in MonthLock.objects.filter(site__in=sites, month__range=(first, last))
    }
    delays = dict(SiteRecording.objects.values_list("site_id", "closing_days"))
    shown = sites.filter(pk__in=days.keys() | {site for site, _ in locks})
    usual = SiteRecording._meta.get_field("closing_days").default
    return [
        [
            _month(
                site,
                month,
                locks.get((site.pk, month)),
                days.get(site.pk),
                delays.get(site.pk, usual),
                today,
            )
            for month in months
        ]
        for site in shown.order_by("-kind", "search_key")
    ]


def _month(
    site: Site,
    month: dt.date,
    lock: MonthLock | None,
    days: SiteDays | None,
    delay: int,
    today: dt.date,
) -> MonthView:
    state = MonthState(lock.state) if lock else MonthState.OPEN
    tally = days.month(month) if days else None
    # A month of which nothing was expected and nothing was entered is not late to close.
    matters = lock is not None or (tally is not None and tally.expected > 0)
    is_open = state == MonthState.OPEN
    late = matters and is_open and rules.closed_late(month, today, delay)
    return MonthView(
        site, month, state, late, tally, matters and is_open and rules.may_close(month, today)
    )


def read_sheet(site: Site, month: dt.date, *, today: dt.date, sees_people: bool) -> MonthSheet:
    """Return one month of a site; at most ten queries."""
    lock = MonthLock.objects.filter(site=site, month=month).first()
    events = list(lock.events.select_related("by")) if lock else []
    totals = MonthlyTotal.objects.filter(site=site, month=month).select_related("profession")
    asked = ActivityCount.objects.filter(
        site=site, date__range=(month, rules.last_day(month)), confirmed=True, done__isnull=False
    ).select_related("profession", "person", "author")
    kept = list(asked.order_by("date", "profession__position", "pk"))
    unusual = [row for row in kept if sees_people or row.person_id is None]
    recording = SiteRecording.objects.filter(site=site).first() or SiteRecording()
    return MonthSheet(
        site=site,
        month=month,
        lock=lock,
        events=events,
        totals=list(totals.order_by("profession__position", "profession__search_key", "kind")),
        days=read_month(site, month, today=today),
        unusual=unusual,
        hidden=len(kept) - len(unusual),
        recording=recording,
    )
