"""The agenda as an iCalendar file (RFC 5545), for the calendar people already use.

Its bytes depend on the entries alone, never on the clock: a calendar that asks again learns that
nothing changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from icalendar import Calendar, Event, vDuration

from conventions.review.agenda import Entry

NAME = "CSIPA – échéances des actes"
_PRODUCT = "-//CSIPA//Échéances des actes//FR"
_REFRESH = dt.timedelta(hours=12)


def calendar_file(entries: Iterable[Entry], *, link: Callable[[Entry], str]) -> bytes:
    """Return one all-day event an entry; `link` gives the address of its page.

    The UID of an event stays the same for as long as its act keeps this step: a date that changes
    moves the event, and adds none.
    """
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", NAME)
    calendar.add("refresh-interval", vDuration(_REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_REFRESH))
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
