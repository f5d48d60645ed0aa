"""What is known when somebody books a room: the place, the convention, who is there, who is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q
from django.utils import timezone

from consultations.models import Session, SessionPurpose, SessionState
from consultations.rules.closed_days import consulted_activity
from consultations.rules.session_words import cleaning_minutes
from consultations.rules.sessions import (
    EARLIEST,
    LONGEST_CLEANING,
    Agreement,
    NoSuchHour,
    Place,
    Purpose,
    ShutDays,
    Taken,
    Verdict,
    Wanted,
    Who,
    free_after,
    judge,
    local_moment,
    too_far,
)
from conventions.models import Commitment, Convention, ConventionKind
from conventions.review.courses import facts_of, with_courses
from conventions.review.site_agreements import held_hours
from conventions.rules.premises import Slot
from csipa.french.grammar import de
from sites.models import Activity, Room, Site
from sites.review.opening import calendar_of
from staffing.models import Absence, Assignment, Person

_DAY = dt.timedelta(days=1)
_LAST = dt.date(9999, 1, 1)
UNTOLD = "une autre séance"
"""What holds a room, for somebody who may not know."""
_LABELS = {
    SessionPurpose.CONSULTATION: "les consultations du centre",
    SessionPurpose.UNSCHEDULED: "la permanence de soins non programmés",
    SessionPurpose.PREVENTION: "une action de prévention",
    SessionPurpose.MEETING: "une réunion",
    SessionPurpose.OTHER: "une autre occupation",
}


@dataclass(frozen=True, kw_only=True)
class Booking:
    """A session as somebody asks for it: a day and local hours; `cleaning` in minutes.

    `reason` is why it is wanted though something is out of the ordinary.
    """

    room: Room
    purpose: str
    day: dt.date
    starts: dt.time
    ends: dt.time
    cleaning: int = 0
    person: Person | None = None
    practitioner: str = ""
    convention: Convention | None = None
    title: str = ""
    reason: str = ""

    @property
    def site(self) -> Site:
        """The site of the room."""
        return self.room.site

    def wanted(self) -> Wanted:
        """Return the moments asked for; raise NoSuchHour for one that the clock skips."""
        zone = timezone.get_current_timezone()
        start = local_moment(self.day, self.starts, zone)
        end = local_moment(self.day, self.ends, zone)
        return Wanted(
            purpose=Purpose(self.purpose),
            start=start,
            end=end,
            free=free_after(end, self.cleaning),
        )


@dataclass(frozen=True, kw_only=True)
class Known:
    """What bears on bookings like one another: same room, person and convention, over some days."""

    place: Place
    agreement: Agreement | None
    person: Person | None
    absences: Sequence[Absence]
    assignments: Sequence[Assignment]
    taken: Sequence[Taken] = field(default=())

    def verdicts(self, booking: Booking, *, today: dt.date) -> list[Verdict]:
        """Return what stands against a booking, as `judge` does."""
        if not 0 <= booking.cleaning <= LONGEST_CLEANING:
            text = f"Le ménage dure au plus {LONGEST_CLEANING}\u00a0minutes."
            return [Verdict("cleaning", text, refused=True)]
        if found := too_far(booking.day, today):
            return found
        try:
            wanted = booking.wanted()
        except NoSuchHour as skipped:
            return [Verdict("starts", str(skipped), refused=True)]
        return judge(
            wanted,
            self.place,
            today=today,
            agreement=self.agreement,
            who=self._who(booking),
            taken=self.taken,
        )

    def with_booked(self, booking: Booking, *, by: str, at: dt.datetime) -> Known:
        """Return the same once a booking is made, for those that follow it in a series."""
        wanted = booking.wanted()
        one = Taken(
            start=wanted.start,
            end=wanted.end,
            free=wanted.free,
            label="une autre date de cette série",
            by=by,
            at=timezone.localtime(at),
            room=True,
            person=booking.person is not None,
            place=f"{booking.site}, {booking.room.name}",
        )
        return replace(self, taken=[*self.taken, one])

    def _who(self, booking: Booking) -> Who | None:
        if self.person is None:
            return None
        day = booking.day
        return Who(
            name=str(self.person),
            away=any(row.start <= day <= row.end for row in self.absences),
            posted=any(
                _holds(row, day) and _is_posted(row, booking.site) for row in self.assignments
            ),
        )


def known_for(
    booking: Booking,
    *,
    first: dt.date | None = None,
    last: dt.date | None = None,
    ignoring: Session | None = None,
    conventions: frozenset[int] | None = None,
) -> Known:
    """Return what bears on a booking and on those like it from `first` to `last`, its day if None.

    With `conventions`, what holds a room under none of them is told by its hours alone.

    At most twenty queries, whatever the days: hours, closures, sessions there, absences and
    assignments of the person, the convention and what it holds.
    """
    first, last = _bounded(first or booking.day), _bounded(last or booking.day)
    person = booking.person
    absences = person.absences.filter(start__lte=last, end__gte=first) if person else ()
    assignments = list(_assignments(person)) if person else []
    return Known(
        place=_place(booking, assignments),
        agreement=_agreement(booking.convention, booking.site, first),
        person=person,
        absences=list(absences),
        assignments=assignments,
        taken=_taken(booking, first, last, ignoring, conventions),
    )


def series_verdicts(
    bookings: Sequence[Booking],
    *,
    now: dt.datetime,
    today: dt.date,
    by: str = "",
    conventions: frozenset[int] | None = None,
) -> list[list[Verdict]]:
    """Return what stands against each of several bookings like one another, in their order.

    One that can be takes its room from those that follow it. As many queries as for one;
    `conventions` as in `known_for`.
    """
    if not bookings:
        return []
    days = [booking.day for booking in bookings]
    known = known_for(bookings[0], first=min(days), last=max(days), conventions=conventions)
    found = []
    for booking in bookings:
        verdicts = known.verdicts(booking, today=today)
        found.append(verdicts)
        if not any(verdict.refused for verdict in verdicts):
            known = known.with_booked(booking, by=by, at=now)
    return found


def cleaning_of(convention: Convention | None) -> int:
    """Return the minutes of cleaning that a convention asks for after each session; one query."""
    if convention is None:
        return 0
    found = Commitment.objects.filter(article__convention=convention)
    texts = found.order_by("article__position", "position", "pk").values_list("text", flat=True)
    return min(cleaning_minutes(texts), LONGEST_CLEANING)


def label_of(session: Session) -> str:
    """Return what holds a room, for the middle of a sentence: who, and what for."""
    said = _LABELS[SessionPurpose(session.purpose)]
    if session.title:
        said += f" «\u00a0{session.title}\u00a0»"
    who = who_of(session)
    return f"{said} ({who})" if who else said


def who_of(session: Session) -> str:
    """Return who consults or leads, of the team or not; empty when nobody is named."""
    return str(session.person) if session.person else session.practitioner


def author_of(session: Session) -> str:
    """Return the name of who booked a session; empty once the account is gone."""
    author = session.author
    return (author.get_full_name() or author.get_username()) if author else ""


def _bounded(day: dt.date) -> dt.date:
    """Return the nearest day that a database can be asked about; others are refused anyway."""
    return min(max(day, EARLIEST), _LAST)


def _place(booking: Booking, assignments: Sequence[Assignment]) -> Place:
    site, calendar = booking.site, calendar_of(booking.site)
    activity = _activity(booking, assignments)
    if booking.purpose != SessionPurpose.UNSCHEDULED:
        activity = consulted_activity(calendar, activity)
    closures = [
        ShutDays(start=row.start, end=row.end, activity=row.activity, reason=row.reason)
        for row in site.closures.all()
    ]
    return Place(
        name=f"Le site {de(site.name)}",
        calendar=calendar,
        closures=closures,
        activity=activity,
        opened_on=site.opened_on,
        closed_on=site.closed_on,
    )


def _activity(booking: Booking, assignments: Iterable[Assignment]) -> str:
    """Return the opening hours to compare with: those of the profession where it has some."""
    if booking.purpose == SessionPurpose.UNSCHEDULED:
        return Activity.UNSCHEDULED.value
    if booking.purpose != SessionPurpose.CONSULTATION:
        return ""
    held = (row for row in assignments if _holds(row, booking.day))
    return next((row.post.profession.activity for row in held), "")


def _agreement(convention: Convention | None, site: Site, first: dt.date) -> Agreement | None:
    if convention is None:
        return None
    row = with_courses(Convention.objects.filter(pk=convention.pk)).get()
    facts = facts_of(row)
    since = max(first, row.start) if row.start else first
    slots = [
        Slot(weekday=held.weekday, start=held.starts, end=held.ends)
        for held in held_hours(site, today=since)
        if held.convention.pk == row.pk
    ]
    return Agreement(
        name=row.reference or row.title,
        facts=facts,
        same_site=row.site_id in (None, site.pk),
        slots=slots,
        is_permanence=row.kind == ConventionKind.PERMANENCE,
    )


def _assignments(person: Person) -> Any:
    return person.assignments.select_related("post__profession").prefetch_related(
        "shares", "post__shares"
    )


def _holds(row: Assignment, day: dt.date) -> bool:
    return row.start <= day and (row.end is None or day <= row.end)


def _is_posted(row: Assignment, site: Site) -> bool:
    """Tell whether an assignment reaches a site: its own split, else the post's, else anywhere."""
    shares = [share.site_id for share in row.shares.all()]
    shares = shares or [share.site_id for share in row.post.shares.all()]
    shares = shares or ([row.post.site_id] if row.post.site_id else [])
    return not shares or site.pk in shares


def _taken(
    booking: Booking,
    first: dt.date,
    last: dt.date,
    ignoring: Session | None,
    conventions: frozenset[int] | None,
) -> list[Taken]:
    zone = timezone.get_current_timezone()
    begins = dt.datetime.combine(first, dt.time(), zone)
    ends = dt.datetime.combine(last, dt.time(), zone) + 2 * _DAY
    asked = Q(room=booking.room)
    if booking.person is not None:
        asked |= Q(person=booking.person)
    rows = (
        Session.objects.filter(asked, starts_at__lt=ends, free_at__gt=begins)
        .exclude(state=SessionState.CANCELLED)
        .select_related("person", "author", "room__site")
        .order_by("starts_at")
    )
    if ignoring is not None:
        rows = rows.exclude(pk=ignoring.pk)
    return [
        _one_taken(row, booking, told=conventions is None or row.convention_id in conventions)
        for row in rows
    ]


def _one_taken(row: Session, booking: Booking, *, told: bool) -> Taken:
    return Taken(
        start=timezone.localtime(row.starts_at),
        end=timezone.localtime(row.ends_at),
        free=timezone.localtime(row.free_at),
        label=label_of(row) if told else UNTOLD,
        by=author_of(row) if told else "",
        at=timezone.localtime(row.booked_at),
        room=row.room_id == booking.room.pk,
        person=booking.person is not None and row.person_id == booking.person.pk,
        place=f"{row.room.site}, {row.room.name}" if told else "",
    )
