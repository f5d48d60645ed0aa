"""When two periods, or two opening hours, meet."""

from __future__ import annotations

import datetime as dt
from typing import Protocol


class HasPeriod(Protocol):
    """Anything with a first and a last day, both included; None leaves that end open."""

    start: dt.date | None
    end: dt.date | None


class HasHours(HasPeriod, Protocol):
    """Weekly hours in force during a period; the closing time does not belong to them."""

    weekday: int
    activity: str
    opens_at: dt.time
    closes_at: dt.time


def periods_overlap(one: HasPeriod, other: HasPeriod) -> bool:
    """Tell whether two periods share a day."""
    return _starts_by(one.start, other.end) and _starts_by(other.start, one.end)


def hours_overlap(one: HasHours, other: HasHours) -> bool:
    """Tell whether two opening hours of one site double each other.

    They must bear on the same activity and weekday; 9–12 and 12–14 do not meet.
    """
    return (
        (one.weekday, one.activity) == (other.weekday, other.activity)
        and one.opens_at < other.closes_at
        and other.opens_at < one.closes_at
        and periods_overlap(one, other)
    )


def _starts_by(start: dt.date | None, end: dt.date | None) -> bool:
    return start is None or end is None or start <= end
