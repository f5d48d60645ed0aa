"""Periods, renewals and notices of conventions: what they last, until when one may still act.

Sources: Code civil art. 1103 (the clause is the law of its parties), 1210 (nothing binds for ever),
1211 (without a term, any party may leave with the notice agreed), 1212 (with one, each holds to
it), 1213 and 1214 (extension, renewal), 1215 (tacit renewal), 2228 and 2229 (delays are counted
by whole days and end when their last day is over); Code de procédure civile art. 641 (a delay in
months ends on the day of the same number, or on the last of a shorter month). A delay that the
parties agreed runs through days that are not worked. CGPPP L. 2122-3: whoever occupies public
property does so precariously, and its owner may end that for a reason of public interest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from conventions.rules.endings import ONE_DAY, Course, add_years, agreed_end
from csipa.french.dates import add_months

MONTHS = "months"


@dataclass(frozen=True)
class Delay:
    """A number of days or of months; `unit` is a code of `TimeUnit`."""

    value: int
    unit: str


@dataclass(frozen=True)
class Term:
    """One of the periods that follow one another; `rank` is 0 for the first, that was agreed."""

    rank: int
    start: dt.date | None
    end: dt.date


def notice_effect(given: dt.date, delay: Delay) -> dt.date:
    """Return the last day of a convention after a notice given on `given`.

    The day of the notice does not count (Code civil art. 2228 and 2229).

    >>> notice_effect(dt.date(2026, 4, 10), Delay(15, "days"))
    datetime.date(2026, 4, 25)
    """
    try:
        if delay.unit == MONTHS:
            return add_months(given, delay.value)
        return given + dt.timedelta(days=delay.value)
    except (ValueError, OverflowError):
        return dt.date.max


def last_useful_day(end: dt.date, delay: Delay) -> dt.date:
    """Return the last day on which a notice still takes effect on `end` or before.

    >>> last_useful_day(dt.date(2026, 4, 28), Delay(15, "days"))
    datetime.date(2026, 4, 13)
    >>> last_useful_day(dt.date(2026, 3, 31), Delay(1, "months"))
    datetime.date(2026, 2, 28)
    """
    try:
        if delay.unit != MONTHS:
            return end - dt.timedelta(days=delay.value)
        day = add_months(end, -delay.value)
    except (ValueError, OverflowError):
        return dt.date.min
    # A short month ends several delays at once: from 28 to 31 January, one month ends in February.
    while day < end and notice_effect(day + ONE_DAY, delay) <= end:
        day += ONE_DAY
    return day


def terms(course: Course) -> Iterator[Term]:
    """Yield the periods of a convention one after the other; without an end, none.

    Tacit renewals of which nothing limits the number make them endless, up to the end of the
    calendar.
    """
    end, _ = agreed_end(course)
    if end is None:
        return
    yield Term(0, course.start, end)
    if not course.tacit:
        return
    previous = end
    for rank in count(1):
        if course.tacit_times is not None and rank > course.tacit_times:
            return
        last = add_years(end, rank * course.tacit_years)
        if last <= previous:
            return
        yield Term(rank, previous + ONE_DAY, last)
        previous = last


def term_on(course: Course, day: dt.date) -> Term | None:
    """Return the period that runs on `day`: the first before it begins, the last after its end."""
    found = None
    for found in terms(course):
        if found.end >= day:
            break
    return found


def is_renewed_after(course: Course, term: Term) -> bool:
    """Tell whether another period follows this one unless a party denounces it."""
    return course.tacit and (course.tacit_times is None or term.rank < course.tacit_times)


def denunciation_deadline(term: Term, delay: Delay | None) -> dt.date:
    """Return the last day to denounce a tacit renewal: that of the delay, or of the period."""
    return last_useful_day(term.end, delay) if delay else term.end


def denunciation_effect(course: Course, delay: Delay | None, *, given: dt.date) -> dt.date | None:
    """Return the last day of a convention that is denounced on `given`, None without an end.

    Given too late for the period that runs, it stops the next renewal only (Code civil art. 1215).
    """
    found = None
    for term in terms(course):
        found = term
        if term.end >= given and given <= denunciation_deadline(term, delay):
            break
    return found.end if found else None


def renewal_deadline(end: dt.date, delay: Delay | None) -> dt.date:
    """Return the last day to decide an express renewal: a convention that is over is not renewed.

    Code civil art. 1213: the parties extend a contract before it expires.
    """
    return last_useful_day(end, delay) if delay else end
