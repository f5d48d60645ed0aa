"""The message that tells somebody, on a day of the week, what is to be done or watched."""

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
from conventions.review.notices import Notice
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
    """What is of one level, under what people read of it."""

    level: str
    title: str
    lines: list[dict[str, str]]


def digest_message(
    subscription: DigestSubscription,
    calls: Sequence[Call],
    notices: Sequence[Notice] = (),
    *,
    on: dt.date,
) -> EmailMultiAlternatives:
    """Return the message for a subscriber, in plain text and in HTML; it fetches nothing.

    `calls` and `notices` come in the order in which they are told.
    """
    user = subscription.user
    address = settings.SITE_ADDRESS + reverse(_WATCH)
    context = {
        "name": user.get_short_name() or user.get_username(),
        "day": long_date(on, weekday=True),
        "weekday": WEEKDAYS[subscription.weekday - 1],
        "ahead": counted(subscription.days_ahead, "jour", "jours"),
        "groups": _groups(calls, notices, on),
        "address": address,
        "subject": _subject([*calls, *notices], "Actes et conventions" if notices else ""),
    }
    text = render_to_string(_TEXT, context)
    message = EmailMultiAlternatives(
        subject=context["subject"],
        body=text,
        to=[user.email],
        headers={**_HEADERS, "List-Unsubscribe": f"<{address}>"},
    )
    message.attach_alternative(render_to_string(_HTML, context), "text/html")
    return message


def _subject(told: Sequence[Call | Notice], about: str) -> str:
    """Return what is late, then what is to come, in a few words."""
    about = about or "Conventions"
    late = sum(one.level is Level.LATE for one in told)
    others = len(told) - late
    if not told:
        return f"{about} : rien à faire"
    said = [f"{late} en retard"] if late else []
    said += [f"{others} à suivre"] if others else []
    return f"{about} : {', '.join(said)}"


def _groups(calls: Sequence[Call], notices: Sequence[Notice], on: dt.date) -> list[Group]:
    """Group by level, the most urgent first; in a level by day, acts beside conventions."""
    order = list(Level)
    lines = [(call.level, call.day, _line(call, on)) for call in calls]
    lines += [(one.level, one.day, _notice_line(one, on)) for one in notices]
    lines.sort(key=lambda line: (order.index(line[0]), line[1] or dt.date.max))
    return [
        Group(level.value, upper_first(level.label), [line for _, _, line in found])
        for level, found in groupby(lines, key=lambda line: line[0])
    ]


def _notice_line(one: Notice, on: dt.date) -> dict[str, Any]:
    since = f"depuis le {long_date(one.day)}"
    near = f"{long_date(one.day)}, {distance(one.day, today=on)}"
    page = reverse(f"admin:conventions_{one.model}_change", args=[one.pk])
    return {
        "label": one.label,
        "name": one.name,
        "title": one.title,
        "when": since if one.waiting else near,
        "to_do": one.to_do,
        "address": settings.SITE_ADDRESS + page,
    }


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
