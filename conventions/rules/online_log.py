"""What the daily readings of a public address tell: the days seen, missed, and not looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_SILENCE = 2
"""Days without having been seen after which an act online calls for somebody."""


@dataclass(frozen=True)
class Days:
    """How many days an act was seen online, was looked for in vain, was not looked for."""

    seen: int
    missing: int
    unread: int


def count_days(readings: Iterable[tuple[dt.date, bool]], *, since: dt.date, until: dt.date) -> Days:
    """Count the days from `since` to `until`, both included, by the best reading of each.

    >>> count_days([(dt.date(2026, 1, 16), False), (dt.date(2026, 1, 16), True)],
    ...            since=dt.date(2026, 1, 16), until=dt.date(2026, 1, 17))
    Days(seen=1, missing=0, unread=1)
    """
    best: dict[dt.date, bool] = {}
    for day, seen in readings:
        if since <= day <= until:
            best[day] = best.get(day, False) or seen
    seen_days = sum(best.values())
    every = max(0, (until - since).days + 1)
    return Days(seen_days, len(best) - seen_days, every - len(best))


def is_lost(*, online_since: dt.date, last_seen: dt.date | None, today: dt.date) -> bool:
    """Tell whether an act online was not seen there for two days or more.

    >>> is_lost(online_since=dt.date(2026, 1, 16), last_seen=None, today=dt.date(2026, 1, 18))
    True
    """
    last = max(online_since, last_seen) if last_seen else online_since
    return (today - last).days >= LONGEST_SILENCE
