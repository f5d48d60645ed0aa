"""A week of a site, room by room: sessions, time left free, and what conventions hold.

The two ledgers are told apart everywhere; nothing adds them up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from consultations.models import Ledger, Session, SessionPurpose
from consultations.review.booking import who_of
from consultations.review.planning import coming_sessions
from consultations.rules.closed_days import why_closed
from consultations.rules.sessions import overlap
from consultations.rules.weeks import Week
from conventions.models import Convention
from conventions.review.site_agreements import HeldHours, held_hours
from sites.models import Room, Site
from sites.review.opening import calendar_of, with_openings
from sites.rules.opening import Calendar, Span

PURPOSES = {
    SessionPurpose.CONSULTATION.value: "Consultations",
    SessionPurpose.UNSCHEDULED.value: "Soins non programmés",
    SessionPurpose.PREVENTION.value: "Prévention",
    SessionPurpose.MEETING.value: "Réunion",
    SessionPurpose.OTHER.value: "Autre",
}
"""What a room is used for, short enough for a cell."""
_SHORTEST = dt.timedelta(minutes=15)
"""Time left free for less than that is not worth a line."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """Some local hours of a room: those of a session, or free when there is none.

    `free_at` is when the room is clean again, None when that is at once. `is_taken` tells that the
    room is held by a session that the reader may not know of: nothing else is said of it.
    """

    starts: dt.time
    ends: dt.time
    session: Session | None = None
    free_at: dt.time | None = None
    who: str = ""
    is_taken: bool = False

    @property
    def purpose(self) -> str:
        """What the room is used for, in a word; empty when it is free or nobody may know."""
        return PURPOSES[self.session.purpose] if self.session else ""

    @property
    def is_free(self) -> bool:
        """Tell whether the room may be booked."""
        return self.session is None and not self.is_taken

    @property
    def is_snp(self) -> bool:
        """Tell whether the session is held under a convention, apart from the centre's own."""
        return self.session is not None and self.session.ledger == Ledger.SNP


@dataclass(frozen=True, kw_only=True)
class Expected:
    """A weekly slot that a convention holds on a day, and whether a session was booked for it."""

    convention: Convention
    starts: dt.time
    ends: dt.time
    booked: bool


@dataclass(frozen=True, kw_only=True)
class PlannedDay:
    """A day of the site: when it opens, or why not; `expected` are the slots of conventions.

    `is_barred` tells that nothing may be booked: the whole site is closed, that day or for good.
    """

    day: dt.date
    spans: list[Span]
    shut: str
    is_barred: bool
    expected: list[Expected]


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A room on a day."""

    day: PlannedDay
    blocks: list[Block]

    @property
    def is_empty(self) -> bool:
        """Tell whether no session takes place."""
        return all(block.is_free for block in self.blocks)


@dataclass(frozen=True, kw_only=True)
class RoomWeek:
    """A room over the seven days."""

    room: Room
    cells: list[Cell]


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many sessions a ledger holds in the week, and how long they last."""

    ledger: Ledger
    sessions: int
    length: dt.timedelta


@dataclass(frozen=True, kw_only=True)
class PlanningWeek:
    """The week of a site; `tallies` has one line for each ledger told of, never one for both."""

    site: Site
    week: Week
    days: list[PlannedDay]
    rooms: list[RoomWeek]
    tallies: list[Tally]

    @property
    def expects(self) -> bool:
        """Tell whether a convention holds hours in this week."""
        return any(day.expected for day in self.days)


def planning_week(
    site: Site, week: Week, *, conventions: frozenset[int] | None = None
) -> PlanningWeek:
    """Return the week of a site; twenty queries at most, whatever the number of sessions.

    With `conventions`, of all sessions but those held under them only the hours are told; and the
    slots expected are theirs.
    """
    with_openings([site])
    calendar = calendar_of(site)
    sessions = week_sessions(site, week)
    held = [one for one in _held(site, week) if _is_told(one.convention.pk, conventions)]
    days = [_day(day, calendar, _expected(day, held, sessions)) for day in week.days]
    rooms = [
        RoomWeek(
            room=room,
            cells=[
                Cell(day=day, blocks=_blocks(day, _of(sessions, day.day, room), conventions))
                for day in days
            ],
        )
        for room in site.rooms.order_by("position", "pk")
    ]
    told = [one for one in sessions if _is_told(one.convention_id, conventions)]
    tallies = _tallies(told, list(Ledger) if conventions is None else [Ledger.SNP])
    return PlanningWeek(site=site, week=week, days=days, rooms=rooms, tallies=tallies)


def week_sessions(site: Site, week: Week) -> list[Session]:
    """Return the sessions of a site that start in a week, those cancelled aside; one query."""
    zone = timezone.get_current_timezone()
    since = dt.datetime.combine(week.first, dt.time(), zone)
    until = dt.datetime.combine(week.last, dt.time.max, zone)
    found = coming_sessions(since=since, until=until, site=site)
    return [session for session in found if session.starts_at >= since]


def _is_told(convention: int | None, conventions: frozenset[int] | None) -> bool:
    return conventions is None or convention in conventions


def free_spans(spans: Iterable[Span], busy: Sequence[tuple[dt.time, dt.time]]) -> list[Span]:
    """Return what is left of `spans` once the stretches of `busy`, in order, are taken out."""
    found = []
    for span in spans:
        start = span.opens_at
        for begins, ends in busy:
            if begins < span.closes_at and start < ends:
                if start < begins:
                    found.append(Span(start, begins))
                start = max(start, ends)
        if start < span.closes_at:
            found.append(Span(start, span.closes_at))
    return [span for span in found if dt.timedelta(minutes=span.minutes) >= _SHORTEST]


def _held(site: Site, week: Week) -> list[HeldHours]:
    """Return the slots that conventions hold, seen from both ends: some begin or end within."""
    found = [*held_hours(site, today=week.first), *held_hours(site, today=week.last)]
    once = {(one.convention.pk, one.weekday, one.starts, one.ends): one for one in found}
    return [once[key] for key in sorted(once)]


def _expected(
    day: dt.date, held: Iterable[HeldHours], sessions: Sequence[Session]
) -> list[Expected]:
    found = []
    for one in held:
        row = one.convention
        if one.weekday != day.isoweekday() or (row.start and day < row.start):
            continue
        if row.ends_on and row.ends_on < day:
            continue
        starts, ends = _moments(day, one.starts, one.ends)
        booked = any(
            session.convention_id == row.pk
            and overlap(session.starts_at, session.ends_at, starts, ends)
            for session in sessions
        )
        found.append(Expected(convention=row, starts=one.starts, ends=one.ends, booked=booked))
    return sorted(found, key=lambda slot: (slot.starts, slot.ends, slot.convention.pk))


def _moments(day: dt.date, *times: dt.time) -> list[dt.datetime]:
    zone = timezone.get_current_timezone()
    return [dt.datetime.combine(day, time, zone) for time in times]


def _day(day: dt.date, calendar: Calendar, expected: list[Expected]) -> PlannedDay:
    return PlannedDay(
        day=day,
        spans=calendar.spans_on(day),
        shut=why_closed(calendar, day, ""),
        is_barred=_is_barred(day, calendar),
        expected=expected,
    )


def _is_barred(day: dt.date, calendar: Calendar) -> bool:
    if calendar.last is not None and calendar.last < day:
        return True
    return any(shut.start <= day <= shut.end and not shut.activity for shut in calendar.closures)


def _of(sessions: Iterable[Session], day: dt.date, room: Room) -> list[Session]:
    return [
        session
        for session in sessions
        if session.room_id == room.pk and timezone.localdate(session.starts_at) == day
    ]


def _blocks(
    day: PlannedDay, sessions: Sequence[Session], conventions: frozenset[int] | None
) -> list[Block]:
    blocks, busy = [], []
    for session in sessions:
        start, end, free = (
            timezone.localtime(moment)
            for moment in (session.starts_at, session.ends_at, session.free_at)
        )
        last = free.time() if free.date() == start.date() else dt.time.max
        busy.append((start.time(), last))
        if not _is_told(session.convention_id, conventions):
            blocks.append(Block(starts=start.time(), ends=last, is_taken=True))
            continue
        blocks.append(
            Block(
                starts=start.time(),
                ends=end.time(),
                session=session,
                free_at=free.time() if free > end else None,
                who=who_of(session),
            )
        )
    left = free_spans(day.spans, busy)
    blocks += [Block(starts=span.opens_at, ends=span.closes_at) for span in left]
    return sorted(blocks, key=lambda block: block.starts)


def _tallies(sessions: Iterable[Session], ledgers: Iterable[Ledger]) -> list[Tally]:
    found = list(sessions)
    return [
        Tally(
            ledger=ledger,
            sessions=sum(session.ledger == ledger for session in found),
            length=sum(
                (one.ends_at - one.starts_at for one in found if one.ledger == ledger),
                dt.timedelta(),
            ),
        )
        for ledger in ledgers
    ]
