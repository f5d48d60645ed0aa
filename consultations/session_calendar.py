"""Sessions as an iCalendar file (RFC 5545), for the calendar people already use.

No session holds a patient; one of unscheduled care says under which convention it is held. Why one
is cancelled stays in the house: it may be the absence of somebody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from icalendar import Event

from consultations.models import Ledger, Session, SessionState
from csipa.calendars import new_calendar
from csipa.french.grammar import upper_first

PRODUCT = "-//CSIPA//Séances//FR"
# A room given or taken this morning matters today.
_REFRESH = dt.timedelta(hours=1)
_STATUS = {
    SessionState.PLANNED: "TENTATIVE",
    SessionState.CONFIRMED: "CONFIRMED",
    SessionState.HELD: "CONFIRMED",
    SessionState.CANCELLED: "CANCELLED",
}


def session_calendar(sessions: Iterable[Session], *, name: str) -> bytes:
    """Return one event a session; reads its site and commune, its room, person and convention.

    An event keeps its UID for as long as its session is kept, and its SEQUENCE follows the version
    of the session. Moments are in universal time, which every calendar shows at the local hour.
    """
    calendar = new_calendar(name=name, product=PRODUCT, refresh=_REFRESH)
    for session in sessions:
        calendar.add_component(_event(session))
    return calendar.to_ical()


def _event(session: Session) -> Event:
    event = Event()
    event.add("uid", f"session-{session.pk}@csipa")
    event.add("sequence", session.version - 1)
    event.add("dtstamp", session.booked_at.astimezone(dt.UTC))
    event.add("dtstart", session.starts_at.astimezone(dt.UTC))
    event.add("dtend", session.ends_at.astimezone(dt.UTC))
    event.add("summary", _summary(session))
    event.add("location", ", ".join([str(session.site), *session.site.address_lines]))
    event.add("description", "\n".join(_details(session)))
    event.add("status", _STATUS[SessionState(session.state)])
    return event


def _summary(session: Session) -> str:
    said = session.title or session.get_purpose_display()
    start = "Annulée : " if session.state == SessionState.CANCELLED else ""
    return f"{start}{upper_first(said)} – {session.site}"


def _details(session: Session) -> list[str]:
    found = [f"Salle : {session.room}"]
    if session.person_id or session.practitioner:
        found.append(f"Avec : {session.person or session.practitioner}")
    if session.ledger == Ledger.SNP:
        convention = session.convention
        found.append(f"Séance sous convention : {convention.reference or convention.title}")
    return found
