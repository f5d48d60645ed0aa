"""Instalments and weekly slots as somebody types them, one a line, without a script."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from csipa.french.dates import WEEKDAYS, NotADate, parse_long_date
from csipa.french.typography import NBSP

_INSTALMENT = re.compile(
    r"(?P<number>\d[\d\s.,]*)\s*(?P<unit>%|€|euros?\b)[\s,:–-]*(?P<when>.*)", re.IGNORECASE
)
_FIGURES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_TIME = r"(\d{1,2})\s*(?:h|:)\s*(\d{2})?"
_SLOT = re.compile(
    rf"(?P<day>{'|'.join(WEEKDAYS)})s?\s*(?:de\b|:|,)?\s*{_TIME}\s*(?:à|a|-|–)\s*{_TIME}",
    re.IGNORECASE,
)


class NotRead(ValueError):
    """A line that says nothing the program reads; the text is French."""


@dataclass(frozen=True)
class InstalmentLine:
    """A share in per cent or an amount in euros, and the day or the occasion it is due."""

    percent: Decimal | None = None
    amount: Decimal | None = None
    due_on: dt.date | None = None
    when: str = ""


@dataclass(frozen=True)
class SlotTime:
    """A weekly slot, from Monday 1 to Sunday 7."""

    weekday: int
    starts_at: dt.time
    ends_at: dt.time


def read_instalment(text: str) -> InstalmentLine:
    """Read « 30 % à la signature » or « 3 900 € le 1er mars 2026 »; raise NotRead.

    >>> read_instalment("30 % à la signature").percent
    Decimal('30')
    """
    found = _INSTALMENT.fullmatch(text.strip())
    if found is None:
        raise NotRead(
            f"«{NBSP}{text}{NBSP}»{NBSP}: commencez par la part ou le montant, comme "
            f"«{NBSP}30{NBSP}% à la signature{NBSP}»."
        )
    number = _number(found["number"], text)
    when = found["when"].strip()
    day = _day(when)
    return InstalmentLine(
        percent=number if found["unit"] == "%" else None,
        amount=None if found["unit"] == "%" else number,
        due_on=day,
        when="" if day else when,
    )


def read_slot(text: str) -> SlotTime:
    """Read « mardi de 14 h à 18 h 30 » or « mardi 14:00-18:30 »; raise NotRead.

    >>> read_slot("mardi de 14 h à 18 h 30").ends_at
    datetime.time(18, 30)
    """
    found = _SLOT.fullmatch(text.strip())
    if found is None:
        raise NotRead(
            f"«{NBSP}{text}{NBSP}»{NBSP}: écrivez le jour et les heures, comme "
            f"«{NBSP}mardi de 14{NBSP}h à 18{NBSP}h{NBSP}»."
        )
    start, end = _time(found[2], found[3], text), _time(found[4], found[5], text)
    if end <= start:
        raise NotRead(f"«{NBSP}{text}{NBSP}»{NBSP}: le créneau finit avant d’avoir commencé.")
    return SlotTime(WEEKDAYS.index(found["day"].lower()) + 1, start, end)


def _number(figures: str, text: str) -> Decimal:
    bare = re.sub(r"\s", "", figures).replace(",", ".")
    try:
        return Decimal(bare)
    except InvalidOperation:
        raise NotRead(f"«{NBSP}{text}{NBSP}»{NBSP}: le nombre n’est pas lisible.") from None


def _day(when: str) -> dt.date | None:
    """Return the day that an occasion is, None when it says more than a day, or something else."""
    bare = re.sub(r"^le\s+", "", when, flags=re.IGNORECASE)
    try:
        if found := _FIGURES.fullmatch(bare):
            return dt.date(int(found[3]), int(found[2]), int(found[1]))
        return parse_long_date(bare)
    except (NotADate, ValueError):
        return None


def _time(hours: str, minutes: str | None, text: str) -> dt.time:
    try:
        return dt.time(int(hours), int(minutes or 0))
    except ValueError:
        raise NotRead(f"«{NBSP}{text}{NBSP}»{NBSP}: une heure n’existe pas.") from None
