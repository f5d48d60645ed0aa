"""The hours of a site on a day, its closures to come, and whether its doors are open.

Every function reads `site.opening_hours` and `site.closures` as they are, prefetched or not: one
query each for one site, none for sites whose lines `with_openings` has read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from csipa.french.dates import long_date
from csipa.french.hours import said_time
from sites.models import Activity, Closure, Site, SiteState
from sites.rules.opening import Calendar, activities, change_days, week_of, weekly_minutes
from sites.rules.opening_words import SaidHours, said_minutes, said_week

_NEVER = Calendar(slots=())


@dataclass(frozen=True)
class ActivityHours:
    """The week of one activity: who comes for what, when, and minutes in all."""

    activity: Activity
    lines: list[SaidHours]
    minutes: int

    @property
    def total(self) -> str:
        """Return « 42 h »."""
        return said_minutes(self.minutes)


@dataclass(frozen=True)
class SiteHours:
    """The week in force on `day`, activity by activity; `minutes` count shared time once."""

    day: dt.date
    activities: list[ActivityHours]
    minutes: int

    @property
    def total(self) -> str:
        """Return « 87 h 30 »."""
        return said_minutes(self.minutes)


def with_openings(sites: Iterable[Site]) -> list[Site]:
    """Return the sites with their hours and closures read, in two queries whatever their number."""
    found = list(sites)
    prefetch_related_objects(found, "opening_hours", "closures")
    return found


def calendar_of(site: Site) -> Calendar:
    """Return what decides whether a site is open; one that never opened is always closed."""
    if site.opened_on is None:
        return _NEVER
    return Calendar(
        slots=list(site.opening_hours.all()),
        closures=list(site.closures.all()),
        first=site.opened_on,
        last=site.closed_on and site.closed_on - dt.timedelta(days=1),
    )


def hours_of(site: Site, *, day: dt.date) -> SiteHours:
    """Return the week of a site by the hours in force on `day`, activities in their usual order."""
    slots = list(site.opening_hours.all())
    found = set(activities(slots, day))
    return SiteHours(
        day,
        [
            ActivityHours(
                activity,
                said_week(week_of(slots, day, activity)),
                weekly_minutes(slots, day, activity),
            )
            for activity in Activity
            if activity in found
        ],
        weekly_minutes(slots, day),
    )


def hours_changes(site: Site) -> list[dt.date]:
    """Return the days from which the hours of a site are no longer those of the day before."""
    return change_days(site.opening_hours.all())


def said_door(site: Site, *, now: dt.datetime) -> str:
    """Say in a sentence whether a site receives people at a local time, and when it next does."""
    day = now.date()
    state = site.state_on(day)
    if state == SiteState.CLOSED:
        return f"Fermé définitivement depuis le {long_date(site.closed_on)}."
    if site.opened_on is None:
        planned = f", ouverture prévue le {long_date(site.planned_on)}" if site.planned_on else ""
        return f"Pas encore ouvert{planned}."
    calendar = calendar_of(site)
    for span in calendar.spans_on(day):
        if span.opens_at <= now.time() < span.closes_at:
            return f"Ouvert en ce moment, jusqu’à {said_time(span.closes_at)}."
    told = "Fermé en ce moment" if state == SiteState.OPEN else "Pas encore ouvert"
    opening = calendar.next_opening(now)
    if opening is None:
        return f"{told} : aucune ouverture à venir d’après les horaires et les fermetures."
    when = "aujourd’hui" if opening.date() == day else f"le {long_date(opening, weekday=True)}"
    return f"{told} : prochaine ouverture {when} à {said_time(opening.time())}."


def closures_from(site: Site, *, day: dt.date) -> list[Closure]:
    """Return the closures of a site that are not over on `day`, the next first."""
    left = [closure for closure in site.closures.all() if closure.end >= day]
    return sorted(left, key=lambda closure: (closure.start, closure.end, closure.pk))


def open_days(site: Site, *, first: dt.date, last: dt.date, activity: str = "") -> list[dt.date]:
    """Return the days of a period, both ends included, on which a site or an activity opens."""
    return calendar_of(site).open_days(first, last, activity)
