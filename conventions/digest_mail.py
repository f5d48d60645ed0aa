"""The message that tells somebody, on a day of the week, what the conventions call for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from conventions.call_places import place_of
from conventions.models import DigestSubscription
from conventions.review.watch import Call
from conventions.rules.watch import Level, distance
from csipa.french.dates import WEEKDAYS, long_date
from csipa.french.grammar import upper_first
from csipa.french.numbers import counted

_TEXT, _HTML = "conventions/mail/digest.txt", "conventions/mail/digest.html"
_WATCH = "admin:conventions_digestsubscription_changelist"
# Nobody answers a message that a machine sends; nor must a machine that is away.
_HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


@dataclass(frozen=True)
class Group:
    """The calls of one level, under what people read of it."""

    level: str
    title: str
    lines: list[dict[str, str]]


def digest_message(
    subscription: DigestSubscription, calls: Sequence[Call], *, on: dt.date
) -> EmailMultiAlternatives:
    """Return the message for a subscriber, in plain text and in HTML; it fetches nothing.

    `calls` come in the order in which they are told.
    """
    user = subscription.user
    context = {
        "name": user.get_short_name() or user.get_username(),
        "day": long_date(on, weekday=True),
        "weekday": WEEKDAYS[subscription.weekday - 1],
        "ahead": counted(subscription.days_ahead, "jour", "jours"),
        "groups": _groups(calls, on),
        "address": settings.SITE_ADDRESS + reverse(_WATCH),
        "subject": _subject(calls),
    }
    text = render_to_string(_TEXT, context)
    message = EmailMultiAlternatives(
        subject=context["subject"], body=text, to=[user.email], headers=dict(_HEADERS)
    )
    message.attach_alternative(render_to_string(_HTML, context), "text/html")
    return message


def _subject(calls: Sequence[Call]) -> str:
    """Return what is late, then what is to come, in a few words."""
    late = sum(call.level is Level.LATE for call in calls)
    others = len(calls) - late
    if not calls:
        return "Conventions : rien à faire"
    told = [f"{late} en retard"] if late else []
    told += [f"{others} à suivre"] if others else []
    return f"Conventions : {', '.join(told)}"


def _groups(calls: Sequence[Call], on: dt.date) -> list[Group]:
    return [
        Group(level.value, upper_first(level.label), [_line(call, on) for call in found])
        for level, found in groupby(calls, key=lambda call: call.level)
    ]


def _line(call: Call, on: dt.date) -> dict[str, Any]:
    return {
        "label": call.label,
        "name": call.name,
        "title": call.convention.title,
        "when": ", ".join(filter(None, (day_of(call), distance_of(call, today=on)))),
        "to_do": call.to_do,
        "address": settings.SITE_ADDRESS + place_of(call),
    }


def day_of(call: Call) -> str:
    """Return the day of a call, or since when it waits; empty without one."""
    if call.day is None:
        return ""
    return f"depuis le {long_date(call.day)}" if call.waiting else long_date(call.day)


def distance_of(call: Call, *, today: dt.date) -> str:
    """Return how far the day of a call is; empty for what waits or has no day."""
    return "" if call.waiting or call.day is None else distance(call.day, today=today)
