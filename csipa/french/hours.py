"""Times of day and lengths of time in figures, as French writes them."""

import datetime as dt

from csipa.french.numbers import integer
from csipa.french.typography import NBSP

_MINUTE = dt.timedelta(minutes=1)


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


def _hours_and_minutes(hours: int, minutes: int) -> str:
    said = f"{integer(hours)}{NBSP}h"
    return f"{said}{NBSP}{minutes:02d}" if minutes else said
