"""Days on which a profession has nobody on a site that is open for it: past, and to come."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from csipa.french.dates import period
from csipa.french.grammar import upper_first
from csipa.french.numbers import counted, plural
from sites.models import Activity, Site
from sites.review.opening import calendar_of, with_openings
from sites.rules.opening import Calendar, week_of
from staffing.documents.need import figure
from staffing.models import Absence, Profession
from staffing.review.establishment import read_records
from staffing.rules.continuity import Days, Run, Why, empty_runs
from staffing.rules.fragility import Group, group_of, part, present
from staffing.rules.fte import HeldLine, State

WHY = {
    Why.ABSENT: "toutes les personnes affectées sont absentes",
    Why.UNASSIGNED: "personne n’est affecté",
}
"""Why nobody is there; never why somebody is absent."""

_DAYS_A_WEEK = 5
"""Whole days of work a week of one FTE, to compare what is held with what is open."""


@dataclass(frozen=True)
class Strength:
    """What a profession has on a site on a day: FTE, days open a week, days this FTE makes.

    `is_short` tells that the FTE makes fewer whole days, five a week each, than the site opens.
    """

    place: str
    fte: str
    open_days: str
    made: str
    is_short: bool


@dataclass(frozen=True)
class Place:
    """A profession on a site: its open days, who is assigned, since when it is looked at."""

    profession: Profession
    site: Site
    calendar: Calendar = field(repr=False)
    since: dt.date
    held: list[HeldLine] = field(repr=False)

    @property
    def presences(self) -> list[Days]:
        """Return the days of those assigned there, whatever their quota."""
        return [Days(line.person, line.start, line.end) for line in self.held]

    @property
    def name(self) -> str:
        """Return « Norrent-Fontes, médecins généralistes »."""
        return f"{self.site.name}, {self.profession.plural}"

    @property
    def is_followed(self) -> bool:
        """Tell whether the site has hours for what the profession does."""
        activity = self.profession.activity
        return bool(activity) and any(one.activity == activity for one in self.calendar.slots)

    def open_days(self, first: dt.date, last: dt.date) -> list[dt.date]:
        """Return the days on which somebody of the profession is expected there."""
        start = max(first, self.since)
        return self.calendar.open_days(start, last, self.profession.activity)

    def strength(self, day: dt.date) -> Strength | None:
        """Return how thin the place is held on `day`; None where it does not open that week."""
        week = week_of(self.calendar.slots, day, self.profession.activity)
        opened = sum(bool(spans) for spans in week.values())
        if not opened or day < self.since:
            return None
        fte = sum((part(line) for line in present(self.held, day)), Decimal(0))
        made = fte * _DAYS_A_WEEK
        return Strength(
            self.name,
            f"{figure(fte)} ETP",
            counted(opened, "jour ouvert", "jours ouverts"),
            f"{figure(made, 1)} {plural(made, 'journée', 'journées')}",
            made < opened,
        )


@dataclass(frozen=True)
class EmptyRun:
    """Open days in a row without anybody of a profession on a site."""

    place: Place
    run: Run

    @property
    def sentence(self) -> str:
        """Return « du 4 au 15 août 2025, 8 jours ouverts, Norrent-Fontes, médecins »."""
        days = counted(len(self.run.days), "jour ouvert", "jours ouverts")
        return f"{period(self.run.first, self.run.last)}, {days}, {self.place.name}"

    @property
    def why(self) -> str:
        """Return why nobody is there."""
        return WHY[self.run.why]


@dataclass(frozen=True)
class Cell:
    """A day of the calendar: open for somebody, and the places without anybody."""

    day: dt.date
    in_month: bool
    is_open: bool
    empty: list[str]


@dataclass(frozen=True)
class Continuity:
    """Every profession on every site, with who is assigned and who is absent."""

    places: list[Place]
    absences: list[Days]

    def runs(self, first: dt.date, last: dt.date) -> list[EmptyRun]:
        """Return the runs of days without anybody of a period, in the order of time."""
        found = [
            EmptyRun(place, run)
            for place in self.followed
            for run in empty_runs(place.open_days(first, last), place.presences, self.absences)
        ]
        return sorted(found, key=lambda one: (one.run.first, one.place.name))

    def expected(self, first: dt.date, last: dt.date) -> int:
        """Return the open days of a period, those of each profession on each site added."""
        return sum(len(place.open_days(first, last)) for place in self.followed)

    def strengths(self, day: dt.date) -> list[Strength]:
        """Return how thin each place is held on `day`."""
        found = [place.strength(day) for place in self.followed]
        return [one for one in found if one is not None]

    def month(self, first: dt.date) -> list[list[Cell]]:
        """Return the weeks of the month of `first`, from Monday to Sunday."""
        weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
        start, end = weeks[0][0], weeks[-1][-1]
        empty: dict[dt.date, list[str]] = defaultdict(list)
        for one in self.runs(start, end):
            for day in one.run.days:
                empty[day].append(one.place.name)
        opened = {day for place in self.followed for day in place.open_days(start, end)}
        return [
            [Cell(day, day.month == first.month, day in opened, empty[day]) for day in week]
            for week in weeks
        ]

    @property
    def followed(self) -> list[Place]:
        """Return the places whose site has hours for the profession."""
        return [place for place in self.places if place.is_followed]

    @property
    def unfollowed(self) -> list[str]:
        """Return what cannot be followed, and why."""
        return [_reason(place) for place in self.places if not place.is_followed]


def read_continuity() -> Continuity:
    """Return what days are worked out from; seven queries whatever the period.

    A profession is looked at on a site from the day a post is open there or somebody is assigned
    there; who belongs to no site in particular counts on none.
    """
    targets, held = read_records(by_site=True).lines(by_site=True)
    own: dict[Group, list[HeldLine]] = defaultdict(list)
    since: dict[Group, dt.date] = {}
    starts = [(group_of(one), one.start) for one in targets if one.state == State.OPEN]
    starts += [(group_of(one), one.start) for one in held]
    for group, start in starts:
        since[group] = min(start, since.get(group, start))
    for line in held:
        own[group_of(line)].append(line)
    professions = Profession.objects.in_bulk({profession for profession, _ in since})
    sites = {site.pk: site for site in with_openings(_sites(since))}
    calendars = {pk: calendar_of(site) for pk, site in sites.items()}
    places = [
        Place(professions[profession], sites[site], calendars[site], start, own[group])
        for group, start in since.items()
        for profession, site in [group]
        if site in sites
    ]
    rows = Absence.objects.values_list("person_id", "start", "end").order_by()
    places.sort(key=lambda one: (one.site.name, one.profession.position, one.profession.pk))
    return Continuity(places, [Days(*row) for row in rows])


def _sites(groups: Iterable[Group]) -> list[Site]:
    keys = {site for _, site in groups if site is not None}
    return list(Site.objects.filter(pk__in=keys))


def _reason(place: Place) -> str:
    name = f"{place.site.name}, {place.profession.plural}"
    if not place.profession.activity:
        return f"{upper_first(name)} : la profession ne dit pas à quelle activité elle consulte"
    activity = Activity(place.profession.activity).label
    return f"{upper_first(name)} : le site n’a pas d’horaires pour « {activity} »"
