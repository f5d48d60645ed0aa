"""Weeks as ISO 8601 numbers them, from Monday to Sunday."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

_WEEK = re.compile(r"(?P<year>\d{4})-W(?P<number>\d{2})", re.ASCII)
_LENGTH = 7
YEARS = range(2000, 2200)
"""The years in which activity is recorded; beyond, a date is a slip of the hand."""


class NotAWeek(ValueError):
    """The text names no week."""


@dataclass(frozen=True, order=True)
class Week:
    """A week, by its Monday."""

    first: dt.date

    @classmethod
    def of(cls, day: dt.date) -> Week:
        """Return the week of a day."""
        return cls(day - dt.timedelta(days=day.weekday()))

    @property
    def last(self) -> dt.date:
        """Return its Sunday."""
        return self.first + dt.timedelta(days=_LENGTH - 1)

    @property
    def days(self) -> list[dt.date]:
        """Return its seven days."""
        return [self.first + dt.timedelta(days=rank) for rank in range(_LENGTH)]

    @property
    def number(self) -> int:
        """Return its number in the year, 1 to 53."""
        return self.first.isocalendar().week

    def __str__(self) -> str:
        year, number, _ = self.first.isocalendar()
        return f"{year:04d}-W{number:02d}"

    def moved(self, weeks: int) -> Week | None:
        """Return the week that comes `weeks` later, None where it is of no year of activity."""
        found = Week(self.first + dt.timedelta(weeks=weeks))
        return found if found.is_recorded else None

    @property
    def is_recorded(self) -> bool:
        """Tell whether both its ends are of years in which activity is recorded."""
        return self.first.year in YEARS and self.last.year in YEARS


def read_week(text: str) -> Week:
    """Return the week that « 2026-W23 » names; raise NotAWeek, also outside `YEARS`."""
    found = _WEEK.fullmatch(text.strip())
    if found is None or int(found["year"]) not in YEARS:
        raise NotAWeek(text)
    try:
        week = Week(dt.date.fromisocalendar(int(found["year"]), int(found["number"]), 1))
    except ValueError:
        raise NotAWeek(text) from None
    if not week.is_recorded:
        raise NotAWeek(text)
    return week
