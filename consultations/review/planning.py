"""The planning: the sessions to come, and a week of a site, room by room."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from consultations.models import Session, SessionState
from conventions.models import Convention
from sites.models import Site
from staffing.models import Person


def coming_sessions(
    *,
    since: dt.datetime,
    until: dt.datetime | None = None,
    site: Site | None = None,
    person: Person | None = None,
    convention: Convention | None = None,
) -> QuerySet[Session]:
    """Return the sessions not cancelled that end after `since`, in the order in which they start.

    `until` keeps those that start before it; `site`, `person` and `convention` narrow. One query,
    with the site, its commune, the room, the person and the convention.
    """
    asked = Q(ends_at__gt=since)
    if until is not None:
        asked &= Q(starts_at__lt=until)
    for name, row in (("site", site), ("person", person), ("convention", convention)):
        if row is not None:
            asked &= Q(**{name: row})
    found = Session.objects.filter(asked).exclude(state=SessionState.CANCELLED)
    related = ("site__commune", "room", "person", "convention", "author")
    return found.select_related(*related).order_by("starts_at", "room__position", "pk")
