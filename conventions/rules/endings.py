"""The day on which a convention really ends, whatever sets it: term, renewals, amendment, will.

Sources: Code civil art. 1103 (the convention is the law of its parties), 1210 to 1215 (duration of
contracts: denunciation, extension, renewal, tacit renewal).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from csipa.french.dates import add_months

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Moved:
    """An end that the parties set later: the day they decided it, the last day, how they did.

    `cause` is « amendment » or « renewal » (codes of `EndCause`); a day that is not known comes
    before those that are.
    """

    until: dt.date
    cause: str
    decided_on: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class Course:
    """What bears on the end of a convention; days belong to it, None for what is not known.

    `tacit_times` is None when nothing limits the number of tacit renewals, each of `tacit_years`.
    `moved` holds the ends that signed amendments and express renewals set, in any order.
    """

    start: dt.date | None = None
    end: dt.date | None = None
    tacit: bool = False
    tacit_times: int | None = None
    tacit_years: int = 1
    moved: Sequence[Moved] = ()
    denounced: dt.date | None = None
    terminated: dt.date | None = None


def real_end(course: Course) -> tuple[dt.date | None, str]:
    """Return the last day of a convention and its cause (codes of `EndCause`), "" without one.

    >>> real_end(Course(end=dt.date(2026, 12, 31), tacit=True, tacit_times=2))
    (datetime.date(2028, 12, 31), 'renewal')
    """
    day, cause = _planned_end(course)
    if course.denounced and (day is None or course.denounced <= day):
        day, cause = course.denounced, "denunciation"
    if course.terminated and (day is None or course.terminated < day):
        day, cause = course.terminated, "termination"
    return day, cause


def agreed_end(course: Course) -> tuple[dt.date | None, str]:
    """Return the end that the parties last agreed, before any tacit renewal, and its cause.

    What they decided last prevails; an express renewal makes a convention last longer, or nothing.
    An amendment that sets no end leaves the former one.
    """
    day, cause = course.end, "term" if course.end else ""
    for move in sorted(course.moved, key=lambda move: move.decided_on or dt.date.min):
        if move.cause != "renewal" or day is None or move.until > day:
            day, cause = move.until, move.cause
    return day, cause


def _planned_end(course: Course) -> tuple[dt.date | None, str]:
    day, cause = agreed_end(course)
    if not course.tacit or day is None:
        return day, cause
    if course.tacit_times is None:
        return None, ""
    if course.tacit_times:
        return add_years(day, course.tacit_times * course.tacit_years), "renewal"
    return day, cause


def add_years(last: dt.date, years: int) -> dt.date:
    """Return the last day of a period that goes on some years; the end of February stays one.

    A period that would go beyond the calendar ends with it.

    >>> add_years(dt.date(2027, 2, 28), 1)
    datetime.date(2028, 2, 29)
    """
    try:
        return add_months(last + ONE_DAY, 12 * years) - ONE_DAY
    except (ValueError, OverflowError):
        return dt.date.max
