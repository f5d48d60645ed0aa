"""Events of a CPTS as an iCalendar file (RFC 5545); nobody is named in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from icalendar import Event

from csipa.calendars import new_calendar
from staffing.models import CommunityEvent

_PRODUCT = "-//CSIPA//Rencontres//FR"
_PARIS = ZoneInfo("Europe/Paris")
_HOUR = 60


def event_calendar(events: Iterable[CommunityEvent], *, name: str) -> bytes:
    """Return one event each; reads its CPTS.

    Without an hour it lasts the whole day, without a length one hour. The UID is kept for as long
    as the event is, and its SEQUENCE follows its version.
    """
    calendar = new_calendar(name=name, product=_PRODUCT)
    for row in events:
        calendar.add_component(_event(row))
    return calendar.to_ical()


def _event(row: CommunityEvent) -> Event:
    event = Event()
    event.add("uid", f"rencontre-{row.pk}@csipa")
    event.add("sequence", row.version - 1)
    # The same file for the same event: no clock is read.
    event.add("dtstamp", dt.datetime.combine(row.held_on, dt.time(), dt.UTC))
    if row.starts_at is None:
        event.add("dtstart", row.held_on)
        event.add("dtend", row.held_on + dt.timedelta(days=1))
    else:
        start = dt.datetime.combine(row.held_on, row.starts_at, _PARIS).astimezone(dt.UTC)
        event.add("dtstart", start)
        event.add("dtend", start + dt.timedelta(minutes=row.minutes or _HOUR))
    event.add("summary", f"{row.title} – {row.community}")
    if row.place:
        event.add("location", row.place)
    if row.agenda:
        event.add("description", row.agenda)
    event.add("categories", [row.get_kind_display()])
    return event
