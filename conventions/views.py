"""Public pages of the app: the schema of the exchange format, and agendas opened by a secret."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from conventions.actions.feeds import COMMITTEES, find_feed, note_use
from conventions.calendar_file import calendar_file
from conventions.exchange.reader import SCHEMA_FILE
from conventions.review.agenda import Entry, upcoming
from csipa.calendars import private_calendar_response

# What a calendar is given: the year behind, and every delay and convention that can be foreseen.
_BEHIND = dt.timedelta(days=365)
_AHEAD = dt.timedelta(days=3650)


@require_safe
@cache_control(public=True, max_age=3600)
def schema_view(request: HttpRequest) -> HttpResponse:
    """Send the JSON Schema of `csipa-acte/1` and `csipa-convention/1`."""
    return HttpResponse(SCHEMA_FILE.read_bytes(), content_type="application/schema+json")


@require_safe
@cache_control(private=True, no_cache=True)
def agenda_view(request: HttpRequest, secret: str) -> HttpResponse:
    """Send the deadlines to the calendar of whoever holds the secret; Http404 otherwise."""
    feed = find_feed(secret)
    if feed is None:
        raise Http404

    def link(entry: Entry) -> str:
        page = reverse(f"admin:conventions_{entry.model}_change", args=[entry.pk])
        return request.build_absolute_uri(page)

    today = timezone.localdate()
    note_use(feed=feed, on=today)
    entries = upcoming(
        today - _BEHIND,
        today + _AHEAD,
        today=today,
        with_committees=feed.user.has_perm(COMMITTEES),
    )
    content = calendar_file(entries, link=link)
    return private_calendar_response(request, content, name="csipa.ics")
