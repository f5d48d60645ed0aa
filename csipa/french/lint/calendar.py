"""How dates are found in a text: parts of regular expressions, and reading what they found."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from csipa.french.dates import MONTHS, WEEKDAYS
from csipa.french.lint.rules import SPACE

MONTH = (
    "(?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre"
    "|d[ée]cembre)"
)
WEEKDAY = f"(?:{'|'.join(WEEKDAYS)})"
DAY = "(?:1er|[0-3]?[0-9])"
_PLAIN_MONTHS = ["".join(c for c in unicodedata.normalize("NFD", m) if c.isalpha()) for m in MONTHS]
_DATE = re.compile(
    rf"(?<![\d/])(?:{WEEKDAY}{SPACE})?(?P<day>{DAY}){SPACE}(?P<month>{MONTH})"
    rf"(?:{SPACE}(?P<year>[12]\d{{3}}))?(?!\w)",
    re.IGNORECASE,
)


def month_of(name: str) -> int:
    """Return the rank of a month from 1, its accents and its case aside."""
    bare = "".join(c for c in unicodedata.normalize("NFD", name.lower()) if c.isalpha())
    return _PLAIN_MONTHS.index(bare) + 1


def day_of(written: str) -> int:
    """Return the day that « 1er » or « 05 » writes."""
    return int(written.lower().removesuffix("er"))


def real_date(year: int, month: int, day: int) -> dt.date | None:
    """Return a date of the calendar, or None when there is no such day."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
