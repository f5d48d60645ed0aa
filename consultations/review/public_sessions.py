"""The sessions to come that anybody may read: where, when, what, by whom organised; no person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch
from django.utils import timezone

from consultations.models import Session, SessionPurpose
from consultations.review.planning import coming_sessions
from conventions.models import Party
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from csipa.french.hours import said_span
from sites.models import OrganisationKind, Site

AHEAD = dt.timedelta(weeks=4)
# Meetings and the like are nobody's business outside; titles are free text and may name somebody.
KINDS = {
    SessionPurpose.CONSULTATION: "Consultations du centre de santé",
    SessionPurpose.UNSCHEDULED: "Permanence de soins non programmés",
    SessionPurpose.PREVENTION: "Prévention",
}


@dataclass(frozen=True)
class PublicDay:
    """What a day holds of one kind, as anybody may know it; `hours` are « 9 h–12 h, 14 h–17 h ».

    `organiser` is empty when nobody is recorded.
    """

    day: dt.date
    day_words: str
    hours: str
    kind: str
    organiser: str


@dataclass(frozen=True)
class PublicSite:
    """A site and its days to come, in their order; two rooms at the same hours are told once."""

    name: str
    address: list[str]
    days: list[PublicDay]


def public_sites(*, now: dt.datetime) -> list[PublicSite]:
    """Return the sites that publish their sessions and have some, by name. Two queries."""
    parties = Party.objects.select_related("organisation").order_by("position", "pk")
    found = (
        coming_sessions(since=now, until=now + AHEAD)
        .filter(site__recording__publishes_sessions=True, purpose__in=KINDS)
        .select_related("site__commune", "site__manager", "convention")
        .prefetch_related(Prefetch("convention__parties", queryset=parties))
        .order_by("site__search_key", "starts_at", "ends_at", "purpose", "pk")
    )
    return [_site(site, list(rows)) for site, rows in groupby(found, lambda row: row.site)]


def _site(site: Site, rows: list[Session]) -> PublicSite:
    hours: dict[tuple[dt.date, str, str], dict[str, None]] = {}
    for row in rows:
        start, end = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
        kind = KINDS[SessionPurpose(row.purpose)]
        of_day = hours.setdefault((start.date(), kind, _organiser(row)), {})
        of_day[said_span(start.time(), end.time())] = None
    days = [
        PublicDay(day, upper_first(long_date(day, weekday=True)), ", ".join(spans), kind, organiser)
        for (day, kind, organiser), spans in hours.items()
    ]
    return PublicSite(upper_first(site.full_name), site.address_lines, days)


def _organiser(session: Session) -> str:
    """Return who holds the session: the CPTS of its convention, or who manages the site."""
    if session.convention is None:
        return session.site.manager.name if session.site.manager else ""
    communities = [
        party.organisation
        for party in session.convention.parties.all()
        if party.organisation.kind == OrganisationKind.CPTS
    ]
    return communities[0].name if communities else ""
