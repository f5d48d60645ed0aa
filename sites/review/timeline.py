"""When the centres and antennas opened, closed or changed their hours, and what is planned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from django.db.models import prefetch_related_objects

from sites.models import Site, SiteKind, SiteState
from sites.review.opening import hours_changes
from sites.rules.opening import weekly_minutes
from sites.rules.opening_words import said_minutes


class EventKind(Enum):
    """What happens to a site on a day; the value is what people read."""

    PLANNED = "ouverture prévue"
    OPENED = "ouverture"
    HOURS = "horaires"
    CLOSED = "fermeture définitive"


_ORDER = list(EventKind)


@dataclass(frozen=True)
class Event:
    """Something that happens to a site on a day; `detail` completes it in words."""

    day: dt.date
    site: Site
    kind: EventKind
    detail: str = ""


@dataclass(frozen=True)
class Stretch:
    """A state of a site during some days, both included; None while it lasts."""

    state: SiteState
    start: dt.date
    end: dt.date | None


@dataclass(frozen=True)
class SiteLine:
    """One site of the timeline."""

    site: Site
    state: SiteState
    stretches: list[Stretch]
    events: list[Event]


@dataclass(frozen=True)
class Timeline:
    """Sites, each centre before its antennas, between two days that hold all that is told."""

    first: dt.date
    last: dt.date
    today: dt.date
    lines: list[SiteLine]

    @property
    def events(self) -> list[Event]:
        """Return everything that happens, by day."""
        told = [event for line in self.lines for event in line.events]
        return sorted(told, key=lambda one: (one.day, _ORDER.index(one.kind), one.site.search_key))


def openings(sites: Iterable[Site], *, today: dt.date) -> Timeline:
    """Return the timeline of `sites`, over whole years; reads their hours, in one query."""
    rows = list(sites)
    prefetch_related_objects(rows, "opening_hours")
    lines = [_line(site, today) for site in in_families(rows)]
    days = [event.day for line in lines for event in line.events]
    first, last = min([today, *days]), max([today, *days])
    return Timeline(dt.date(first.year, 1, 1), dt.date(last.year, 12, 31), today, lines)


def family_of(centre: Site) -> list[Site]:
    """Return a centre and its antennas. One query."""
    return [centre, *centre.antennas.select_related("commune")]


def in_families(sites: Iterable[Site]) -> list[Site]:
    """Return centres by name, each followed by its antennas by date of opening, then by name."""
    rows = list(sites)
    by_centre = {site.pk: site for site in rows}

    def rank(site: Site) -> tuple:
        centre = by_centre.get(site.parent_id, site)
        opening = site.opened_on or site.planned_on or dt.date.max
        is_antenna = site.kind == SiteKind.ANTENNA
        return centre.search_key, centre.pk, is_antenna, opening, site.search_key

    return sorted(rows, key=rank)


def _line(site: Site, today: dt.date) -> SiteLine:
    return SiteLine(site, site.state_on(today), _stretches(site), _events(site, today))


def _stretches(site: Site) -> list[Stretch]:
    """Return the states of a site one after the other; what came before the plan is not told."""
    found = []
    if site.planned_on and (site.opened_on is None or site.planned_on < site.opened_on):
        end = site.opened_on and site.opened_on - dt.timedelta(days=1)
        found.append(Stretch(SiteState.PLANNED, site.planned_on, end))
    if site.opened_on:
        end = site.closed_on and site.closed_on - dt.timedelta(days=1)
        found.append(Stretch(SiteState.OPEN, site.opened_on, end))
    if site.closed_on:
        found.append(Stretch(SiteState.CLOSED, site.closed_on, None))
    return found


def _events(site: Site, today: dt.date) -> list[Event]:
    found = []
    if site.planned_on and site.planned_on != site.opened_on:
        late = site.opened_on is None and site.planned_on < today
        detail = "date passée, le site n’est pas ouvert" if late else ""
        found.append(Event(site.planned_on, site, EventKind.PLANNED, detail))
    if site.opened_on:
        found.append(Event(site.opened_on, site, EventKind.OPENED, _hours_at_opening(site)))
        found += _changes_of_hours(site)
    if site.closed_on:
        found.append(Event(site.closed_on, site, EventKind.CLOSED))
    return found


def _hours_at_opening(site: Site) -> str:
    minutes = weekly_minutes(site.opening_hours.all(), site.opened_on)
    return f"{said_minutes(minutes)} par semaine" if minutes else ""


def _changes_of_hours(site: Site) -> list[Event]:
    """Return the days from which the hours of a week are longer or shorter, while it is open."""
    slots, found = list(site.opening_hours.all()), []
    for day in hours_changes(site):
        if day <= site.opened_on or (site.closed_on and day >= site.closed_on):
            continue
        before = weekly_minutes(slots, day - dt.timedelta(days=1))
        after = weekly_minutes(slots, day)
        if before != after:
            detail = f"{said_minutes(after)} par semaine au lieu de {said_minutes(before)}"
            found.append(Event(day, site, EventKind.HOURS, detail))
    return found
