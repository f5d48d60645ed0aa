"""Weekly repetitions: the days of a series, bounded so that nobody books for ten years by mistake.

Days are days of the calendar, hours local ones: a session at nine stays at nine when the clock
changes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from csipa.french.dates import long_date

LONGEST = 366
"""Days between the first and the last day of a series: one year."""
MOST_DAYS = 200
"""More dates than that are not looked at one by one."""
_WEEK = 7
_MOST_WEEKS = 52


class WrongSeries(ValueError):
    """The days make no series; the text says why, in French."""


def weekly_days(
    first: dt.date,
    last: dt.date,
    *,
    weekdays: Iterable[int],
    every: int = 1,
    skipping: Iterable[dt.date] = (),
) -> list[dt.date]:
    """Return the days from `first` to `last`, both included, that fall on `weekdays` (ISO, 1 to 7).

    `every` counts weeks, that of `first` being one of them; days of `skipping` are left out.
    Raises WrongSeries for days reversed or more than a year apart, for no day at all, and for more
    than MOST_DAYS of them.
    """
    wanted, left_out = set(weekdays), set(skipping)
    if reason := _refusal(first, last, wanted, every):
        raise WrongSeries(reason)
    monday = first - dt.timedelta(days=first.isoweekday() - 1)
    found = [
        day
        for offset in range((last - first).days + 1)
        if (day := first + dt.timedelta(days=offset)).isoweekday() in wanted
        and (day - monday).days // _WEEK % every == 0
        and day not in left_out
    ]
    if not found:
        raise WrongSeries("Aucun de ces jours ne tombe dans cette période\u00a0: élargissez-la.")
    if len(found) > MOST_DAYS:
        raise WrongSeries(
            f"Une série compte au plus {MOST_DAYS} dates, celle-ci {len(found)}\u00a0: choisissez "
            "moins de jours, ou une période plus courte."
        )
    return found


def _refusal(first: dt.date, last: dt.date, weekdays: set[int], every: int) -> str:
    if last < first:
        return f"La série finit le {long_date(last)}, avant de commencer\u00a0: inversez les jours."
    if (last - first).days > LONGEST:
        return (
            "Une série dure au plus un an\u00a0: arrêtez celle-ci au "
            f"{long_date(first + dt.timedelta(days=LONGEST))} ou avant."
        )
    if not weekdays or not weekdays <= set(range(1, _WEEK + 1)):
        return "Choisissez au moins un jour de la semaine."
    if not 1 <= every <= _MOST_WEEKS:
        return f"Une série revient toutes les semaines, ou toutes les 2 à {_MOST_WEEKS} semaines."
    return ""
