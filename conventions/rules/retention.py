"""How long an act or a convention is kept, what becomes of it then, and who may read it when.

Sources: code du patrimoine, art. L. 212-2 (what has no more use is sorted), L. 213-1 (public
archives may be read at once) and L. 213-2, I, 3° (fifty years from the date of the document, or
from that of the latest one of the file, where the private life of a named person is at stake).
Codes of access: standard d’échange de données pour l’archivage (SEDA), list of access restrictions.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from csipa.french.dates import add_months

SIGNATURE, END, EXECUTORY = "signature", "end", "executory"
"""What a life is counted from; the codes of `KeptFrom`."""

AT_ONCE, AFTER_25_YEARS, AFTER_50_YEARS = "AR038", "AR039", "AR048"
"""When anybody may read; the codes of `AccessDelay`."""

_YEARS_CLOSED = {AT_ONCE: 0, AFTER_25_YEARS: 25, AFTER_50_YEARS: 50}
_MONTHS = 12


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What is said of a nature: `years` of use counted from an event, then its fate."""

    years: int
    counted_from: str
    fate: str
    access: str


@dataclass(frozen=True, kw_only=True)
class Life:
    """What is known of a text; None for a day not known, or that has not come.

    `latest` is the date of the latest document of its file; `individual` tells a text about one
    person (appointment, personal situation).
    """

    signed: dt.date | None = None
    executory: dt.date | None = None
    ended: dt.date | None = None
    latest: dt.date | None = None
    individual: bool = False


@dataclass(frozen=True, kw_only=True)
class Retention:
    """What follows for one text; a day is None as long as what it is counted from is not known.

    `since` is the day from which the use is counted, `useful_until` its last day, `readable_from`
    the first day on which anybody may read the text.
    """

    since: dt.date | None
    useful_until: dt.date | None
    fate: str
    access: str
    readable_from: dt.date | None

    def is_over(self, today: dt.date) -> bool:
        """Tell whether the text has no more administrative use on `today`."""
        return self.useful_until is not None and self.useful_until < today


def retention_of(rule: Rule, life: Life) -> Retention:
    """Return what a rule means for one text.

    A text about one person opens after fifty years at the earliest, whatever its nature says.

    >>> signed = dt.date(2026, 1, 15)
    >>> rule = Rule(years=1, counted_from=SIGNATURE, fate="C", access=AT_ONCE)
    >>> retention_of(rule, Life(signed=signed)).useful_until
    datetime.date(2027, 1, 14)
    """
    since = {SIGNATURE: life.signed, END: life.ended, EXECUTORY: life.executory}[rule.counted_from]
    access = _later(rule.access, AFTER_50_YEARS) if life.individual else rule.access
    return Retention(
        since=since,
        useful_until=_years_after(since, rule.years, less=1),
        fate=rule.fate,
        access=access,
        readable_from=_readable_from(life, access),
    )


def _later(one: str, other: str) -> str:
    return max(one, other, key=_YEARS_CLOSED.__getitem__)


def _readable_from(life: Life, access: str) -> dt.date | None:
    """Count from the signature what opens at once, from the latest document what stays closed."""
    years = _YEARS_CLOSED[access]
    dated = [day for day in (life.signed, life.latest) if day]
    if not years:
        return life.signed
    return _years_after(max(dated), years) if dated else None


def _years_after(day: dt.date | None, years: int, *, less: int = 0) -> dt.date | None:
    if day is None:
        return None
    return add_months(day, years * _MONTHS) - dt.timedelta(days=less)
