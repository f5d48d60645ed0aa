"""What is usual at a place on a weekday, and what its hours allow: odd numbers are asked about.

The usual range is the median of what was counted, give or take `SPREAD` times the median absolute
deviation: one slip of the past does not move it, as it would a mean and a standard deviation
(C. Leys et al., Journal of Experimental Social Psychology, 49, 2013). Nothing here ever refuses.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from csipa.french.dates import WEEKDAYS, long_date
from csipa.french.grammar import a, de
from csipa.french.hours import said_length
from csipa.french.numbers import counted

SPREAD = 3.5
"""How many times the median absolute deviation is still usual."""
FLOOR = 5
"""Consultations above or below the median that are never asked about: small counts vary."""
NEEDED = 6
"""How many counts of the past it takes to say what is usual."""
WEEKS = 26
"""How far back one looks."""
LENGTH_STEP = 30
"""Sessions whose lengths round to the same number of minutes are alike."""


@dataclass(frozen=True)
class Past:
    """A count of the past: its day, how long the session was in minutes, consultations done."""

    day: dt.date
    minutes: int
    done: int


@dataclass(frozen=True)
class Session:
    """The day a number is typed for: `open_minutes` of the doors, `held_minutes` if somebody said.

    Hours held are those of all the people of the line together; those of the doors are for each
    of `heads`. `each_minutes` is how long one consultation takes. None is not known.
    """

    day: dt.date
    open_minutes: int
    held_minutes: int | None = None
    each_minutes: int | None = None
    heads: int = 0
    is_holiday: bool = False

    @property
    def minutes(self) -> int:
        """Return how long the session is: as held, else as the doors are open."""
        return self.open_minutes if self.held_minutes is None else self.held_minutes


@dataclass(frozen=True)
class Bounds:
    """What is usual for one cell, both ends included; None where nothing can be said.

    `place` is the name of the site; `capacity` the most that the hours of `session` allow.
    `is_closed` says that nobody is received that day.
    """

    place: str
    session: Session
    low: int | None = None
    high: int | None = None
    capacity: int | None = None
    is_closed: bool = False

    @property
    def usual(self) -> str:
        """Return « d’ordinaire 8 à 22 le mardi à Robecq »; empty when nothing is known."""
        if self.low is None or self.high is None:
            return ""
        weekday = WEEKDAYS[self.session.day.weekday()]
        return f"d’ordinaire {self.low} à {self.high} le {weekday} {a(self.place)}"

    def question(self, number: int) -> str:
        """Ask about an odd number in one sentence; empty when there is nothing to ask.

        What the past shows to be usual is not asked about, even beyond what the hours allow.
        """
        if self.is_closed:
            return self.closed_question(str(number)) if number else ""
        if self.low is not None and self.high is not None:
            odd = not self.low <= number <= self.high
            return f"{number} est inhabituel\u00a0: {self.usual}. {_KEEP}" if odd else ""
        if self.capacity is not None and number > self.capacity:
            return f"{number} est inhabituel\u00a0: {self._allowed()}. {_KEEP}"
        return ""

    def closed_question(self, shown: str) -> str:
        """Ask about a number, as the cell writes it, on a day on which nobody is received."""
        day = long_date(self.session.day, weekday=True)
        return (
            f"D’après ses horaires, le site {de(self.place)} ne reçoit personne à ce titre le "
            f"{day}. Gardez-vous {shown}\u00a0?"
        )

    def _allowed(self) -> str:
        session = self.session
        length = said_length(dt.timedelta(minutes=session.minutes))
        if session.held_minutes is not None:
            who = "tenues"
        else:
            who = f"d’ouverture pour {counted(session.heads, 'personne', 'personnes')}"
        return (
            f"{length} {who}, à {session.each_minutes}\u00a0minutes par consultation, en "
            f"permettent {self.capacity}"
        )


_KEEP = "Gardez-vous cette valeur\u00a0?"


def bounds(place: str, session: Session, past: Iterable[Past], *, is_closed: bool) -> Bounds:
    """Return what is usual for a session, from counts of its line in the weeks before its day.

    `past` may hold any counts of the line, those of public holidays left out: the weekday, the
    length and the weeks are chosen here.
    """
    if is_closed:
        return Bounds(place, session, is_closed=True)
    span = None if session.is_holiday else usual_range(alike(session, past))
    low, high = span or (None, None)
    return Bounds(place, session, low, high, capacity(session))


def alike(session: Session, past: Iterable[Past]) -> list[int]:
    """Return what was done on the same weekday of the last weeks in sessions of that length."""
    first = session.day - dt.timedelta(weeks=WEEKS)
    return [
        one.done
        for one in past
        if first <= one.day < session.day
        and one.day.weekday() == session.day.weekday()
        and rounded(one.minutes) == rounded(session.minutes)
    ]


def usual_range(past: Sequence[int]) -> tuple[int, int] | None:
    """Return the least and the most that are usual; None from fewer than `NEEDED` counts."""
    if len(past) < NEEDED:
        return None
    middle = median(past)
    deviation = median(abs(one - middle) for one in past)
    spread = max(SPREAD * deviation, FLOOR)
    return max(0, math.ceil(middle - spread)), math.floor(middle + spread)


def capacity(session: Session) -> int | None:
    """Return the most consultations that the hours allow; None when they, or people, are unknown.

    240 minutes open at 20 minutes each for two people allow 24.
    """
    if session.each_minutes is None:
        return None
    if session.held_minutes is not None:
        return math.ceil(session.held_minutes / session.each_minutes)
    if not session.open_minutes or not session.heads:
        return None
    return math.ceil(session.open_minutes * session.heads / session.each_minutes)


def rounded(minutes: int) -> int:
    """Return a length to the nearest half hour, the longer when it lies between."""
    return (minutes + LENGTH_STEP // 2) // LENGTH_STEP * LENGTH_STEP
