"""The sessions that a private address gives to a calendar."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from consultations.models import Session, SessionFeed
from consultations.review.scope import sessions_of

# What a calendar is given: what was lately, and every session that can be foreseen.
_BEHIND = dt.timedelta(days=90)
_AHEAD = dt.timedelta(days=400)


def fed_sessions(feed: SessionFeed, *, now: dt.datetime) -> QuerySet[Session]:
    """Return the sessions of the site or of the person of an address, cancelled ones too.

    Those of a person are theirs alone; all are among those that the author of the address sees.
    """
    found = sessions_of(feed.author).filter(
        starts_at__gte=now - _BEHIND,
        starts_at__lt=now + _AHEAD,
    )
    mine = {"site": feed.site_id} if feed.site_id else {"person": feed.person_id}
    related = ("site__commune", "room", "person", "convention")
    return found.filter(**mine).select_related(*related).order_by("starts_at", "pk")
