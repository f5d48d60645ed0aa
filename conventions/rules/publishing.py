"""How long an act must stay in the public register."""

from __future__ import annotations

import datetime as dt

from csipa.french.dates import add_months, count_days_inclusive

# CGCT R. 2131-1: an act stays at the disposal of the public for two months at least.
ONLINE_MONTHS = 2


def online_until(since: dt.date) -> dt.date:
    """Return the last day on which an act put online on `since` must still be there.

    >>> online_until(dt.date(2026, 1, 16))
    datetime.date(2026, 3, 16)
    """
    return add_months(since, ONLINE_MONTHS)


def may_leave(since: dt.date, *, on: dt.date) -> bool:
    """Tell whether the two months of an act put online on `since` are over on a day.

    >>> may_leave(dt.date(2026, 1, 16), on=dt.date(2026, 3, 16))
    False
    """
    return on > online_until(since)


def days_online(since: dt.date, *, on: dt.date) -> int:
    """Return how many days an act has been online, both ends counted.

    >>> days_online(dt.date(2026, 1, 16), on=dt.date(2026, 1, 17))
    2
    """
    return count_days_inclusive(since, on)
