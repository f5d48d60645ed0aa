"""How near a thing to be done is, in one word; what is told of it, and in which order.

A deadline is told once it is 90 days away at the most; the steps of 60 and 30 days leave the time
of a meeting of the council, then that of a letter. What waits on other people has no deadline of
its own: it is late once they have kept it for `PATIENCE`.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from csipa.french.numbers import counted

PATIENCE = dt.timedelta(days=15)
"""How long a party may keep what it was sent before it is called again."""


class Level(StrEnum):
    """How near it is; the order is that of urgency."""

    LATE = "late"
    DAYS_30 = "30"
    DAYS_60 = "60"
    DAYS_90 = "90"
    LATER = "later"

    @property
    def label(self) -> str:
        """Return the level in French."""
        return _LEVELS[self]


_LEVELS = {
    Level.LATE: "en retard",
    Level.DAYS_30: "sous 30 jours",
    Level.DAYS_60: "sous 60 jours",
    Level.DAYS_90: "sous 90 jours",
    Level.LATER: "plus tard",
}
_STEPS = ((30, Level.DAYS_30), (60, Level.DAYS_60), (90, Level.DAYS_90))


class CallKind(StrEnum):
    """What a call is about; on one day they come in this order."""

    NOTICE = "notice"
    RENEWAL = "renewal"
    END = "end"
    SIGNATURE = "signature"
    AMENDMENT = "amendment"
    COMMITMENT = "commitment"
    REVIEW = "review"
    PAYMENT = "payment"

    @property
    def label(self) -> str:
        """Return what people choose a kind by."""
        return _KINDS[self]


_KINDS = {
    CallKind.NOTICE: "Préavis à donner",
    CallKind.RENEWAL: "Prolongations à décider",
    CallKind.END: "Conventions qui finissent",
    CallKind.SIGNATURE: "Signatures attendues",
    CallKind.AMENDMENT: "Avenants en cours",
    CallKind.COMMITMENT: "Engagements à tenir",
    CallKind.REVIEW: "Loyers à réviser",
    CallKind.PAYMENT: "Sommes dues",
}
_KIND_RANKS = {kind: rank for rank, kind in enumerate(CallKind)}
_LEVEL_RANKS = {level: rank for rank, level in enumerate(Level)}


def level_of(day: dt.date, *, today: dt.date) -> Level:
    """Return how near a deadline is; its day itself is not late.

    >>> level_of(dt.date(2026, 4, 28), today=dt.date(2026, 3, 29))
    <Level.DAYS_30: '30'>
    """
    left = (day - today).days
    if left < 0:
        return Level.LATE
    return next((level for days, level in _STEPS if left <= days), Level.LATER)


def waiting_level(since: dt.date, deadline: dt.date | None, *, today: dt.date) -> Level:
    """Return how near the time is to call again those who keep a thing `since` a day.

    It is late after `PATIENCE`, or once a deadline has passed, whichever comes first.
    """
    patient_until = since + PATIENCE
    last = min(patient_until, deadline) if deadline else patient_until
    return level_of(last, today=today)


def rank_of(level: Level, day: dt.date, kind: CallKind) -> tuple[int, dt.date, int]:
    """Return what sorts calls: the most urgent first, then by day, then by kind."""
    return _LEVEL_RANKS[level], day, _KIND_RANKS[kind]


def distance(day: dt.date, *, today: dt.date) -> str:
    """Return how far a day is: « dans 12 jours », « aujourd’hui », « il y a 3 jours ».

    >>> distance(dt.date(2026, 4, 29), today=dt.date(2026, 4, 28))
    'demain'
    """
    left = (day - today).days
    if left in _NEAR:
        return _NEAR[left]
    days = counted(abs(left), "jour", "jours")
    return f"dans {days}" if left > 0 else f"il y a {days}"


_NEAR = {-1: "hier", 0: "aujourd’hui", 1: "demain"}
