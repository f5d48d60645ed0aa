"""Tells who is in which room, what the permanence counted, prevention and meetings."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractUser, User
from django.utils import timezone

from consultations.actions.session_counts import count_session
from consultations.actions.sessions import BookingRefused, book, book_series, cancel, clean
from consultations.models import (
    MeetingAttendance,
    PreventionAction,
    PreventionPartner,
    Session,
    SessionPurpose,
    TeamMeeting,
)
from consultations.review.booking import Booking
from consultations.rules.session_counts import Counted
from conventions.models import Convention
from csipa.demo import activity, agreements
from csipa.demo.permanence import CONVENTION
from sites.models import Commune, HealthCommitment, Room, Site, Territory, TerritoryCommune
from sites.review.opening import calendar_of, open_days, with_openings
from sites.rules.opening import days_between
from staffing.models import Person, Profession

if TYPE_CHECKING:
    from csipa.demo.build import Demonstration
    from csipa.demo.manning import Manning

PERMANENCE_WEEKDAYS = (1, 5)
WEEKS_AHEAD = 3


class Occupying:
    """Rooms, sessions, prevention and meetings, by the names that the story gives them."""

    def __init__(self, demonstration: Demonstration, manning: Manning) -> None:
        self.now = timezone.localtime(demonstration.now)
        self.sites: dict[str, Site] = demonstration.sites
        self.professions: dict[str, Profession] = manning.professions
        self.people: dict[str, Person] = manning.people
        self.secretary: AbstractUser = User.objects.get(username="secretaire")
        self.coordinator: AbstractUser = User.objects.get(username="coordination")

    def tell(self) -> None:
        """Tell everything, once the coordinator has its CPTS."""
        self.hold_permanence()
        self.fill_weeks()
        self.hold_permanence_now()
        self.prevent()
        self.meet()

    def draw_territory(self) -> None:
        """Create the territory of the CPTS that holds the permanence."""
        territory = Territory.objects.create(**activity.CPTS_TERRITORY)
        for code in activity.CPTS_COMMUNES:
            TerritoryCommune.objects.create(
                territory=territory, commune=Commune.objects.get(pk=code), start=activity.CPTS_SINCE
            )

    def hold_permanence(self) -> None:
        """Book the sessions of the convention of January, then count each of them."""
        convention = Convention.objects.get(reference=CONVENTION["reference"])
        booked_at = _moment(activity.PERMANENCE_BOOKED_ON, dt.time(9, 30))
        days = _permanence_days(convention.site, CONVENTION["start"], CONVENTION["end"])
        sessions = self._book_permanence(convention, days, booked_at)
        for rank, (day, session) in enumerate(zip(days, sessions, strict=True)):
            if reason := activity.PERMANENCE_AWAY.get(day):
                cancel(session, reason=reason, by=self.coordinator, now=booked_at)
                continue
            if rank in activity.PERMANENCE_UNCOUNTED:
                continue
            self._count(session, day, rank)
            if rank not in activity.PERMANENCE_UNCLEANED:
                clean(session, on=day, by=self.secretary, today=day)

    def hold_permanence_now(self) -> None:
        """Book the permanence of these weeks; the last one held is still to be counted."""
        start, end = agreements.HELD_PERIOD
        today = self.now.date()
        first = max(start, today - dt.timedelta(weeks=activity.PERMANENCE_WEEKS_BEHIND))
        last = min(end, today + dt.timedelta(weeks=activity.PERMANENCE_WEEKS_AHEAD))
        convention = Convention.objects.get(start=start, kind="permanence")
        days = _permanence_days(convention.site, first, last)
        if not days:
            return
        booked_on = max(agreements.HELD_CONCLUDED, first - dt.timedelta(days=3))
        sessions = self._book_permanence(convention, days, _moment(booked_on, dt.time(9, 30)))
        held = [(day, one) for day, one in zip(days, sessions, strict=True) if day < today]
        for rank, (day, session) in enumerate(held[:-1]):
            self._count(session, day, rank)
            clean(session, on=day, by=self.secretary, today=day)

    def _book_permanence(
        self, convention: Convention, days: list[dt.date], booked_at: dt.datetime
    ) -> list[Session]:
        starts, ends = activity.PERMANENCE_HOURS
        room = convention.site.rooms.get(name=activity.PERMANENCE_ROOM)
        bookings = [
            Booking(
                room=room,
                purpose=SessionPurpose.UNSCHEDULED,
                day=day,
                starts=starts,
                ends=ends,
                cleaning=activity.PERMANENCE_BUFFER,
                practitioner=activity.PERMANENCE_DOCTOR,
                convention=convention,
            )
            for day in days
        ]
        return book_series(
            bookings,
            first=days[0],
            last=days[-1],
            every=1,
            by=self.coordinator,
            now=booked_at,
            today=booked_at.date(),
        )

    def _count(self, session: Session, day: dt.date, rank: int) -> None:
        """Count a session on the evening it was held."""
        numbers = activity.PERMANENCE_COUNTS[rank % len(activity.PERMANENCE_COUNTS)]
        done, without_gp, late, away, communes = numbers
        count_session(
            session=session,
            typed=Counted(done, without_gp, late, away, communes=communes),
            by=self.coordinator,
            now=_moment(day, dt.time(19)),
        )

    def fill_weeks(self) -> None:
        """Book the consultations of this week and of those that follow."""
        monday = self.now.date() - dt.timedelta(days=self.now.weekday())
        last = monday + dt.timedelta(days=7 * WEEKS_AHEAD - 1)
        with_openings(self.sites.values())
        for site, room, profession, person in activity.ROOM_USERS:
            place = self.sites[site]
            calendar = calendar_of(place)
            for day in days_between(monday, last):
                for span in calendar.spans_on(day, self.professions[profession].activity):
                    self._book(
                        Booking(
                            room=place.rooms.get(name=room),
                            purpose=SessionPurpose.CONSULTATION,
                            day=day,
                            starts=span.opens_at,
                            ends=span.closes_at,
                            person=self.people[person],
                        ),
                        monday,
                    )
        room = Room.objects.get(site=self.sites["Labourse"], name=activity.MEETING_ROOM)
        day = monday + dt.timedelta(days=activity.MEETING_WEEKDAY - 1)
        starts, ends = activity.MEETING_HOURS
        self._book(
            Booking(
                room=room,
                purpose=SessionPurpose.MEETING,
                day=day,
                starts=starts,
                ends=ends,
                title="Situations complexes",
            ),
            monday,
        )

    def _book(self, booking: Booking, monday: dt.date) -> None:
        """Book what may be booked: somebody away leaves the room empty."""
        friday = monday - dt.timedelta(days=3)
        try:
            book(booking, by=self.secretary, now=_moment(friday, dt.time(11)), today=friday)
        except BookingRefused:
            return

    def prevent(self) -> None:
        """Create the actions of prevention and who took part."""
        promise = HealthCommitment.objects.get(theme="prevention")
        for rank, line in enumerate(activity.PREVENTION):
            title, theme, public, first, last, place, site, commune, name, reached, minutes = line
            action = PreventionAction.objects.create(
                title=title,
                theme=theme,
                public=public,
                date=first,
                last_day=last,
                place=place,
                site=self.sites.get(site),
                commune_id=commune,
                place_name=name,
                reached=reached,
                minutes=minutes,
                commitment=promise,
            )
            for position, partner in enumerate(activity.PARTNERS.get(rank, ()), start=1):
                PreventionPartner.objects.create(action=action, name=partner, position=position)

    def meet(self) -> None:
        """Create the meetings and the professions that came."""
        for date, site, kind, minutes, is_open, cases, present in activity.MEETINGS:
            meeting = TeamMeeting.objects.create(
                date=date,
                site=self.sites[site],
                kind=kind,
                minutes=minutes,
                is_open=is_open,
                cases=cases,
            )
            for position, (profession, number) in enumerate(present, start=1):
                MeetingAttendance.objects.create(
                    meeting=meeting,
                    profession=self.professions[profession],
                    number=number,
                    position=position,
                )


def _moment(day: dt.date, time: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, time))


def _permanence_days(site: Site, first: dt.date, last: dt.date) -> list[dt.date]:
    """Return the days between two, both included, on which a permanence is held in an open site."""
    days = open_days(site, first=first, last=last)
    return [day for day in days if day.isoweekday() in PERMANENCE_WEEKDAYS]
