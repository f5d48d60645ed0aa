"""Words of the week grid: who and what a row counts, how a cell is called."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.timezone import localtime

from consultations.rules.cells import ActivityKind, Measure, Value, write_value
from csipa.french.dates import MONTHS, WEEKDAYS
from csipa.french.grammar import upper_first
from csipa.french.hours import said_length, said_time
from csipa.french.numbers import integer

_DONE = {
    ActivityKind.CONSULTATION.value: "consultations",
    ActivityKind.HOME_VISIT.value: "visites à domicile",
    ActivityKind.REMOTE.value: "téléconsultations",
}
_MEASURES = {
    Measure.UNSCHEDULED: "dont non programmées",
    Measure.WITHOUT_GP: "dont sans médecin traitant",
    Measure.REFUSED: "refus faute de créneau",
    Measure.NO_SHOW: "rendez-vous non honorés",
    Measure.MINUTES: "heures tenues",
}
NOTHING = "–"


def measure_words(measure: Measure, kind: str) -> str:
    """Return what is counted: « consultations », « dont non programmées »."""
    return _DONE[kind] if measure is Measure.DONE else _MEASURES[measure]


def row_words(profession: str, person: Any = None, *, is_sum: bool = False) -> str:
    """Return who a row counts: the profession, somebody of it, or all its people together."""
    if person is not None:
        return str(person)
    return f"{upper_first(profession)} (ensemble)" if is_sum else upper_first(profession)


def day_words(day: dt.date) -> str:
    """Return « mardi 2 juin », « lundi 1er juin »."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{WEEKDAYS[day.weekday()]}\u00a0{number}\u00a0{MONTHS[day.month - 1]}"


def short_day(day: dt.date) -> str:
    """Return « mar. 2 »."""
    return f"{WEEKDAYS[day.weekday()][:3]}.\u00a0{day.day}"


def total_words(values: list[Value], measure: Measure) -> str:
    """Return the sum of what is entered, « – » where nothing is; hours as « 7 h 30 »."""
    numbers = [value for value in values if isinstance(value, int)]
    if not numbers:
        return NOTHING
    if measure is Measure.MINUTES:
        return said_length(dt.timedelta(minutes=sum(numbers)))
    return integer(sum(numbers))


def account_words(account: Any) -> str:
    """Return the name of whoever typed, « quelqu’un » where the account is gone."""
    return (account.get_full_name() or account.get_username()) if account else "quelqu’un"


def value_words(text: str) -> str:
    """Return what a cell shows as a sentence says it: « fermé », « rien », or the number."""
    return {"": "rien", "f": "fermé"}.get(text, text)


def shown_value(value: Value, measure: Measure) -> str:
    """Return what a cell that is only read shows."""
    return write_value(value, measure) or NOTHING


def moment_words(at: dt.datetime, *, now: dt.datetime) -> str:
    """Return « à 17 h 42 », with the day before where it is not that of `now`, in local time."""
    local = localtime(at)
    time = f"à {said_time(local.time())}"
    return time if local.date() == localtime(now).date() else f"le {day_words(local.date())} {time}"


def conflict_words(mine: str, theirs: str, by: str, at: str) -> str:
    """Return « Vous 14 / Marie 12 à 17 h 42 : laquelle ? »."""
    other = f"{by} {value_words(theirs)} {at}".rstrip()
    return f"Vous {value_words(mine)} / {other}\u00a0: laquelle\u00a0?"
