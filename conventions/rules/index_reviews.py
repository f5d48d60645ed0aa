"""The review of a rent by an index of INSEE: when, by which quarter, and what the rent becomes.

Sources: loi n° 89-462 du 6 juillet 1989, art. 17-1 (IRL: a review a year, on the day agreed or at
the end of each year of the contract; a lessor who lets a year go by has waived it); Code de
commerce, art. L. 145-34 and L. 145-38 (ILC, ILAT); Code monétaire et financier, art. L. 112-2 (an
index must bear on the object of the contract: ICC, IRL, ILC, ILAT do). INSEE publishes the IRL
about the middle of the month after the quarter, the others about the end of the quarter after.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from conventions.rules.euros import to_cent
from csipa.french.dates import MONTHS, add_months, long_date
from csipa.french.numbers import ordinal

_QUARTER = re.compile(
    r"(?:(?P<before>(?:19|20)\d\d)\D{0,3}?)?"
    r"(?:t(?:rimestre)?\s?(?P<after>[1-4])|(?P<first>[1-4])\s?(?:er|e|eme|nd)?\s?t(?:rim(?:estre)?)?)"
    r"(?:\D{0,4}?(?P<year>(?:19|20)\d\d))?"
)
_IN_WORDS = {
    "premier": "1er",
    "deuxieme": "2e",
    "second": "2e",
    "troisieme": "3e",
    "quatrieme": "4e",
}
_DAY_MONTH = re.compile(r"\b(\d{1,2})\s?/\s?(\d{1,2})(?:\s?/\s?((?:19|20)\d\d))?(?!\d|\s?/)")
_DAY_WORD = re.compile(r"\b(\d{1,2})\s?(?:er)?\s+([a-z]{3,9})(?:\s+((?:19|20)\d\d))?\b")
_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b")


@dataclass(frozen=True)
class Index:
    """An index: initials, name, text that founds it, months and day from quarter to publication."""

    code: str
    name: str
    source: str
    months_later: int
    day: int

    @property
    def full_name(self) -> str:
        """Return « indice de référence des loyers (IRL) »."""
        return f"{self.name} ({self.code})"


_COMMERCE = "Code de commerce, art. L. 145-34 et L. 145-38"
IRL = Index(
    "IRL",
    "indice de référence des loyers",
    "loi n° 89-462 du 6 juillet 1989, art. 17-1",
    1,
    16,
)
INDEXES = (
    IRL,
    Index("ILC", "indice des loyers commerciaux", _COMMERCE, 3, 28),
    Index("ILAT", "indice des loyers des activités tertiaires", _COMMERCE, 3, 28),
    Index(
        "ICC",
        "indice du coût de la construction",
        "Code monétaire et financier, art. L. 112-2",
        3,
        28,
    ),
)
_SLOWEST = (3, 28)


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a year; `number` from 1 to 4."""

    year: int
    number: int

    @property
    def label(self) -> str:
        """Return « 2e trimestre 2025 »."""
        return f"{ordinal(self.number)} trimestre {self.year}"

    @property
    def last_month(self) -> dt.date:
        """Return the first day of the last month of the quarter."""
        return dt.date(self.year, 3 * self.number, 1)


@dataclass(frozen=True)
class YearlyDay:
    """The day of the year on which a rent is reviewed; `year` when a first one is named.

    Month 0 stands for the anniversary of the convention.
    """

    month: int = 0
    day: int = 0
    year: int | None = None

    def in_year(self, year: int, start: dt.date) -> dt.date:
        """Return the day in a year; 29 February is the 28th in most."""
        month, day = (self.month, self.day) if self.month else (start.month, start.day)
        return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


ANNIVERSARY = YearlyDay()


@dataclass(frozen=True)
class Review:
    """A review that falls due: its day, the quarter to read, the one it is compared with.

    `lapses_on` is the last day to ask for it, None where the law sets none.
    """

    day: dt.date
    quarter: Quarter
    base: Quarter
    published_on: dt.date
    lapses_on: dt.date | None


class ReviewState(StrEnum):
    """Where a review that nobody noted stands on a day."""

    COMING = "coming"
    DUE = "due"
    LAPSED = "lapsed"

    @property
    def label(self) -> str:
        """Return the state in French."""
        return _STATES[self]


_STATES = {
    ReviewState.COMING: "à venir",
    ReviewState.DUE: "à faire",
    ReviewState.LAPSED: "délai passé",
}


def review_state(review: Review, today: dt.date) -> ReviewState:
    """Return where a review stands; the day on which it lapses is still a good one."""
    if today < review.day:
        return ReviewState.COMING
    late = review.lapses_on is not None and review.lapses_on < today
    return ReviewState.LAPSED if late else ReviewState.DUE


def review_advice(review: Review) -> str:
    """Return what the lessor had better know of a review, "" where the law says nothing."""
    if review.lapses_on is None:
        return ""
    return (
        "Pour un bail d’habitation, la révision ne vaut qu’à compter du jour où elle est "
        f"demandée ; après le {long_date(review.lapses_on)}, le bailleur y a renoncé pour cette "
        f"année ({IRL.source})."
    )


def reviewed_rent(rent: Decimal, base: Decimal, new: Decimal) -> Decimal:
    """Return a rent times the new index over the old one, to the cent, a half cent going up.

    Raises ValueError when an index is not above zero.

    >>> reviewed_rent(Decimal("300.00"), Decimal("145.17"), Decimal("146.68"))
    Decimal('303.12')
    """
    if base <= 0 or new <= 0:
        raise ValueError("Un indice est un nombre positif.")
    return to_cent(Fraction(rent) * Fraction(new) / Fraction(base))


def index_of(name: str) -> Index | None:
    """Return the index that a text names by its initials or its name, None for another."""
    plain = _plain(name)
    words = set(re.findall(r"[a-z]+", plain))
    for index in INDEXES:
        if index.code.lower() in words or _plain(index.name) in plain:
            return index
    return None


def quarter_of(text: str) -> tuple[int | None, int | None]:
    """Return the quarter and the year that a text names, each None when it does not.

    « 2 », « T2 », « 2025-T2 », « 2T2025 », « 2e trimestre 2025 » and « deuxième trimestre » are
    understood.
    """
    plain = _plain(text)
    for word, figure in _IN_WORDS.items():
        plain = re.sub(rf"\b{word}\b", figure, plain)
    if plain in {"1", "2", "3", "4"}:
        return int(plain), None
    found = _QUARTER.search(plain)
    if found is None:
        return None, None
    year = found["before"] or found["year"]
    return int(found["after"] or found["first"]), int(year) if year else None


def review_day(text: str) -> YearlyDay | None:
    """Return the day of the year that a text sets, None when it cannot be told.

    « 2027-02-01 », « 01/02 », « 01/02/2027 », « le 1er février » and « date anniversaire » are
    understood; nothing is the anniversary, as the law has it (loi du 6 juillet 1989, art. 17-1).
    """
    plain = _plain(text)
    if not plain or "anniversaire" in plain:
        return ANNIVERSARY
    if found := _ISO.search(plain):
        year, month, day = (int(part) for part in found.groups())
        return _yearly(month, day, year)
    if found := _DAY_MONTH.search(plain):
        return _yearly(int(found[2]), int(found[1]), int(found[3]) if found[3] else None)
    months = [_plain(name) for name in MONTHS]
    for found in _DAY_WORD.finditer(plain):
        if found[2] in months:
            year_named = int(found[3]) if found[3] else None
            return _yearly(months.index(found[2]) + 1, int(found[1]), year_named)
    return None


def _yearly(month: int, day: int, year: int | None) -> YearlyDay | None:
    try:
        dt.date(year or 2000, month, day)
    except ValueError:
        return None
    return YearlyDay(month, day, year)


def said_day(yearly: YearlyDay, start: dt.date | None) -> str:
    """Return « le 1er février de chaque année », or how the anniversary is told."""
    if yearly == ANNIVERSARY and start is None:
        return "à chaque anniversaire de la prise d’effet"
    month, day = (yearly.month, yearly.day) if yearly.month else (start.month, start.day)  # type: ignore[union-attr]
    written = "1er" if day == 1 else str(day)
    return f"le {written} {MONTHS[month - 1]} de chaque année"


def published_on(quarter: Quarter, index: Index | None) -> dt.date:
    """Return the day by which the index of a quarter is out, to a few days."""
    months, day = (index.months_later, index.day) if index else _SLOWEST
    return add_months(quarter.last_month, months).replace(day=day)


def latest_published(number: int | None, day: dt.date, index: Index | None) -> Quarter:
    """Return the last quarter of that number (of any, for None) whose index is out on `day`."""
    quarters = (
        Quarter(year, rank)
        for year in range(day.year, day.year - 3, -1)
        for rank in ((number,) if number else (4, 3, 2, 1))
    )
    return next(one for one in quarters if published_on(one, index) <= day)


def base_quarter(text: str, *, start: dt.date, index: Index | None) -> Quarter:
    """Return the quarter that the rent of the first day stands for.

    The year that a text does not give is that of the last one published then.
    """
    number, year = quarter_of(text)
    if number and year:
        return Quarter(year, number)
    return latest_published(number, start, index)


def reviews(
    name: str, quarter: str, review_date: str, *, start: dt.date, until: dt.date
) -> Iterator[Review]:
    """Give the reviews from the day after `start` to `until`, included, one a year.

    The first is that for which an index newer than the one of reference is out; none when the day
    of review cannot be told.
    """
    yearly = review_day(review_date)
    if yearly is None or not name:
        return
    index = index_of(name)
    base = base_quarter(quarter, start=start, index=index)
    for year in range(max(start.year, yearly.year or 0), until.year + 1):
        day = yearly.in_year(year, start)
        if not start < day <= until:
            continue
        latest = latest_published(base.number, day, index)
        if latest > base:
            lapse = add_months(day, 12) if index is IRL else None
            previous = max(base, Quarter(latest.year - 1, latest.number))
            yield Review(day, latest, previous, published_on(latest, index), lapse)


def _plain(text: str) -> str:
    """Return a text in lower case, without accents nor no-break spaces."""
    letters = unicodedata.normalize("NFKD", text.lower().replace("’", "'"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"\s+", " ", bare).strip()
