"""Calendars that others subscribe to: the head of the file (RFC 5545), and the answer it goes in.

The bytes of a file depend on its events alone, never on the clock: a calendar that asks again
learns that nothing changed.
"""

from __future__ import annotations

import datetime as dt
import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from icalendar import Calendar, vDuration

CONTENT_TYPE = "text/calendar; charset=utf-8"
_REFRESH = dt.timedelta(hours=12)


def new_calendar(*, name: str, product: str, refresh: dt.timedelta = _REFRESH) -> Calendar:
    """Return a calendar without events; `refresh` is how often it asks to be read again."""
    calendar = Calendar()
    calendar.add("prodid", product)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", vDuration(refresh), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(refresh))
    return calendar


def etag_of(content: bytes) -> str:
    """Return the mark by which a reader tells that it already has these bytes."""
    return f'"{hashlib.sha256(content).hexdigest()}"'


def private_calendar_response(request: HttpRequest, content: bytes, *, name: str) -> HttpResponse:
    """Answer with a calendar that a secret opens: no engine keeps it, and 304 if nothing changed.

    The caller forbids shared caches (`cache_control(private=True)`).
    """
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["ETag"] = etag = etag_of(content)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return get_conditional_response(request, etag=etag, response=response)
