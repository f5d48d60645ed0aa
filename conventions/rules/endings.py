"""The day on which a convention really ends, whatever sets it: term, renewals, amendment, will.

Sources: Code civil art. 1210 to 1215 (duration of contracts, denunciation, renewal, tacit renewal);
the convention itself is the law of its parties (art. 1103).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from csipa.french.dates import add_months

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Course:
    """What bears on the end of a convention; days belong to it, None for what is not known.

    `tacit_times` is None when nothing limits the number of tacit renewals; `amended` holds the
    ends that signed amendments set, in their order; `renewed` those of express renewals.
    """

    start: dt.date | None = None
    end: dt.date | None = None
    tacit: bool = False
    tacit_times: int | None = None
    tacit_years: int = 1
    amended: Sequence[dt.date] = ()
    renewed: Sequence[dt.date] = ()
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


def _planned_end(course: Course) -> tuple[dt.date | None, str]:
    day, cause = course.end, "term" if course.end else ""
    if course.amended:
        day, cause = course.amended[-1], "amendment"
    if course.renewed and (day is None or max(course.renewed) > day):
        day, cause = max(course.renewed), "renewal"
    if course.tacit and day is not None:
        if course.tacit_times is None:
            return None, ""
        if course.tacit_times:
            return add_years(day, course.tacit_times * course.tacit_years), "renewal"
    return day, cause


def add_years(last: dt.date, years: int) -> dt.date:
    """Return the last day of a period that goes on some years; the end of February stays one.

    >>> add_years(dt.date(2027, 2, 28), 1)
    datetime.date(2028, 2, 29)
    """
    return add_months(last + ONE_DAY, 12 * years) - ONE_DAY
