"""Which sessions somebody sees, and where they may book: sites and CPTS put together.

An account sees the sessions of the sites it works for, whatever they are for, and, wherever they
are held, those of unscheduled care under a convention to which one of its CPTS is a party. The CPTS
are those chosen for the account: the right to all of them (`sites.every_community`) adds no
session, or a secretary of one site who may read all CPTS would read the sessions of all sites.

So a coordinator needs no site: hers are those that the conventions of her CPTS are about. There,
she books under these conventions only, and reads of all the rest that a room is taken.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet

from consultations.models import Session
from conventions.models import Convention, Party
from conventions.review.premises import uses_of
from sites.models import Room, Site
from sites.review.scope import sites_of, works_everywhere, works_for

REMEMBERED = dt.timedelta(days=366)
"""A session that took place may still be noted: its convention is offered for a year."""


def conventions_of(user: Any) -> QuerySet[Convention]:
    """Return the conventions to which a CPTS chosen for an account is a party."""
    parties = Party.objects.filter(organisation__community__scopes__user=user)
    return Convention.objects.filter(pk__in=parties.values("convention"))


def sessions_of(user: Any) -> QuerySet[Session]:
    """Return the sessions that an account sees and, with the right to, writes.

    One query tells whether it works everywhere; two more find its sites and whether it has a CPTS.
    """
    if works_everywhere(user):
        return Session.objects.all()
    seen = Q(site__in=sites_of(user))
    if user.community_scopes.exists():
        seen |= Q(convention__in=conventions_of(user))
    return Session.objects.filter(seen)


def bookable_sites(user: Any, *, today: dt.date) -> QuerySet[Site]:
    """Return the sites of an account, and those where a convention of its CPTS gives it rooms.

    Conventions whose text is closed and that were not over a year ago.
    """
    if works_everywhere(user):
        return Site.objects.all()
    alive = Q(ends_on__isnull=True) | Q(ends_on__gte=today - REMEMBERED)
    held = Convention.objects.closed().filter(alive, pk__in=conventions_of(user).values("pk"))
    return Site.objects.filter(Q(pk__in=sites_of(user)) | Q(pk__in=held.values("site")))


def may_book(user: Any, site: Site, *, today: dt.date) -> bool:
    """Tell whether an account may book at a site, and read when its rooms are taken."""
    return bookable_sites(user, today=today).filter(pk=site.pk).exists()


def own_conventions(user: Any, site: Site) -> frozenset[int] | None:
    """Return the conventions of a site whose sessions an account sees; None if it sees them all.

    An account that works for the site sees all that is held there.
    """
    if works_everywhere(user) or works_for(user, site):
        return None
    return frozenset(conventions_of(user).filter(site=site).values_list("pk", flat=True))


def own_rooms(site: Site, conventions: frozenset[int] | None, *, today: dt.date) -> QuerySet[Room]:
    """Return the rooms that may be booked under some conventions; all of them for None.

    All of them too where one of the conventions does not say which room it opens.
    """
    rooms = Room.objects.filter(site=site).order_by("position", "pk")
    if conventions is None:
        return rooms
    uses = [
        use for use in uses_of(site, today - REMEMBERED, None) if use.convention.pk in conventions
    ]
    named = {use.room.pk for use in uses if use.room is not None}
    everywhere = len(named) == 0 or any(use.room is None for use in uses)
    return rooms if everywhere else rooms.filter(pk__in=named)
