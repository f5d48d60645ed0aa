"""The sessions of a site or of a person, for the calendar of whoever holds the secret."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from consultations.actions.feeds import find_session_feed, note_session_use
from consultations.review.feeds import fed_sessions
from consultations.session_calendar import session_calendar
from csipa.calendars import private_calendar_response


@require_safe
@cache_control(private=True, no_cache=True)
def sessions_view(request: HttpRequest, secret: str) -> HttpResponse:
    """Send the sessions that an address opens; Http404 otherwise."""
    feed = find_session_feed(secret)
    if feed is None:
        raise Http404
    note_session_use(feed=feed, on=timezone.localdate())
    sessions = fed_sessions(feed, now=timezone.now())
    content = session_calendar(sessions, name=f"CSIPA – {feed.site or feed.person}")
    return private_calendar_response(request, content, name="seances.ics")
