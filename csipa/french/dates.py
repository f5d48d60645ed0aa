"""Dates as an act writes them, and the working calendar of metropolitan France."""

import calendar
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby

from jours_feries_france import JoursFeries  # type: ignore[import-untyped]

from csipa.french.grammar import enumeration
from csipa.french.typography import NBSP, raise_ordinals

MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
"""Months from January, lower case as French writes them."""

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
"""Days from Monday, as :meth:`datetime.date.weekday` counts."""

_SATURDAY = 5
_FIGURES = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_LONG_DATE = re.compile(
    rf"(?:(?:{'|'.join(WEEKDAYS)})\s+)?(1\s?er|\d\d?)\s+([a-z]+)\s+(\d{{4}})", re.ASCII
)


class NotADate(ValueError):
    """The text is not a date written in full; the message says so in French."""


class PeriodReversed(ValueError):
    """A period ends before it starts; the message says so in French."""


def long_date(day: date, *, weekday: bool = False) -> str:
    """Return « 1er mars 2026 », with « dimanche » before when asked, joined by no-break spaces."""
    written = f"{_day_month(day)}{NBSP}{day.year}"
    return f"{WEEKDAYS[day.weekday()]}{NBSP}{written}" if weekday else written


def long_date_html(day: date, *, weekday: bool = False) -> str:
    """Return :func:`long_date` as safe HTML, the ending of 1er raised in ``<sup>``."""
    return raise_ordinals(long_date(day, weekday=weekday))


def parse_date(text: str) -> date:
    """Read a date as people write it: « 01/06/2024 », « 1.6.2024 », « 2024-06-01 » or in full.

    The year has four figures. Raises :class:`NotADate`, also for a day that does not exist.
    """
    written = text.strip()
    try:
        if found := _FIGURES.fullmatch(written):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if _ISO.fullmatch(written):
            return date.fromisoformat(written)
    except ValueError as error:
        raise NotADate(f"«{NBSP}{written}{NBSP}» n’est pas une date.") from error
    return parse_long_date(written)


def parse_long_date(text: str) -> date:
    """Read a date written in full, the inverse of :func:`long_date`.

    Any space, any case, a missing accent, a leading weekday and « 1 » for « 1er » are accepted;
    a weekday is not checked against the date. The year has four figures.
    Raises :class:`NotADate`, also for a day that does not exist (30 février).
    """
    found = _LONG_DATE.fullmatch(re.sub(r"\s", " ", _unaccented(text.strip())))
    try:
        if found is None:
            raise ValueError
        month = [_unaccented(name) for name in MONTHS].index(found[2]) + 1
        return date(int(found[3]), month, int(found[1].removesuffix("er")))
    except ValueError:
        raise NotADate(
            f"«{NBSP}{text}{NBSP}» n’est pas une date écrite en toutes lettres, "
            f"comme «{NBSP}{long_date(date(2026, 1, 26))}{NBSP}»."
        ) from None


def period(start: date, end: date | None) -> str:
    """Return « du 26 janvier au 28 avril 2026 », both days included.

    What the two dates share is said once; ``end`` is ``None`` for « à compter du … », and one
    day alone is « le … ». Raises :class:`PeriodReversed`.
    """
    if end is None:
        return f"à compter du {long_date(start)}"
    _check_order(start, end)
    if start == end:
        return f"le {long_date(start)}"
    if (start.year, start.month) == (end.year, end.month):
        return f"du {_ordinal_day(start)} au {long_date(end)}"
    first = _day_month(start) if start.year == end.year else long_date(start)
    return f"du {first} au {long_date(end)}"


def day_list(days: Iterable[date]) -> str:
    """Return « des 8 juillet et 17 novembre 2020, 2 février 2021 »: sorted, by year, with article.

    « et » closes each year, or the whole when every year has one day; a day given twice is said
    once. Raises :class:`ValueError` when there is no day at all.
    """
    ordered = sorted(set(days))
    if not ordered:
        raise ValueError("Aucune date à énumérer.")
    years = [
        f"{enumeration(_day_month(day) for day in group)}{NBSP}{year}"
        for year, group in groupby(ordered, key=lambda day: day.year)
    ]
    joined = enumeration(years) if len(years) == len(ordered) else ", ".join(years)
    return f"du {joined}" if len(ordered) == 1 else f"des {joined}"


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[date]:
    """Return the public holidays of a year in metropolitan France (Code du travail, L. 3133-1)."""
    return frozenset(JoursFeries.for_year(year).values())


def is_working_day(day: date) -> bool:
    """Tell whether a day is neither Saturday, Sunday nor a public holiday."""
    return day.weekday() < _SATURDAY and day not in public_holidays(day.year)


def next_working_day(day: date) -> date:
    """Return the day itself when it is a working day, else the first one after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def add_months(day: date, months: int) -> date:
    """Return the same day some months later (or earlier), or the last day of a shorter month.

    Code de procédure civile, art. 641: a delay in months ends on the day of the same number.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def count_days_inclusive(start: date, end: date) -> int:
    """Return the number of days of a period, both ends counted. Raises :class:`PeriodReversed`."""
    _check_order(start, end)
    return (end - start).days + 1


def _ordinal_day(day: date) -> str:
    return "1er" if day.day == 1 else str(day.day)


def _day_month(day: date) -> str:
    return f"{_ordinal_day(day)}{NBSP}{MONTHS[day.month - 1]}"


def _unaccented(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _check_order(start: date, end: date) -> None:
    if end < start:
        raise PeriodReversed(
            f"La période se termine le {long_date(end)}, avant de commencer le {long_date(start)}."
        )
