"""What may be typed in a cell of the week grid, and what it means.

Three facts are told apart: nothing entered, a confirmed zero, closed.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import Enum

LARGEST = 999
"""The most that one profession counts in one day at one site; beyond, it is a slip of the hand."""
DAY_MINUTES = 24 * 60
CLOSED_MARK = "f"


class ActivityKind(Enum):
    """How a consultation is given."""

    CONSULTATION = "consultation"
    HOME_VISIT = "home_visit"
    REMOTE = "remote"


class Measure(Enum):
    """What is counted; the value is the name of the column."""

    DONE = "done"
    UNSCHEDULED = "unscheduled"
    WITHOUT_GP = "without_gp"
    REFUSED = "refused"
    NO_SHOW = "no_show"
    MINUTES = "minutes_held"


class Mark(Enum):
    """What a cell may hold beside a number."""

    BLANK = ""
    CLOSED = CLOSED_MARK


Value = int | Mark
"""A number (0 is a confirmed zero; minutes for the hours held), closed, or blank: not entered."""


@dataclass(frozen=True, order=True)
class CellKey:
    """One row of counts: `person` 0 stands for the profession as a whole.

    The order is the one in which rows are written: month first, so that writers of one month take
    its sums in the same order.
    """

    site: int
    month: dt.date
    profession: int
    kind: str
    date: dt.date
    person: int

    @classmethod
    def of(
        cls, site: int, date: dt.date, profession: int, kind: str, person: int | None = None
    ) -> CellKey:
        """Return the key of a row."""
        return cls(site, date.replace(day=1), profession, kind, date, person or 0)


class NotAValue(ValueError):
    """What was typed is no value of a cell; the text says why, in French."""


_HOURS = re.compile(r"(?P<hours>\d{1,2})\s*(?:h|:)\s*(?P<minutes>\d{2})?")


def read_value(text: str, measure: Measure) -> Value:
    """Return the value typed for a measure; raise NotAValue.

    « f » is closed, nothing is blank. Hours are written « 7,5 », « 7 h 30 » or « 7:30 » and are
    returned in minutes, 0 to 1,440.
    """
    typed = text.replace("\u00a0", " ").strip().lower()
    if not typed:
        return Mark.BLANK
    if typed == CLOSED_MARK:
        return Mark.CLOSED
    if measure is Measure.MINUTES:
        return _minutes(typed)
    if not typed.isascii() or not typed.isdigit():
        raise NotAValue(
            f"«\u00a0{text.strip()}\u00a0» n’est pas un nombre entier\u00a0: tapez un nombre, 0, "
            "ou f pour fermé."
        )
    number = int(typed)
    if number > LARGEST:
        raise NotAValue(f"{number} est trop grand pour une journée\u00a0: {LARGEST} au plus.")
    return number


def _minutes(typed: str) -> int:
    if said := _HOURS.fullmatch(typed):
        minutes = int(said["hours"]) * 60 + int(said["minutes"] or 0)
    else:
        plain = typed.replace(",", ".")
        if not re.fullmatch(r"\d{1,2}(\.\d{1,2})?", plain):
            raise NotAValue(
                f"«\u00a0{typed}\u00a0» n’est pas une durée\u00a0: tapez 7,5 ou 7\u00a0h\u00a030, "
                "ou f pour fermé."
            )
        minutes = round(float(plain) * 60)
    if minutes > DAY_MINUTES:
        raise NotAValue("Une journée compte au plus 24 heures.")
    return minutes


def write_value(value: Value, measure: Measure) -> str:
    """Return what the cell shows: « 12 », « 7h30 » for hours, « f », or nothing."""
    if isinstance(value, Mark):
        return value.value
    if measure is not Measure.MINUTES:
        return str(value)
    hours, minutes = divmod(value, 60)
    return f"{hours}h{minutes:02d}" if minutes else f"{hours}h"
