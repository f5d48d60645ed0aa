"""A meeting of a committee as an iCalendar file (RFC 5545), for the calendar people already use."""

from __future__ import annotations

import datetime as dt

from icalendar import Event

from csipa.calendars import new_calendar

NAME = "CSIPA – réunion d’instance"
_PRODUCT = "-//CSIPA//Réunions d’instances//FR"
# A committee sits for two hours where nothing else is known.
_LENGTH = dt.timedelta(hours=2)


def meeting_file(
    *,
    key: int,
    held_on: dt.date,
    held_at: dt.datetime | None,
    stamp: dt.datetime,
    summary: str,
    place: str,
    agenda: str,
    address: str,
) -> bytes:
    """Return one event: of two hours from `held_at` (with its zone), of the whole day without it.

    The UID stays the same, so that a meeting that moves replaces the one known before.
    """
    event = Event()
    event.add("uid", f"committee-meeting-{key}@csipa")
    event.add("dtstamp", stamp)
    if held_at is None:
        event.add("dtstart", held_on)
        event.add("dtend", held_on + dt.timedelta(days=1))
    else:
        start = held_at.astimezone(dt.UTC)
        event.add("dtstart", start)
        event.add("dtend", start + _LENGTH)
    event.add("summary", summary)
    if place:
        event.add("location", place)
    event.add("description", f"{agenda}\n{address}".strip())
    event.add("url", address)
    calendar = new_calendar(name=NAME, product=_PRODUCT)
    calendar.add_component(event)
    return calendar.to_ical()
