"""The agenda as an iCalendar file (RFC 5545), for the calendar people already use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from icalendar import Event

from conventions.review.agenda import Entry
from csipa.calendars import new_calendar

NAME = "CSIPA – échéances des actes"
_PRODUCT = "-//CSIPA//Échéances des actes//FR"


def calendar_file(entries: Iterable[Entry], *, link: Callable[[Entry], str]) -> bytes:
    """Return one all-day event an entry; `link` gives the address of its page.

    The UID of an event stays the same for as long as its act keeps this step: a date that changes
    moves the event, and adds none.
    """
    calendar = new_calendar(name=NAME, product=_PRODUCT)
    for entry in entries:
        calendar.add_component(_event(entry, link(entry)))
    return calendar.to_ical()


def _event(entry: Entry, address: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.code}-{entry.model}-{entry.pk}@csipa")
    event.add("dtstamp", dt.datetime.combine(entry.since, dt.time(), dt.UTC))
    event.add("dtstart", entry.day)
    # The end of an all-day event is the first day that does not belong to it.
    event.add("dtend", entry.day + dt.timedelta(days=1))
    event.add("summary", f"{entry.label} – {entry.name}")
    event.add("description", f"{entry.title}\n{address}")
    event.add("url", address)
    event.add("categories", ["À faire" if entry.waiting else "Échéance"])
    event.add("transp", "TRANSPARENT")
    return event
