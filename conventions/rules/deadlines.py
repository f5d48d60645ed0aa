"""When an act takes force, and until when it can be challenged.

Sources: CGCT L. 2131-1 and L. 5211-3 (force), CJA R. 421-1 (appeal), CGCT L. 2131-6 (referral by
the prefect). Delays are full days: neither the first nor the last counts, and one that ends on a
day that is not worked ends on the next that is.
"""

from __future__ import annotations

import datetime as dt

from csipa.french.dates import add_months, next_working_day

APPEAL_MONTHS = 2


def last_day(start: dt.date, months: int = APPEAL_MONTHS) -> dt.date:
    """Return the last day of a full delay of `months` that runs from `start`.

    >>> last_day(dt.date(2026, 1, 16))
    datetime.date(2026, 3, 17)
    """
    return next_working_day(add_months(start, months) + dt.timedelta(days=1))


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
