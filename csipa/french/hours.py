"""Times of day and lengths of time in figures, as French writes them."""

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal

from csipa.french.numbers import integer
from csipa.french.typography import NBSP

_MINUTE = dt.timedelta(minutes=1)
_CLOCK = re.compile(r"(?P<hours>\d{1,5}) ?(?:h|:) ?(?P<minutes>[0-5]\d)?", re.ASCII)
_PLAIN_HOURS = re.compile(r"\d{1,5}(?:[.,]\d{1,2})?", re.ASCII)
_MINUTES = re.compile(r"(\d{1,5}) ?(?:min|mn)", re.ASCII)


class NotALength(ValueError):
    """What was typed is no length of time; the text says why, in French."""


def said_time(time: dt.time) -> str:
    """Return « 9 h », « 14 h 30 »; seconds are left out."""
    return _hours_and_minutes(time.hour, time.minute)


def said_span(start: dt.time, end: dt.time) -> str:
    """Return « 9 h–12 h 30 », as a table writes a slot."""
    return f"{said_time(start)}–{said_time(end)}"


def said_length(length: dt.timedelta) -> str:
    """Return « 4 h », « 3 h 30 », « 25 min » for a length of time, to the minute, never negative.

    Raises :class:`ValueError` for a negative length.
    """
    if length < dt.timedelta():
        raise ValueError(f"Une durée n’est pas négative{NBSP}: {length}.")
    hours, minutes = divmod(length // _MINUTE, 60)
    if not hours and minutes:
        return f"{minutes}{NBSP}min"
    return _hours_and_minutes(hours, minutes)


def read_length(text: str) -> dt.timedelta:
    """Return the length typed: « 2 h 30 », « 2h30 », « 2:30 », « 2,5 » (hours), « 45 min ».

    The inverse of `said_length`, to the minute; no-break spaces separate thousands too. Raises
    NotALength.
    """
    typed = re.sub(r"(?<=\d)[\s]+(?=\d{3}\b)", "", text.strip().lower())
    typed = re.sub(r"\s+", " ", typed)
    if found := _MINUTES.fullmatch(typed):
        return dt.timedelta(minutes=int(found[1]))
    if found := _CLOCK.fullmatch(typed):
        return dt.timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    if _PLAIN_HOURS.fullmatch(typed):
        minutes = Decimal(typed.replace(",", ".")) * 60
        return dt.timedelta(minutes=int(minutes.quantize(Decimal(1), rounding=ROUND_HALF_UP)))
    raise NotALength(
        f"«{NBSP}{text.strip()}{NBSP}» n’est pas une durée{NBSP}: tapez 2{NBSP}h{NBSP}30, 2,5 ou "
        f"45{NBSP}min."
    )


def _hours_and_minutes(hours: int, minutes: int) -> str:
    said = f"{integer(hours)}{NBSP}h"
    return f"{said}{NBSP}{minutes:02d}" if minutes else said
