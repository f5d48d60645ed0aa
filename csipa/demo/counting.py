"""Tells what was counted, day by day, through the same action as the week grid."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractUser, User
from django.utils import timezone

from consultations.actions.months import DaysMissing, take_step
from consultations.actions.recording import record
from consultations.models import MonthLock, RecordingLine, SiteRecording
from consultations.rules.cells import CellKey, Measure
from consultations.rules.merging import Change
from consultations.rules.months import MonthStep
from csipa.demo import activity
from csipa.french.dates import public_holidays
from sites.models import Site, SiteScope
from sites.review.opening import calendar_of, with_openings
from sites.rules.opening import days_between
from staffing.models import Profession

if TYPE_CHECKING:
    from csipa.demo.build import Demonstration
    from csipa.demo.manning import Manning

WEEK = 7
# When the secretary enters the figures of a week: Friday at 17:30.
ENTRY_WEEKDAY, ENTRY_TIME = 5, dt.time(17, 30)
MONTH_TIME = dt.time(10)


class Counting:
    """Lines of the grid, then each week of figures until yesterday."""

    def __init__(self, demonstration: Demonstration, manning: Manning) -> None:
        self.now = timezone.localtime(demonstration.now)
        self.sites: dict[str, Site] = demonstration.sites
        self.professions: dict[str, Profession] = manning.professions
        self.by: AbstractUser = User.objects.get(username="secretaire")

    def tell(self) -> None:
        """Tell everything."""
        self.choose_sites()
        self.set_up()
        self.count()
        self.close_months()

    def choose_sites(self) -> None:
        """Say which sites the secretary works for; those of the coordinator follow from its CPTS."""
        for name in activity.SECRETARY_SITES:
            SiteScope.objects.create(user=self.by, site=self.sites[name])

    def set_up(self) -> None:
        """Create the lines and the settings of the grid."""
        for rank, (site, profession, kind) in enumerate(activity.LINES, start=1):
            RecordingLine.objects.create(
                site=self.sites[site],
                profession=self.professions[profession],
                kind=kind,
                position=rank,
                start=next(
                    start
                    for name, who, start, _ in activity.PACE
                    if (name, who) == (site, profession)
                ),
            )
        for site, asks_gp, publishes in activity.RECORDING:
            SiteRecording.objects.create(
                site=self.sites[site], shows_without_gp=asks_gp, publishes_sessions=publishes
            )

    def count(self) -> None:
        """Enter the figures, a week at a time, as the secretary does."""
        by_week: dict[dt.date, list[Change]] = {}
        for change in self._changes():
            monday = change.key.date - dt.timedelta(days=change.key.date.weekday())
            by_week.setdefault(monday, []).append(change)
        for monday, changes in sorted(by_week.items()):
            friday = monday + dt.timedelta(days=ENTRY_WEEKDAY - 1)
            moment = timezone.make_aware(dt.datetime.combine(friday, ENTRY_TIME))
            record(changes, by=self.by, now=min(moment, self.now), today=self.now.date())

    def close_months(self) -> None:
        """Take each month on: closed in the first days of the next one, validated weeks later.

        The last one of a site is left to its secretary.
        """
        eve = self.now.date().replace(day=1) - dt.timedelta(days=1)
        people = {step: User.objects.get(username=name) for step, name, _ in activity.MONTH_STEPS}
        for lock in MonthLock.objects.select_related("site").order_by("month", "site"):
            if lock.site.name == activity.LEFT_TO_CLOSE and lock.last_day == eve:
                continue
            for step, _, days in activity.MONTH_STEPS:
                moment = timezone.make_aware(
                    dt.datetime.combine(lock.last_day + dt.timedelta(days=days), MONTH_TIME)
                )
                if moment > self.now:
                    break
                try:
                    take_step(lock.site, lock.month, MonthStep(step), by=people[step], now=moment)
                except DaysMissing:
                    break

    def _changes(self) -> list[Change]:
        yesterday = self.now.date() - dt.timedelta(days=1)
        with_openings(self.sites.values())
        found = []
        for site, profession, kind in activity.LINES:
            who = self.professions[profession]
            steps = [line for line in activity.PACE if line[:2] == (site, profession)]
            calendar = calendar_of(self.sites[site])
            days = [
                day
                for day in days_between(steps[0][2], yesterday)
                if calendar.spans_on(day, who.activity) and day not in public_holidays(day.year)
            ]
            forgotten = {days[-rank] for rank in activity.FORGOTTEN.get(site, ()) if days}
            for day in days:
                if day not in forgotten:
                    pace = [usual for *_, start, usual in steps if start <= day][-1]
                    key = CellKey.of(self.sites[site].pk, day, who.pk, kind)
                    found += _day(key, pace, asks_gp=site == activity.RECORDING[0][0])
        return found


def _day(key: CellKey, pace: int, *, asks_gp: bool) -> list[Change]:
    """Return the figures of one day; they sway with the day, always in the same way."""
    turn = key.date.toordinal()
    done = max(0, pace + activity.SWAY[key.date.weekday()] + turn // WEEK % 3 - 1)
    found = [
        Change(key, Measure.DONE, done),
        Change(key, Measure.UNSCHEDULED, done * (2 + turn % 3) // 10),
    ]
    if asks_gp:
        found.append(Change(key, Measure.WITHOUT_GP, done * (3 + turn % 2) // 10))
    if key.date >= activity.REFUSED_SINCE:
        found.append(Change(key, Measure.REFUSED, activity.REFUSED[turn % len(activity.REFUSED)]))
    return found
