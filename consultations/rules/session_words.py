"""The sentences of the planning: who holds a room, when a place is open, what is missing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from csipa.french.dates import long_date
from csipa.french.grammar import enumeration, lower_first
from csipa.french.hours import said_time
from sites.rules.opening import Span

USUAL_CLEANING = 30
"""Minutes that cleaning a consulting room is taken to last when a commitment does not say."""
_CLEANING = re.compile(r"\bménage\b|\bnettoyage\b|\bnettoyer\b|\bentretien des (?:locaux|salles)\b")
_MINUTES = re.compile(r"(\d{1,3})\s*(?:min\b|minutes?\b)")


def from_to(start: dt.time, end: dt.time) -> str:
    """Return « de 9 h à 12 h »."""
    return f"de {said_time(start)} à {said_time(end)}"


def said_moment(moment: dt.datetime) -> str:
    """Return « le 3 mars 2026 à 14 h 02 » for a local moment."""
    return f"le {long_date(moment.date())} à {said_time(moment.time())}"


def taken_words(
    start: dt.datetime,
    end: dt.datetime,
    free: dt.datetime,
    label: str,
    by: str,
    at: dt.datetime,
) -> str:
    """Say who holds a room, and who booked it when; all moments are local.

    « La salle est prise de 9 h à 12 h par la permanence de la CPTS, réservée par Marie Duval le
    3 mars 2026 à 14 h 02. » Time of cleaning is told where there is some.
    """
    cleaning = f", puis ménage jusqu’à {said_time(free.time())}" if free > end else ""
    booked = f", réservée par {by} {said_moment(at)}" if by else f", réservée {said_moment(at)}"
    span = from_to(start.time(), end.time())
    return f"La salle est prise {span}{cleaning} par {label}{booked}."


def elsewhere_words(name: str, start: dt.datetime, end: dt.datetime, place: str) -> str:
    """Say that somebody is already expected somewhere at that time."""
    where = f"\u00a0: {place}" if place else ""
    return f"{name} a déjà une séance {from_to(start.time(), end.time())}{where}."


def absent_words(name: str, day: dt.date) -> str:
    """Say that somebody is away; why is kept nowhere."""
    return f"Une absence de {name} est notée le {long_date(day)}."


def closed_site_words(name: str, day: dt.date, reason: str) -> str:
    """Say that a place is shut on a day, and why."""
    why = f" ({reason})" if reason else ""
    return f"{name} est fermé le {long_date(day)}{why}."


def hours_words(name: str, day: dt.date, spans: Sequence[Span], *, held: bool) -> str:
    """Say when a place is open on a day, or when a convention holds it, beside what is asked."""
    when = long_date(day, weekday=True)
    if not spans:
        what = "La convention ne prévoit rien" if held else f"{name} n’ouvre pas"
        return f"{what} le {when} à ces heures."
    said = enumeration(from_to(span.opens_at, span.closes_at) for span in spans)
    what = "la convention prévoit" if held else f"{lower_first(name)} est ouvert"
    return f"Hors des horaires\u00a0: {what} {said} le {when}."


def agreement_name(name: str) -> str:
    """Return what a sentence calls a convention at its beginning."""
    return f"La convention «\u00a0{name}\u00a0»"


def cleaning_minutes(commitments: Iterable[str]) -> int:
    """Return the minutes of cleaning that commitments ask for, 0 when none speaks of it.

    The minutes that the sentence states, else USUAL_CLEANING.
    """
    for text in commitments:
        lowered = text.lower()
        if _CLEANING.search(lowered):
            stated = _MINUTES.search(lowered)
            return int(stated[1]) if stated else USUAL_CLEANING
    return 0
