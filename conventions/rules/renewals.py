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
_A_YEAR_OF_RENEWAL = 2026
_YEARS_OF_A_MANDATE = 6
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


def renewal_year(first: dt.date) -> int:
    """Return the year of the general renewal that ends a mandate opened on `first`.

    Municipal councils are renewed as a whole every six years, in March (code électoral L. 227).

    >>> renewal_year(dt.date(2020, 7, 8))
    2026
    """
    year = first.year + (_A_YEAR_OF_RENEWAL - first.year) % _YEARS_OF_A_MANDATE
    elected = FIRST_ROUNDS.get(year, dt.date(year, 3, 1))
    return year if first < elected else year + _YEARS_OF_A_MANDATE


def surely_over_after(first: dt.date, *, commune: bool = False) -> dt.date:
    """Return the last day on which the council installed on `first` may still be the same.

    Where the days of a renewal are not known yet, the end of its April.
    """
    year = renewal_year(first)
    return installed_by(year, commune=commune) or dt.date(year, 4, 30)


def overdue_since(first: dt.date, day: dt.date, *, commune: bool = False) -> dt.date | None:
    """Return by when the council that followed one installed on `first` sat, if `day` is later."""
    limit = surely_over_after(first, commune=commune)
    return limit if limit < day else None
