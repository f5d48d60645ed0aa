"""Weekly slots, closures and waivers without a database."""

import datetime as dt
from types import SimpleNamespace


def day(text):
    """Return a date, None for None."""
    return text and dt.date.fromisoformat(text)


def slot(opens, closes, weekday=2, activity="medical", start=None, end=None):
    """A slot between two times written « 9:30 »."""
    return SimpleNamespace(
        weekday=weekday,
        activity=activity,
        opens_at=time(opens),
        closes_at=time(closes),
        start=day(start),
        end=day(end),
    )


def time(text):
    """Return a time written « 9 » or « 9:30 »."""
    hour, _, minute = str(text).partition(":")
    return dt.time(int(hour), int(minute or 0))


def closure(start, end, activity=""):
    """Days of closure."""
    return SimpleNamespace(start=day(start), end=day(end), activity=activity)


def waiver(limit="hours", start=None, end=None, decided_on="2026-01-05"):
    """A leave to pass over a limit."""
    return SimpleNamespace(
        limit=limit,
        start=day(start),
        end=day(end),
        reason="Cabinet fermé",
        decided_by="Agence régionale de santé",
        decided_on=day(decided_on),
    )
