"""Which days figures are expected for, which are missing, and whether they came on time.

A day is expected for a line of the week grid when its profession receives people at the site: its
hours, public holidays and closures say so. « 0 » and « fermé » are entered; nothing is not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from consultations.rules.closed_days import is_open_day
from csipa.french.dates import MONTHS, WEEKDAYS
from csipa.french.grammar import a, enumeration
from csipa.french.numbers import counted
from sites.rules.opening import Calendar, days_between

NAMED = 5
"""Missing days are named one by one up to this many."""
_NBSP = "\u00a0"


@dataclass(frozen=True)
class Expected:
    """A line of the week grid: its key, the activity its profession consults at, its period."""

    key: int
    activity: str = ""
    start: dt.date | None = None
    end: dt.date | None = None


@dataclass(frozen=True)
class DayReport:
    """A day on which something is expected: by which lines, and which of them have nothing.

    `entered_on` is the day on which the last of its lines came, None while one is missing.
    """

    day: dt.date
    lines: tuple[int, ...]
    missing: tuple[int, ...]
    entered_on: dt.date | None = None

    @property
    def is_entered(self) -> bool:
        """Tell whether every line says something."""
        return not self.missing

    def is_late(self, days: int) -> bool:
        """Tell whether it was entered more than `days` days after."""
        return self.entered_on is not None and (self.entered_on - self.day).days > days


def expected_days(
    calendar: Calendar, line: Expected, first: dt.date, last: dt.date
) -> list[dt.date]:
    """Return the days from `first` to `last` for which a line is expected to say something.

    A site open on Tuesdays and Thursdays only has one in the week of Tuesday 14 July 2026.
    """
    start = max(first, line.start or first)
    end = min(last, line.end or last)
    return [day for day in days_between(start, end) if is_open_day(calendar, day, line.activity)]


def report(
    calendar: Calendar,
    lines: Sequence[Expected],
    entered: Mapping[tuple[int, dt.date], dt.date],
    first: dt.date,
    last: dt.date,
) -> list[DayReport]:
    """Return each expected day of a period, in order.

    `entered` gives, by line and day, the day on which its figures came.
    """
    by_day: dict[dt.date, list[int]] = {}
    for line in lines:
        for day in expected_days(calendar, line, first, last):
            by_day.setdefault(day, []).append(line.key)
    return [_day(day, keys, entered) for day, keys in sorted(by_day.items())]


def _day(
    day: dt.date, keys: list[int], entered: Mapping[tuple[int, dt.date], dt.date]
) -> DayReport:
    missing = tuple(key for key in keys if (key, day) not in entered)
    came = None if missing else max(entered[key, day] for key in keys)
    return DayReport(day, tuple(keys), missing, came)


@dataclass(frozen=True)
class Tally:
    """How complete some days are: how many expected, missing, and entered late."""

    days: tuple[DayReport, ...]
    entry_days: int

    @property
    def expected(self) -> int:
        """How many days are expected."""
        return len(self.days)

    @property
    def missing(self) -> list[dt.date]:
        """The days of which at least one line says nothing."""
        return [one.day for one in self.days if not one.is_entered]

    @property
    def entered(self) -> int:
        """How many days are entered, all their lines."""
        return self.expected - len(self.missing)

    @property
    def late(self) -> int:
        """How many days were entered late."""
        return sum(one.is_late(self.entry_days) for one in self.days)

    @property
    def percent(self) -> int | None:
        """Return the share entered, 0 to 100, never 100 while a day is missing; None of nothing."""
        return self.entered * 100 // self.expected if self.expected else None

    def sentence(self, place: str = "") -> str:
        """Say what is missing at a site: « Il manque 2 journées : mardi 3 et jeudi 5 à Robecq ».

        Without `place` the site is left out.
        """
        where = f" {a(place)}" if place else ""
        if not self.expected:
            return f"Rien n’était attendu{where}"
        if not self.missing:
            return f"Rien ne manque{where}"
        if len(self.missing) > NAMED:
            since = day_name(self.missing[0], month=True)
            return f"{self.lead()}{where}, depuis le {since}"
        return f"{self.lead()}{_NBSP}: {said_days(self.missing)}{where}"

    def lead(self) -> str:
        """Return « Il manque 2 journées »."""
        return f"Il manque {counted(len(self.missing), 'journée', 'journées')}"

    def punctuality(self) -> str:
        """Say how much came in time; empty when nothing was entered."""
        if not self.entered:
            return ""
        if not self.late:
            return "tout à temps"
        return f"{counted(self.late, 'journée saisie', 'journées saisies')} en retard"


def said_days(days: Iterable[dt.date]) -> str:
    """Return « mardi 3 et jeudi 5 », with months where they differ; days in order."""
    months = [
        (MONTHS[month - 1], list(group))
        for (_, month), group in groupby(sorted(days), key=lambda day: (day.year, day.month))
    ]
    if len(months) == 1:
        return enumeration(day_name(day) for day in months[0][1])
    return enumeration(day_name(day, month=True) for _, group in months for day in group)


def day_name(day: dt.date, *, month: bool = False) -> str:
    """Return « mardi 3 » or « mardi 3 juin »; the first is « 1er »."""
    number = "1er" if day.day == 1 else str(day.day)
    said = f"{WEEKDAYS[day.weekday()]}{_NBSP}{number}"
    return f"{said}{_NBSP}{MONTHS[day.month - 1]}" if month else said
