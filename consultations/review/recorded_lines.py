"""What is recorded where: the lines of each site, its measures, its hours, the people there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Q, QuerySet

from consultations.models import RecordingLine, SiteRecording
from consultations.rules.cells import Measure
from consultations.rules.closed_days import why_closed
from sites.models import Site
from sites.review.opening import calendar_of, with_openings
from sites.rules.opening import Calendar
from staffing.models import Assignment, Person

NOT_IN_FORCE = "cette ligne ne se saisit pas ce jour-là"
_WHOLE = Decimal(100)
_OPTIONAL = {
    Measure.UNSCHEDULED: "shows_unscheduled",
    Measure.WITHOUT_GP: "shows_without_gp",
    Measure.REFUSED: "shows_refused",
    Measure.NO_SHOW: "shows_no_show",
    Measure.MINUTES: "shows_hours",
}


@dataclass(frozen=True)
class LineRow:
    """One row that a line gives in a week: a person, the profession, or the sum of the people.

    A sum is only shown, to those who may not see people.
    """

    line: RecordingLine
    person: Person | None = None
    is_sum: bool = False

    @property
    def person_key(self) -> int:
        """Return the key of the person, 0 for the profession as a whole."""
        return self.person.pk if self.person is not None else 0


@dataclass(frozen=True)
class Ground:
    """A site with what it records during some days, read once; asking it makes no query."""

    site: Site
    lines: list[RecordingLine]
    assigned: list[Assignment]

    @cached_property
    def calendar(self) -> Calendar:
        """Its hours and closures."""
        return calendar_of(self.site)

    @cached_property
    def recording(self) -> SiteRecording:
        """Its settings, the usual ones where none are kept."""
        try:
            return self.site.recording
        except SiteRecording.DoesNotExist:
            return SiteRecording(site=self.site)

    @cached_property
    def measures(self) -> list[Measure]:
        """What it asks for, consultations first."""
        asked = [one for one, name in _OPTIONAL.items() if getattr(self.recording, name)]
        return [Measure.DONE, *asked]

    def why_not_asked(self, line: RecordingLine, day: dt.date) -> str:
        """Return why a line is not asked for on `day`, in a few words; empty if it is."""
        if shut := why_closed(self.calendar, day, line.profession.activity):
            return shut
        return "" if line.holds_on(day) else NOT_IN_FORCE

    def rows_of(
        self,
        line: RecordingLine,
        first: dt.date,
        last: dt.date,
        *,
        counted: Iterable[Person | None],
        sees_people: bool,
    ) -> list[LineRow]:
        """Return the rows of a line from `first` to `last`.

        `counted` are those with figures on these days, None for the profession as a whole. A line
        by person has one row for each person assigned or counted; to those who may not see people
        they are one sum. Where there is nobody, it is the row of the profession.
        """
        counted = set(counted)
        people = {one for one in counted if one is not None}
        if line.by_person:
            people |= self.people_of(line.profession_id, first, last)
        rows: list[LineRow] = []
        if people and sees_people:
            named = sorted(people, key=lambda one: (one.last_name, one.first_name, one.pk))
            rows = [LineRow(line, one) for one in named]
        elif people:
            rows = [LineRow(line, is_sum=True)]
        if not people or not line.by_person or None in counted:
            rows.append(LineRow(line))
        return rows

    def people_of(self, profession: int, first: dt.date, last: dt.date) -> set[Person]:
        """Return who of a profession is assigned there on some day from `first` to `last`."""
        return {
            one.person
            for one in self.assigned
            if one.post.profession_id == profession
            and one.start <= last
            and (one.end is None or first <= one.end)
        }


def read_grounds(
    sites: QuerySet[Site], *, first: dt.date, last: dt.date, people: bool = True
) -> list[Ground]:
    """Return what the sites record from `first` to `last`, those open in these days, centre first.

    At most seven queries, whatever the number of sites; `people` leaves assignments aside.
    """
    open_then = sites.filter(opened_on__lte=last).filter(
        Q(closed_on__isnull=True) | Q(closed_on__gt=first)
    )
    found = with_openings(open_then.select_related("recording").order_by("-kind", "search_key"))
    lines = list(
        RecordingLine.objects.filter(site__in=found)
        .filter(Q(start__isnull=True) | Q(start__lte=last))
        .filter(Q(end__isnull=True) | Q(end__gte=first))
        .select_related("profession")
    )
    asked = {line.profession_id for line in lines} if people else set()
    assigned = _assigned(asked, first, last) if asked else []
    return [
        Ground(
            site,
            [line for line in lines if line.site_id == site.pk],
            [one for one in assigned if works_at(one, site.pk)],
        )
        for site in found
    ]


def _assigned(professions: set[int], first: dt.date, last: dt.date) -> list[Assignment]:
    rows = Assignment.objects.filter(post__profession__in=professions, start__lte=last)
    rows = rows.filter(Q(end__isnull=True) | Q(end__gte=first))
    return list(rows.select_related("person", "post").prefetch_related("shares", "post__shares"))


def works_at(assignment: Assignment, site: int) -> bool:
    """Tell whether somebody works at a site: by their own shares, else by those of the post.

    What no share names is of the site of the post, or of the whole centre.
    """
    own = {share.site_id: share.fte for share in assignment.shares.all()}
    if site in own:
        return True
    if sum(own.values()) >= assignment.fte:
        return False
    shares = {share.site_id: share.percent for share in assignment.post.shares.all()}
    if shares:
        return site in shares or sum(shares.values()) < _WHOLE
    return assignment.post.site_id in (None, site)
