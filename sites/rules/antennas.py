"""What an antenna may not pass: hours open in a week, travel from its centre; and what waives it.

Source: arrêté du 27 février 2018 relatif aux centres de santé (NOR SSAH1731210A):
an antenna is open 20 hours a week at most, 30 minutes at most from the centre that it depends on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from sites.rules.opening import change_days, in_force, weekly_minutes
from sites.rules.periods import HasHours, HasPeriod

HOURS, TRAVEL = "hours", "travel"
"""The two limits, by the codes under which waivers name them."""

WEEKLY_MINUTES = 20 * 60
"""Minutes that an antenna may be open in a week (arrêté du 27 février 2018)."""

TRAVEL_MINUTES = 30
"""Minutes of travel between an antenna and its centre (arrêté du 27 février 2018)."""

MOST = {HOURS: WEEKLY_MINUTES, TRAVEL: TRAVEL_MINUTES}


class HasWaiver(HasPeriod, Protocol):
    """A reasoned leave to pass over one limit during some days."""

    limit: str
    reason: str
    decided_by: str
    decided_on: dt.date


class Standing(Enum):
    """Where a value stands beside its limit."""

    UNKNOWN = "unknown"
    WITHIN = "within"
    WAIVED = "waived"
    BEYOND = "beyond"


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One value beside its limit, in minutes; None for a value nobody measured."""

    limit: str
    value: int | None
    waiver: HasWaiver | None = None

    @property
    def most(self) -> int:
        """Return what the value may not pass."""
        return MOST[self.limit]

    @property
    def standing(self) -> Standing:
        """Return where the value stands; the limit itself is allowed."""
        if self.value is None:
            return Standing.UNKNOWN
        if self.value <= self.most:
            return Standing.WITHIN
        return Standing.WAIVED if self.waiver else Standing.BEYOND


@dataclass(frozen=True)
class Excess:
    """From `day` on, `minutes` pass over a limit and no waiver allows it."""

    day: dt.date
    minutes: int


def waiver_on(waivers: Iterable[HasWaiver], limit: str, day: dt.date) -> HasWaiver | None:
    """Return the waiver of `limit` in force on `day`, the last decided if there are several."""
    found = [waiver for waiver in in_force(waivers, day) if waiver.limit == limit]
    return max(found, key=lambda waiver: waiver.decided_on, default=None)


def read_hours(slots: Iterable[HasHours], waivers: Iterable[HasWaiver], day: dt.date) -> Reading:
    """Return the hours open in a week on `day` beside the limit; time shared counts once."""
    minutes = weekly_minutes(slots, day)
    return Reading(limit=HOURS, value=minutes, waiver=waiver_on(waivers, HOURS, day))


def read_travel(minutes: int | None, waivers: Iterable[HasWaiver], day: dt.date) -> Reading:
    """Return the travel from the centre beside the limit on `day`."""
    return Reading(limit=TRAVEL, value=minutes, waiver=waiver_on(waivers, TRAVEL, day))


def hours_excess(
    slots: Sequence[HasHours], waivers: Sequence[HasWaiver], since: dt.date
) -> Excess | None:
    """Return the first excess of hours on `since` or later, None when there is none.

    What is in force only changes on some days: these alone are looked at.
    """
    days = {since, *(day for day in change_days([*slots, *waivers]) if day > since)}
    for day in sorted(days):
        reading = read_hours(slots, waivers, day)
        if reading.standing is Standing.BEYOND:
            return Excess(day, reading.value or 0)
    return None


def travel_excess(
    minutes: int | None, waivers: Sequence[HasWaiver], since: dt.date
) -> Excess | None:
    """Return the first day, `since` or later, on which travel is too long without a waiver."""
    days = {since, *(day for day in change_days(waivers) if day > since)}
    for day in sorted(days):
        if read_travel(minutes, waivers, day).standing is Standing.BEYOND:
            return Excess(day, minutes or 0)
    return None
