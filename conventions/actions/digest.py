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
from conventions.review.notices import Notice, act_notices, committee_notices, within
from conventions.review.watch import Call, calls

# What the message tells is read by whoever may read conventions.
PERMISSION = "conventions.view_convention"
# What it tells besides, to whoever may read that too.
ACTS, COMMITTEES = "conventions.view_act", "conventions.view_committeemeeting"
SENT, FAILED, PASSED_OVER = "envoyé", "échec", "ignoré"
_NO_RIGHT = "ce compte ne peut plus voir les conventions"
_NO_ADDRESS = "ce compte n’a pas d’adresse électronique"
_NOTHING = "rien à dire cette semaine"


class NoAddress(ValueError):
    """Nothing can be sent to somebody without an address; the text is French."""


@dataclass(frozen=True)
class Outcome:
    """What became of one message: to whom, a word of this module, why, and how many calls."""

    to: str
    state: str
    reason: str = ""
    count: int = 0


@dataclass(frozen=True, kw_only=True)
class Covers:
    """What somebody wants told; `even_empty` asks for the message of a quiet week too."""

    with_conventions: bool = True
    with_acts: bool = True
    with_committees: bool = True
    even_empty: bool = False


@dataclass(frozen=True)
class _Said:
    """What one run tells, read once for everybody."""

    calls: Sequence[Call] = ()
    acts: Sequence[Notice] = ()
    committees: Sequence[Notice] = ()


@transaction.atomic
def subscribe(
    *, by: AbstractBaseUser, weekday: int, days_ahead: int, covers: Covers | None = None
) -> DigestSubscription:
    """Send `by` the message every week, from 1 for Monday, `days_ahead` from 1 to 365 ahead.

    Asked again, it changes the day, the reach, and what it covers if that is said. Raises
    NoAddress, ValidationError.
    """
    if not by.email:
        raise NoAddress(
            "Votre compte n’a pas d’adresse électronique : demandez à la personne qui administre "
            "CSIPA de la noter."
        )
    mine = DigestSubscription.objects.select_for_update().filter(user=by)
    subscription = mine.first() or DigestSubscription(user=by)
    subscription.weekday, subscription.days_ahead = weekday, days_ahead
    for name, value in (vars(covers) if covers else {}).items():
        setattr(subscription, name, value)
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
    told = _read(subscriptions, on, ahead)
    outcomes = (_send(row, told, on=on, dry_run=dry_run) for row in subscriptions)
    return [outcome for outcome in outcomes if outcome]


def _read(subscriptions: Sequence[DigestSubscription], on: dt.date, ahead: int) -> _Said:
    """Read once what somebody at least wants told."""

    def wanted(name: str) -> bool:
        return any(getattr(row, name) for row in subscriptions)

    return _Said(
        calls(today=on, ahead=ahead) if wanted("with_conventions") else (),
        act_notices(today=on, ahead=ahead) if wanted("with_acts") else (),
        committee_notices(today=on, ahead=ahead) if wanted("with_committees") else (),
    )


def _due(on: dt.date) -> Q:
    return Q(last_sent_on=None) | Q(last_sent_on__lt=on)


def _send(
    subscription: DigestSubscription, told: _Said, *, on: dt.date, dry_run: bool
) -> Outcome | None:
    """Return what became of a message, None if another process has it."""
    user = subscription.user
    to = user.email or user.get_username()
    if not (user.is_active and user.has_perm(PERMISSION)):
        return Outcome(to, PASSED_OVER, _NO_RIGHT)
    if not user.email:
        return Outcome(to, PASSED_OVER, _NO_ADDRESS)
    own, notices = _own_calls(subscription, told, on), _own_notices(subscription, told, on)
    count = len(own) + len(notices)
    if not count and not subscription.even_empty:
        return Outcome(to, PASSED_OVER, _NOTHING)
    if dry_run:
        return Outcome(to, SENT, count=count)
    row = DigestSubscription.objects.filter(pk=subscription.pk)
    if not row.filter(_due(on)).update(last_sent_on=on):
        return None
    try:
        digest_message(subscription, own, notices, on=on).send()
    except (OSError, ValueError) as error:
        row.filter(last_sent_on=on).update(last_sent_on=subscription.last_sent_on)
        return Outcome(to, FAILED, str(error) or type(error).__name__, count)
    return Outcome(to, SENT, count=count)


def _own_calls(subscription: DigestSubscription, told: _Said, on: dt.date) -> list[Call]:
    if not subscription.with_conventions:
        return []
    return [one for one in told.calls if _is_within(one, on, subscription.days_ahead)]


def _own_notices(subscription: DigestSubscription, told: _Said, on: dt.date) -> list[Notice]:
    """Return what is told besides the conventions, as far as this person may read it."""
    user, found = subscription.user, []
    if subscription.with_acts and user.has_perm(ACTS):
        found += told.acts
    if subscription.with_committees and user.has_perm(COMMITTEES):
        found += told.committees
    return within(found, today=on, ahead=subscription.days_ahead)


def _is_within(call: Call, on: dt.date, days: int) -> bool:
    return call.stands or call.day is None or call.day <= on + dt.timedelta(days=days)
