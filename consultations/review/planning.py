"""The planning: the sessions to come, and a week of a site, room by room."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from consultations.models import Ledger, Session, SessionState
from consultations.rules.weeks import Week
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
    among: QuerySet[Session] | None = None,
) -> QuerySet[Session]:
    """Return the sessions not cancelled that end after `since`, in the order in which they start.

    `until` keeps those that start before it; `site`, `person`, `convention` and the sessions
    `among` which they are narrow. One query, with the site, its commune, the room, the person and
    the convention.
    """
    asked = Q(ends_at__gt=since)
    if until is not None:
        asked &= Q(starts_at__lt=until)
    for name, row in (("site", site), ("person", person), ("convention", convention)):
        if row is not None:
            asked &= Q(**{name: row})
    rows = Session.objects.all() if among is None else among
    found = rows.filter(asked).exclude(state=SessionState.CANCELLED)
    related = ("site__commune", "room", "person", "convention", "author")
    return found.select_related(*related).order_by("starts_at", "room__position", "pk")


@dataclass(frozen=True, kw_only=True)
class SessionStates:
    """What became of the sessions booked under a convention.

    `booked` counts them all; `untold` those that are over without having been noted held.
    """

    booked: int
    held: int
    cancelled: int
    untold: int


def session_states(convention: Convention, sessions: QuerySet[Session]) -> SessionStates:
    """Return what became of those of `sessions` held under a convention; one query."""
    over = Q(ends_at__lt=timezone.now())
    going = Q(state__in=(SessionState.PLANNED, SessionState.CONFIRMED))
    found = sessions.filter(convention=convention).aggregate(
        booked=Count("pk"),
        held=Count("pk", filter=Q(state=SessionState.HELD)),
        cancelled=Count("pk", filter=Q(state=SessionState.CANCELLED)),
        untold=Count("pk", filter=over & going),
    )
    return SessionStates(**found)


def week_counts(site: Site, week: Week) -> tuple[int, int]:
    """Return how many sessions a week holds for the centre, and under conventions; one query."""
    zone = timezone.get_current_timezone()
    since = dt.datetime.combine(week.first, dt.time(), zone)
    until = dt.datetime.combine(week.last, dt.time.max, zone)
    found = (
        Session.objects.filter(site=site, starts_at__range=(since, until))
        .exclude(state=SessionState.CANCELLED)
        .aggregate(
            csipa=Count("pk", filter=Q(ledger=Ledger.CSIPA)),
            snp=Count("pk", filter=Q(ledger=Ledger.SNP)),
        )
    )
    return found["csipa"], found["snp"]
