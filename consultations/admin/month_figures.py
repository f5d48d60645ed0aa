"""The figures of a month in a table: what the site asks for, and whatever else was counted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from consultations.models import ActivityKind, MonthlyTotal
from consultations.review.month_sheet import MonthSheet
from csipa.french.grammar import upper_first
from csipa.french.hours import said_length
from csipa.french.numbers import integer

_ALWAYS = (("Jours saisis", "entries"), ("Consultations", "done"))
_ASKED = (
    ("Dont non programmées", "unscheduled", "shows_unscheduled"),
    ("Dont sans médecin traitant", "without_gp", "shows_without_gp"),
    ("Refus faute de créneau", "refused", "shows_refused"),
    ("Rendez-vous non honorés", "no_show", "shows_no_show"),
    ("Heures tenues", "minutes_held", "shows_hours"),
)


@dataclass(frozen=True)
class MonthFigures:
    """A table: the names of its columns, its rows (profession, kind, cells), its last line."""

    columns: list[str]
    rows: list[tuple[str, str, list[tuple[str, str]]]]
    sums: list[tuple[str, str]]


def month_figures(sheet: MonthSheet) -> MonthFigures:
    """Return the figures of a month; what is not asked for and was never counted is left out."""
    columns = [
        *_ALWAYS,
        *(
            (name, column)
            for name, column, setting in _ASKED
            if getattr(sheet.recording, setting) or _sum(sheet.totals, column)
        ),
    ]
    # Days of several lines do not add up.
    return MonthFigures(
        [name for name, _ in columns],
        [
            (
                upper_first(total.profession.plural),
                str(ActivityKind(total.kind).label),
                [(name, _said(column, getattr(total, column))) for name, column in columns],
            )
            for total in sheet.totals
        ],
        [
            (name, "–" if column == "entries" else _said(column, _sum(sheet.totals, column)))
            for name, column in columns
        ],
    )


def _sum(totals: list[MonthlyTotal], column: str) -> int:
    return sum(getattr(total, column) for total in totals)


def _said(column: str, number: int) -> str:
    if column == "minutes_held":
        return said_length(dt.timedelta(minutes=number))
    return integer(number)
