"""Answers about activity as files that spreadsheets open; small counts hidden for publication."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.conf import settings

from consultations.review.answers import Answers
from consultations.review.answers_table import AnswerTable, Number, Shown, answer_table
from consultations.review.headline import cautions
from consultations.rules.ledgers import CSIPA_LABEL
from consultations.rules.pivot import Dimension
from consultations.rules.suppression import HIDDEN
from csipa.french.dates import long_date, period
from csipa.french.grammar import enumeration, upper_first
from csipa.spreadsheets import Cell as FileCell
from csipa.spreadsheets import Sheet, to_csv, to_xlsx

_DECIMALS = "0.##"
_TOTAL = "Total"


def answers_csv(
    found: Answers, rows: Dimension, columns: Dimension | None, shown: Shown, *, published: bool
) -> bytes:
    """Return a table of activity as CSV, what to know of it below; `published` hides small counts.

    Nothing in it is by person.
    """
    table = _table(found, rows, columns, shown, published=published)
    lines: list[list[FileCell]] = _lines(table)
    lines += [[], *([note] for note in _notes(found, table))]
    return to_csv(Sheet(shown.label, _headings(table), lines))


def answers_xlsx(
    found: Answers, rows: Dimension, columns: Dimension | None, shown: Shown, *, published: bool
) -> bytes:
    """Return the same as a workbook, with real numbers and dates, and its notes on a sheet."""
    table = _table(found, rows, columns, shown, published=published)
    notes = [[note] for note in _notes(found, table)]
    return to_xlsx(
        [
            Sheet(upper_first(shown.label), _headings(table), _lines(table), _DECIMALS),
            Sheet("À savoir", ["À savoir"], notes),
        ]
    )


def _table(
    found: Answers, rows: Dimension, columns: Dimension | None, shown: Shown, *, published: bool
) -> AnswerTable:
    below = settings.SMALL_COUNTS_BELOW if published else 0
    return answer_table(found, rows, columns, shown, below=below)


def _headings(table: AnswerTable) -> list[str]:
    unit = f" ({table.shown.unit})" if table.shown.unit else ""
    return [table.heading, *table.columns, f"{upper_first(table.shown.label)}{unit}"]


def _lines(table: AnswerTable) -> list[list[FileCell]]:
    found: list[list[FileCell]] = [
        [_place(row.place, row.name), *_cells([*row.cells, row.total])] for row in table.rows
    ]
    found.append([_TOTAL, *_cells([*table.totals, table.total])])
    return found


def _place(place: object, name: str) -> FileCell:
    return place if isinstance(place, dt.date) else name


def _cells(cells: Iterable[object]) -> list[FileCell]:
    return [HIDDEN if cell.is_hidden else _number(cell.value) for cell in cells]


def _number(value: Number) -> FileCell:
    """Return a number without the zeros that end it: 4.0 is 4."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value.normalize()
    return value


def _notes(found: Answers, table: AnswerTable) -> list[str]:
    asked = found.asked
    chosen = [
        ("Sites", [row.name for pk, row in found.places.items() if pk in (asked.sites or ())]),
        (
            "Professions",
            [row.name for pk, row in found.professions.items() if pk in (asked.professions or ())],
        ),
        (
            "Natures",
            [found.name(Dimension.KIND, kind).lower() for kind in sorted(asked.kinds or ())],
        ),
    ]
    return [
        f"{upper_first(table.shown.label)}, {CSIPA_LABEL}, {period(asked.first, asked.last)}.",
        *(f"{name} : {enumeration(names)}." for name, names in chosen if names),
        "Les soins non programmés tenus sous convention n’y sont pas comptés.",
        *cautions(found),
        *filter(None, [table.reason]),
        f"Décomptes saisis par les sites, lus le {long_date(found.today)}.",
    ]
