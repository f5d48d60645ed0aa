"""Until when the councils elected before a general renewal can still sit.

The mandate of a council ends when the next one is installed (CGCT L. 5211-8). The council of a
grouping of communes sits at the latest on the Friday of the fourth week that follows the election
of the mayors (CGCT L. 5211-6), who are elected from Friday to Sunday after the last round (CGCT
L. 2121-7); a municipal council by that Sunday. The loi n° 2020-760 of 22 June 2020 gave 2020 days
of its own.
"""

from __future__ import annotations

import datetime as dt

# The first and second rounds of each general renewal of the municipal councils.
SECOND_ROUNDS = {
    2014: dt.date(2014, 3, 30),
    2020: dt.date(2020, 6, 28),
    2026: dt.date(2026, 3, 22),
}
FIRST_ROUNDS = {
    2014: dt.date(2014, 3, 23),
    2020: dt.date(2020, 3, 15),
    2026: dt.date(2026, 3, 15),
}
_OF_2020 = {False: dt.date(2020, 7, 17), True: dt.date(2020, 7, 5)}
_WEEK = dt.timedelta(weeks=1)
_FRIDAY_BEFORE_SUNDAY = dt.timedelta(days=2)


def installed_by(year: int, *, commune: bool = False) -> dt.date | None:
    """Return the last day on which the councils renewed in `year` are installed, None if unknown.

    >>> installed_by(2026)
    datetime.date(2026, 4, 24)
    """
    if year == 2020:
        return _OF_2020[commune]
    if year not in SECOND_ROUNDS:
        return None
    mayors_elected = SECOND_ROUNDS[year] + _WEEK
    return mayors_elected if commune else mayors_elected + 4 * _WEEK - _FRIDAY_BEFORE_SUNDAY


def overdue_since(first: dt.date, day: dt.date, *, commune: bool = False) -> dt.date | None:
    """Return by when the council that followed one installed on `first` sat, if `day` is later.

    None as long as no general renewal is surely over: the council may still be the same.
    """
    for year in sorted(SECOND_ROUNDS):
        limit = installed_by(year, commune=commune)
        if limit is not None and first < FIRST_ROUNDS[year] and limit < day:
            return limit
    return None
