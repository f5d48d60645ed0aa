"""Books rooms, one session or a series, and follows each session to its end.

The writers of one room wait for each other: on PostgreSQL they hold the row of the room, then that
of the person; SQLite has one writer at a time. Whoever comes second is told by whom the room was
taken, and when. The database refuses two sessions at once whatever writes them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from consultations.models import (
    Ledger,
    Session,
    SessionCount,
    SessionPurpose,
    SessionSeries,
    SessionState,
)
from consultations.review.booking import Booking, Known, known_for, series_verdicts
from consultations.review.scope import own_conventions
from consultations.rules.sessions import SessionState as State
from consultations.rules.sessions import SessionStep, Verdict, steps
from csipa.constraints import refusal_of
from csipa.french.dates import long_date
from sites.models import Room
from staffing.models import Person

_REFUSALS = {
    SessionStep.CONFIRM: "Cette séance ne peut plus être confirmée\u00a0: elle l’est déjà, ou elle "
    "est tenue ou annulée.",
    SessionStep.HOLD: "Cette séance ne peut être notée tenue\u00a0: elle n’a pas commencé, elle "
    "l’est déjà ou elle est annulée.",
    SessionStep.CANCEL: "Cette séance est déjà annulée.",
}
CANCELLED = "Cette séance est annulée\u00a0: réservez de nouveau la salle."
CHANGED = (
    "Quelqu’un a changé cette séance entre-temps\u00a0: rouvrez sa page pour voir ce qui est "
    "enregistré."
)
_RELATIONS = {"site", "room", "person", "convention", "series", "author"}
COUNTED = "Cette séance a un décompte\u00a0: elle a été tenue et ne s’annule plus."
FOREIGN = (
    "Vous ne réservez que sous les conventions de votre CPTS, dans les lieux qu’elles ouvrent."
)
NO_REASON = "Une séance s’annule avec un motif\u00a0: écrivez-le."


class SessionRefused(ValueError):
    """The session is not in a state for this; the text says why, in French."""


class BookingRefused(SessionRefused):
    """The session cannot be written so; `verdicts` say why, each bearing on a field."""

    def __init__(self, verdicts: Sequence[Verdict]) -> None:
        self.verdicts = list(verdicts)
        super().__init__(" ".join(verdict.text for verdict in verdicts))


class ReasonNeeded(BookingRefused):
    """The session is out of the ordinary: it may be booked with a reason."""


class SeriesRefused(ValueError):
    """Some days of a series may not be booked any more; `days` say which and why."""

    def __init__(self, days: Sequence[tuple[dt.date, list[Verdict]]]) -> None:
        self.days = list(days)
        super().__init__(
            " ".join(
                f"{long_date(day, weekday=True)}\u00a0: {verdict.text}"
                for day, verdicts in days
                for verdict in verdicts
            )
        )


@transaction.atomic
def book(booking: Booking, *, by: Any, now: dt.datetime, today: dt.date) -> Session:
    """Book a room and return the session.

    Raises BookingRefused when the room or the person is taken, or for anything that cannot be, as
    under a convention that is not among those of `by`;
    ReasonNeeded when something is out of the ordinary and the booking gives no reason.
    """
    own = _own(by, booking)
    _hold(booking.room, booking.person)
    _check(booking, known_for(booking, conventions=own), today)
    return _write(Session(author=by, booked_at=now), booking, by=by)


@transaction.atomic
def change(
    session: Session,
    booking: Booking,
    *,
    by: Any,
    now: dt.datetime,
    today: dt.date,
    seen: int | None = None,
) -> Session:
    """Give a session another room, day, hour or anything else, and return it.

    Who booked it and when stay; the rest is judged afresh. `seen` is the version that was shown,
    None not to compare. Raises as `book`, and SessionRefused for a session that changed since, that
    is cancelled, that took place and would now be to come, or whose purpose would change once its
    consultations are counted.
    """
    own = _own(by, booking)
    _hold(booking.room, booking.person)
    row = _held(session)
    if own is not None and row.convention_id not in own:
        raise SessionRefused(FOREIGN)
    if row.state == SessionState.CANCELLED:
        raise SessionRefused(CANCELLED)
    if seen is not None and seen != row.version:
        raise SessionRefused(CHANGED)
    if booking.purpose != row.purpose and SessionCount.objects.filter(session=row).exists():
        raise SessionRefused("Cette séance a un décompte\u00a0: son objet ne change plus.")
    _check(booking, known_for(booking, ignoring=row, conventions=own), today)
    if row.state == SessionState.HELD and booking.wanted().start > now:
        raise SessionRefused("Cette séance est tenue\u00a0: elle ne peut pas être à venir.")
    row.version += 1
    return _write(row, booking, by=by)


@transaction.atomic
def book_series(
    bookings: Sequence[Booking],
    *,
    first: dt.date,
    last: dt.date,
    every: int,
    by: Any,
    now: dt.datetime,
    today: dt.date,
) -> list[Session]:
    """Book several days of one room together, all or none, and return the sessions.

    `first`, `last` and `every` (weeks) are what was asked for. Raises SeriesRefused, that tells
    each day that may not be booked any more, or that lacks a reason.
    """
    if not bookings:
        raise SessionRefused("Aucune date n’est gardée\u00a0: la série serait vide.")
    one = bookings[0]
    own = _own(by, one)
    _hold(one.room, one.person)
    judged = series_verdicts(bookings, now=now, today=today, by=_name(by), conventions=own)
    wrong = [
        (booking.day, found)
        for booking, verdicts in zip(bookings, judged, strict=True)
        if (found := _standing(booking, verdicts))
    ]
    if wrong:
        raise SeriesRefused(wrong)
    series = SessionSeries(site=one.site, first_day=first, last_day=last, every_weeks=every)
    series._history_user = by
    series.save()
    return [
        _write(Session(author=by, booked_at=now, series=series), booking, by=by)
        for booking in bookings
    ]


@transaction.atomic
def confirm(session: Session, *, by: Any, now: dt.datetime) -> Session:
    """Note that a session will take place. Raises SessionRefused when it is past that."""
    return _step(session, SessionStep.CONFIRM, SessionState.CONFIRMED, by=by, now=now)


@transaction.atomic
def hold(session: Session, *, by: Any, now: dt.datetime) -> Session:
    """Note that a session took place. Raises SessionRefused before it starts, or once cancelled."""
    return _step(session, SessionStep.HOLD, SessionState.HELD, by=by, now=now)


@transaction.atomic
def cancel(session: Session, *, reason: str, by: Any, now: dt.datetime) -> Session:
    """Cancel a session and free its room. Raises SessionRefused without a reason, or once counted.

    One noted as held may be cancelled as long as nobody counted its consultations.
    """
    reason = reason.strip()
    if not reason:
        raise SessionRefused(NO_REASON)
    if SessionCount.objects.filter(session=session).exists():
        raise SessionRefused(COUNTED)
    row = _held(session)
    row.cancel_reason = reason
    return _step(row, SessionStep.CANCEL, SessionState.CANCELLED, by=by, now=now)


@transaction.atomic
def clean(session: Session, *, on: dt.date, by: Any, today: dt.date) -> Session:
    """Note the day on which the room was cleaned after a session.

    Raises SessionRefused for a cancelled session, for a day before it or still to come.
    """
    row = _held(session)
    if row.state == SessionState.CANCELLED:
        raise SessionRefused("Cette séance est annulée\u00a0: il n’y a pas de ménage à noter.")
    if not _local_day(row.starts_at) <= on <= today:
        raise SessionRefused(
            f"Le ménage se note au plus tôt le jour de la séance, le "
            f"{long_date(_local_day(row.starts_at))}, et au plus tard aujourd’hui."
        )
    row.cleaned_on = on
    return _saved(row, by=by)


def _own(by: Any, booking: Booking) -> frozenset[int] | None:
    """Return the conventions that alone are told to an account, None for one told of everything.

    Raises BookingRefused for a booking under none of them.
    """
    own = own_conventions(by, booking.site) if by is not None else None
    if own is not None and (booking.convention is None or booking.convention.pk not in own):
        raise BookingRefused([Verdict("convention", FOREIGN, refused=True)])
    return own


def _hold(room: Room, person: Person | None) -> None:
    """Make the writers of a room wait for each other, then those of a person."""
    list(Room.objects.select_for_update(no_key=True).filter(pk=room.pk).values_list("pk"))
    if person is not None:
        held = Person.objects.select_for_update(no_key=True).filter(pk=person.pk)
        list(held.values_list("pk"))


def _held(session: Session) -> Session:
    return Session.objects.select_for_update(of=("self",)).get(pk=session.pk)


def _standing(booking: Booking, verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Return what still stands against a booking: its reason answers what is not refused."""
    refused = [verdict for verdict in verdicts if verdict.refused]
    return refused or ([] if booking.reason.strip() else list(verdicts))


def _check(booking: Booking, known: Known, today: dt.date) -> None:
    found = _standing(booking, known.verdicts(booking, today=today))
    if not found:
        return
    raise (BookingRefused if found[0].refused else ReasonNeeded)(found)


def _write(row: Session, booking: Booking, *, by: Any) -> Session:
    wanted = booking.wanted()
    is_unscheduled = booking.purpose == SessionPurpose.UNSCHEDULED
    row.site, row.room, row.purpose = booking.site, booking.room, booking.purpose
    row.ledger = Ledger.SNP if is_unscheduled else Ledger.CSIPA
    row.convention = booking.convention if is_unscheduled else None
    row.starts_at, row.ends_at, row.free_at = wanted.start, wanted.end, wanted.free
    row.person, row.practitioner, row.title = booking.person, booking.practitioner, booking.title
    row.override_reason = booking.reason.strip()
    return _saved(row, by=by)


def _saved(row: Session, *, by: Any) -> Session:
    """Write a session; what only the database saw is told in its own sentence."""
    row._history_user = by
    try:
        row.clean_fields(exclude=_RELATIONS)
    except ValidationError as wrong:
        found = [(name, text) for name, texts in wrong.message_dict.items() for text in texts]
        raise BookingRefused([Verdict(name, text, refused=True) for name, text in found]) from wrong
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        told = refusal_of(error)
        if not told:
            raise
        raise BookingRefused([Verdict("room", told, refused=True)]) from error
    return row


def _step(
    session: Session, step: SessionStep, reached: SessionState, *, by: Any, now: dt.datetime
) -> Session:
    row = _held(session)
    if step not in steps(State(row.state), started=row.starts_at <= now):
        raise SessionRefused(_REFUSALS[step])
    row.cancel_reason = session.cancel_reason if step is SessionStep.CANCEL else row.cancel_reason
    row.state = reached
    row.version += 1
    return _saved(row, by=by)


def _local_day(moment: dt.datetime) -> dt.date:
    return timezone.localdate(moment)


def _name(user: Any) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""
