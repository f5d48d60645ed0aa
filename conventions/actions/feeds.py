"""Private addresses of calendars: created once, found by their secret, revoked."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from conventions.models import CalendarFeed
from csipa.private_addresses import hash_of, new_secret

# What opens the agenda: the right to read acts.
PERMISSION = "conventions.view_act"
# What adds the meetings of committees, and what they decided, to it.
COMMITTEES = "conventions.view_committeemeeting"


@transaction.atomic
def create_feed(*, by: AbstractBaseUser, name: str, now: dt.datetime) -> tuple[CalendarFeed, str]:
    """Create an address for `by` and return it with its secret, which nothing gives again."""
    secret = new_secret()
    feed = CalendarFeed(user=by, name=name, secret_hash=hash_of(secret), created_at=now)
    feed._history_user = by
    feed.full_clean()
    feed.save()
    return feed, secret


@transaction.atomic
def revoke_feed(*, feed: CalendarFeed, by: AbstractBaseUser, now: dt.datetime) -> None:
    """Close an address for ever; closing it again changes nothing."""
    locked = CalendarFeed.objects.select_for_update().get(pk=feed.pk)
    if locked.revoked_at is None:
        locked.revoked_at = now
        locked._history_user = by
        locked.save()


def find_feed(secret: str) -> CalendarFeed | None:
    """Return the open address with this secret, None if its owner may no longer read acts."""
    open_feeds = CalendarFeed.objects.filter(revoked_at=None).select_related("user")
    feed = open_feeds.filter(secret_hash=hash_of(secret)).first()
    return feed if feed and feed.user.has_perm(PERMISSION) else None


def note_use(*, feed: CalendarFeed, on: dt.date) -> None:
    """Keep the last day on which an address was read; one write a day, outside its history."""
    if feed.last_used_on != on:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_used_on=on)
