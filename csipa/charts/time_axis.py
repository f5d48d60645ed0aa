"""The axis of time: from a day to a place, and which days to write, in French."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from csipa.charts.geometry import text_width
from csipa.french.dates import add_months

# Months as tables shorten them; « mai », « juin » and « août » are short enough.
_SHORT = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.")
SHORT_MONTHS = (*_SHORT, "nov.", "déc.")
# Months between two ticks, the first that leaves room being taken.
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000, 24000)
_YEAR = 12


@dataclass(frozen=True)
class TimeAxis:
    """Days from `first` to `last`, drawn from `left` to `right`: every day is as wide."""

    first: dt.date
    last: dt.date
    left: float
    right: float

    def position(self, day: dt.date) -> float:
        """Return where `day` begins."""
        share = (day - self.first).days / (self.last - self.first).days
        return self.left + share * (self.right - self.left)

    def holds(self, day: dt.date) -> bool:
        """Tell whether `day` is on the axis, both ends included."""
        return self.first <= day <= self.last


def time_ticks(axis: TimeAxis, size: float) -> list[tuple[dt.date, str]]:
    """Return the first days of months to write and their words, so that none touches the next.

    « janv. 2025 » for months, « 2025 » for years.
    """
    per_day = (axis.right - axis.left) / (axis.last - axis.first).days
    for step in _STEPS:
        widest = text_width("2025" if step >= _YEAR else "sept.\u00a02025", size) + size
        if step * 30 * per_day >= widest or step == _STEPS[-1]:
            break
    day = dt.date(axis.first.year, 1, 1)
    if step > _YEAR:
        years = step // _YEAR
        day = dt.date(axis.first.year - axis.first.year % years or years, 1, 1)
    found = []
    while day <= axis.last:
        half = text_width(_words(day, step), size) / 2
        if axis.holds(day) and axis.position(day) + half <= axis.right + size:
            found.append((day, _words(day, step)))
        if day.year + step // _YEAR >= dt.MAXYEAR:
            break
        day = add_months(day, step)
    return found


def _words(day: dt.date, step: int) -> str:
    if step >= _YEAR:
        return str(day.year)
    return f"{SHORT_MONTHS[day.month - 1]}\u00a0{day.year}"
