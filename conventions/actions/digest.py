"""The weekly message: asked for, given up, sent once a day to whoever may read what it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q

from conventions.digest_mail import digest_message
from conventions.models import DigestSubscription
from conventions.review.watch import Call, calls

# What the message tells is read by whoever may read conventions.
PERMISSION = "conventions.view_convention"
SENT, FAILED, PASSED_OVER = "envoyé", "échec", "ignoré"
_NO_RIGHT = "ce compte ne peut plus voir les conventions"
_NO_ADDRESS = "ce compte n’a pas d’adresse électronique"


class NoAddress(ValueError):
    """Nothing can be sent to somebody without an address; the text is French."""


@dataclass(frozen=True)
class Outcome:
    """What became of one message: to whom, a word of this module, why, and how many calls."""

    to: str
    state: str
    reason: str = ""
    count: int = 0


@transaction.atomic
def subscribe(*, by: AbstractBaseUser, weekday: int, days_ahead: int) -> DigestSubscription:
    """Send `by` the message every week, from 1 for Monday, `days_ahead` from 1 to 365 ahead.

    Asked again, it changes the day and the reach. Raises NoAddress, ValidationError.
    """
    if not by.email:
        raise NoAddress(
            "Votre compte n’a pas d’adresse électronique : demandez à la personne qui administre "
            "CSIPA de la noter."
        )
    mine = DigestSubscription.objects.select_for_update().filter(user=by)
    subscription = mine.first() or DigestSubscription(user=by)
    subscription.weekday, subscription.days_ahead = weekday, days_ahead
    subscription._history_user = by
    subscription.full_clean()
    subscription.save()
    return subscription


@transaction.atomic
def unsubscribe(*, by: AbstractBaseUser) -> None:
    """Send `by` nothing any more; asking again changes nothing."""
    for subscription in DigestSubscription.objects.select_for_update().filter(user=by):
        subscription._history_user = by
        subscription.delete()


def send_digests(*, on: dt.date, dry_run: bool = False) -> list[Outcome]:
    """Send the message of `on` to those whose day of the week it is, and tell what became of each.

    Nobody gets it twice for one day, even when two processes send at once: each takes a subscriber
    in one statement before it sends. A message that cannot leave is given back, to be sent by the
    next run, and holds back no other. `dry_run` writes and sends nothing.
    """
    rows = DigestSubscription.objects.filter(_due(on), weekday=on.isoweekday())
    subscriptions = list(rows.select_related("user").order_by("pk"))
    ahead = max((row.days_ahead for row in subscriptions), default=0)
    told = calls(today=on, ahead=ahead) if subscriptions else []
    outcomes = (_send(row, told, on=on, dry_run=dry_run) for row in subscriptions)
    return [outcome for outcome in outcomes if outcome]


def _due(on: dt.date) -> Q:
    return Q(last_sent_on=None) | Q(last_sent_on__lt=on)


def _send(
    subscription: DigestSubscription, told: Sequence[Call], *, on: dt.date, dry_run: bool
) -> Outcome | None:
    """Return what became of a message, None if another process has it."""
    user = subscription.user
    to = user.email or user.get_username()
    if not (user.is_active and user.has_perm(PERMISSION)):
        return Outcome(to, PASSED_OVER, _NO_RIGHT)
    if not user.email:
        return Outcome(to, PASSED_OVER, _NO_ADDRESS)
    own = [one for one in told if _is_within(one, on, subscription.days_ahead)]
    if dry_run:
        return Outcome(to, SENT, count=len(own))
    row = DigestSubscription.objects.filter(pk=subscription.pk)
    if not row.filter(_due(on)).update(last_sent_on=on):
        return None
    try:
        digest_message(subscription, own, on=on).send()
    except (OSError, ValueError) as error:
        row.filter(last_sent_on=on).update(last_sent_on=subscription.last_sent_on)
        return Outcome(to, FAILED, str(error) or type(error).__name__, len(own))
    return Outcome(to, SENT, count=len(own))


def _is_within(call: Call, on: dt.date, days: int) -> bool:
    return call.stands or call.day is None or call.day <= on + dt.timedelta(days=days)
