"""Private addresses under which a calendar reads the sessions of a site or of a person."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone

from consultations.models import SessionFeed
from consultations.review.scope import may_book
from csipa.private_addresses import hash_of, new_secret
from sites.models import Site
from staffing.models import Person

# What opens a feed: the right to read the planning.
PERMISSION = "consultations.view_session"


class FeedRefused(ValueError):
    """The account may not have this address; the text is a French sentence."""


@transaction.atomic
def create_session_feed(
    *,
    by: AbstractUser,
    name: str,
    now: dt.datetime,
    site: Site | None = None,
    person: Person | None = None,
) -> tuple[SessionFeed, str]:
    """Create the address of a site or of a person; return it with its secret, given only now.

    Raises FeedRefused for a site that the account does not work for.
    """
    today = timezone.localdate(now)
    if site is not None and not may_book(by, site, today=today):
        raise FeedRefused("Vous ne travaillez pas pour ce site : choisissez-en un des vôtres.")
    secret = new_secret()
    feed = SessionFeed(
        site=site,
        person=person,
        name=name,
        secret_hash=hash_of(secret),
        author=by,
        created_at=now,
    )
    feed._history_user = by
    feed.full_clean()
    feed.save()
    return feed, secret


@transaction.atomic
def revoke_session_feed(*, feed: SessionFeed, by: AbstractUser, now: dt.datetime) -> None:
    """Close an address for ever; closing it again changes nothing."""
    locked = SessionFeed.objects.select_for_update().get(pk=feed.pk)
    if locked.revoked_at is None:
        locked.revoked_at = now
        locked._history_user = by
        locked.save()


def find_session_feed(secret: str) -> SessionFeed | None:
    """Return the open address with this secret.

    None when whoever created it may no longer read the planning, or that of the site.
    """
    feeds = SessionFeed.objects.filter(revoked_at=None, secret_hash=hash_of(secret))
    feed = feeds.select_related("author", "site", "person").first()
    if feed is None or not feed.author.has_perm(PERMISSION):
        return None
    today = timezone.localdate()
    return feed if feed.site is None or may_book(feed.author, feed.site, today=today) else None


def note_session_use(*, feed: SessionFeed, on: dt.date) -> None:
    """Keep the last day on which an address was read; one write a day, outside its history."""
    if feed.last_used_on != on:
        SessionFeed.objects.filter(pk=feed.pk).update(last_used_on=on)
