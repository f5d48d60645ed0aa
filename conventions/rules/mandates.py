"""How long a mandate runs, and whether a power given during it still holds on a day.

A mandate ends on the eve of the installation of the next council, and every delegation given
during it ends with it. Sources: CGCT L. 5211-6 (installation), L. 5211-9 and L. 5211-10
(delegations), L. 2122-22; code électoral L. 227 (municipal councils are renewed as a whole every
six years, in March).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

_ONE_DAY = dt.timedelta(days=1)


class Standing(StrEnum):
    """What a power is worth on a day."""

    IN_FORCE = "in force"
    UNKNOWN = "unknown"
    NOT_YET = "not yet"
    ENDED = "ended"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class Term:
    """A mandate from its first to its last day, both included; `last` is None while unknown."""

    first: dt.date
    last: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        """Tell whether the mandate runs on `day`."""
        return self.first <= day and (self.last is None or day <= self.last)

    def is_over_on(self, day: dt.date) -> bool:
        """Tell whether a later council is already installed on `day`."""
        return self.last is not None and self.last < day


def term(installed: dt.date, next_installed: dt.date | None) -> Term:
    """Return the mandate of a council installed on a day, the next one on another if known."""
    return Term(installed, next_installed - _ONE_DAY if next_installed else None)


def terms(installations: Iterable[dt.date]) -> list[Term]:
    """Return the mandates that these installations open, oldest first; the last one is open."""
    days: list[dt.date] = sorted(set(installations))
    following: list[dt.date | None] = [*days[1:], None][: len(days)]
    return [term(first, after) for first, after in zip(days, following, strict=True)]


def running(mandates: Sequence[Term], day: dt.date) -> Term | None:
    """Return the mandate that runs on `day`, None before the first one known."""
    return next((mandate for mandate in mandates if mandate.holds_on(day)), None)


def standing(
    mandate: Term, *, enforceable_on: dt.date | None, ended_on: dt.date | None, day: dt.date
) -> Standing:
    """Return what a power given during `mandate` is worth on `day`.

    `ended_on` is the first day on which it no longer holds. What is over is told before what is
    not known: nothing is to be looked for in a power that has lapsed.
    """
    if mandate.is_over_on(day):
        return Standing.LAPSED
    if ended_on is not None and ended_on <= day:
        return Standing.ENDED
    if enforceable_on is None:
        return Standing.UNKNOWN
    return Standing.IN_FORCE if enforceable_on <= day else Standing.NOT_YET
