"""When an act takes force, and until when it can be challenged.

Sources: CGCT L. 2131-1 and L. 5211-3 (force), CJA R. 421-1 and R. 421-2 (appeal), CRPA L. 231-4 and
L. 411-2 (informal appeal), CGCT L. 2131-6 (referral by the prefect). Delays are full days: neither
the first nor the last counts, and one that ends on a day that is not worked ends on the next that
is.
"""

from __future__ import annotations

import datetime as dt

from csipa.french.dates import add_months, next_working_day

APPEAL_MONTHS = 2
# Months of silence that reject an informal appeal.
SILENCE_MONTHS = 2


def last_day(start: dt.date, months: int = APPEAL_MONTHS) -> dt.date:
    """Return the last day of a full delay of `months` that runs from `start`.

    >>> last_day(dt.date(2026, 1, 16))
    datetime.date(2026, 3, 17)
    """
    return next_working_day(add_months(start, months) + dt.timedelta(days=1))


def latest_start(until: dt.date) -> dt.date:
    """Return the last day from which a full delay is over on `until` at the latest.

    A delay that starts later never ends earlier: what starts until that day, and nothing else, has
    ended. This lets a database compare dates without knowing which days are worked.

    >>> latest_start(dt.date(2026, 3, 17))
    datetime.date(2026, 1, 16)
    """
    start = add_months(until, -APPEAL_MONTHS) + dt.timedelta(days=3)
    while last_day(start) > until:
        start -= dt.timedelta(days=1)
    return start


def appeal_start(
    start: dt.date, *, informal_on: dt.date | None = None, reply_on: dt.date | None = None
) -> dt.date:
    """Return the day from which the delay to go to court runs, for who made an informal appeal.

    An informal appeal received in time interrupts the delay, which runs again in full from the
    reply or, without one, from the day when two months of silence reject it. A reply given within
    the delay opened by that silence opens one more; a later reply changes nothing.
    """
    if informal_on is None or informal_on > last_day(start):
        return start
    silence = add_months(informal_on, SILENCE_MONTHS)
    if reply_on is not None and informal_on <= reply_on <= last_day(silence):
        return max(start, reply_on)
    return max(start, silence)


def appeal_until(
    start: dt.date, *, informal_on: dt.date | None = None, reply_on: dt.date | None = None
) -> dt.date:
    """Return the likely last day to go to court against an act made known on `start`.

    >>> appeal_until(dt.date(2026, 1, 16), informal_on=dt.date(2026, 3, 2))
    datetime.date(2026, 7, 3)
    """
    return last_day(appeal_start(start, informal_on=informal_on, reply_on=reply_on))


def referral_until(received: dt.date, completed: dt.date | None = None) -> dt.date:
    """Return the last day for the prefect to refer an act, counted again from its completion."""
    return last_day(max(received, completed) if completed else received)


def enforceable_on(
    *,
    signed: dt.date | None,
    received: dt.date | None,
    published: dt.date | None,
    notified: dt.date | None,
    individual: bool = False,
    to_transmit: bool = True,
) -> dt.date | None:
    """Return the day an act takes force, or None while a condition is not known to be met.

    It must be known to those it binds (published, or notified when it is individual) and, when the
    law asks for it, received by the State. It never takes force before it is signed.
    """
    known = notified if individual else published or notified
    needed = [signed, known, received] if to_transmit else [signed, known]
    days = [day for day in needed if day is not None]
    return max(days) if len(days) == len(needed) else None
