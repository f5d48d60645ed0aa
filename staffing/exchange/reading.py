"""Reads a workbook that somebody filled in: texts cell by cell, and nothing is ever computed.

The file is untrusted: its size, its lines and what it unpacks to are limited, formulas and macros
are refused.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from openpyxl import load_workbook

from csipa.french.numbers import integer
from csipa.workbooks import FileRefused, cell_text, check_workbook, damaged, unreadable_cell
from sites.rules.names import search_key
from staffing.exchange.sheets import READ_ME, TABLES, Table

LARGEST_FILE = 5_000_000
MOST_LINES = 5_000
_MOST_COLUMNS = 60


@dataclass(frozen=True)
class Fault:
    """What is wrong on a line of a sheet; line 0 is the whole sheet, `column` may be empty."""

    sheet: str
    line: int
    column: str
    message: str

    def __str__(self) -> str:
        where = [f"feuille « {self.sheet} »"]
        where += [f"ligne {self.line}"] if self.line else []
        where += [f"colonne « {self.column} »"] if self.column else []
        return f"{', '.join(where)} : {self.message}"


@dataclass(frozen=True)
class Line:
    """A line of a sheet: its number as the spreadsheet shows it, its texts by name of column."""

    number: int
    texts: dict[str, str]


@dataclass
class Book:
    """What a file holds: lines by title of sheet; what is wrong; what was left aside."""

    lines: dict[str, list[Line]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_workbook(content: bytes) -> Book:
    """Return the lines of a workbook (.xlsx). Raises FileRefused."""
    check_workbook(content, largest=LARGEST_FILE)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        return _read(book)
    except FileRefused:
        raise
    except Exception as error:  # a damaged file makes openpyxl raise nearly anything
        raise damaged() from error


def _read(source: Any) -> Book:
    book = Book()
    tables = {search_key(table.title): table for table in TABLES}
    count = 0
    for page in source.worksheets:
        table = tables.get(search_key(page.title))
        if table is None:
            if search_key(page.title) != search_key(READ_ME):
                book.notes.append(
                    f"La feuille « {page.title} » n’est pas connue : laissée de côté."
                )
            continue
        lines = book.lines.setdefault(table.title, [])
        for line in _lines(page, table, book):
            lines.append(line)
            count += 1
            if count > MOST_LINES:
                raise FileRefused(
                    f"Ce classeur compte plus de {integer(MOST_LINES)} lignes : importez-le en "
                    "plusieurs fois."
                )
    if not book.lines:
        raise FileRefused(
            "Ce classeur n’a aucune des feuilles attendues (« Postes », « Affectations »…) : "
            "partez de l’export."
        )
    return book


def _lines(page: Any, table: Table, book: Book) -> Iterator[Line]:
    rows = page.iter_rows(max_col=_MOST_COLUMNS)
    places = _places(next(rows, ()), table, book)
    if places is None:
        return
    empty = 0
    for row in rows:
        number, texts = 0, {}
        for place, cell in enumerate(row):
            if (name := places.get(place)) is None:
                continue
            number = number or getattr(cell, "row", 0)
            texts[name] = _text(cell, table, name, book)
        if any(text.strip() for text in texts.values()):
            empty = 0
            yield Line(number, {**dict.fromkeys(places.values(), ""), **texts})
        else:
            empty += 1
            if empty > MOST_LINES:  # a sheet that somebody formatted down to its end
                return


def _places(headings: Any, table: Table, book: Book) -> dict[int, str] | None:
    """Return the name of the column at each place; None, with faults, when one is lacking."""
    known = {search_key(column.heading): column for column in table.columns}
    places: dict[int, str] = {}
    for place, cell in enumerate(headings):
        heading = str(cell.value or "").strip()
        column = known.get(search_key(heading))
        if column is None:
            if heading:
                book.notes.append(
                    f"Feuille « {table.title} » : la colonne « {heading} » n’est pas connue, "
                    "laissée de côté."
                )
        elif column.name in places.values():
            book.faults.append(
                Fault(table.title, 1, heading, "cette colonne figure deux fois : gardez-en une.")
            )
        else:
            places[place] = column.name
    lacking = [name for name in table.keys if name not in places.values()]
    for name in lacking:
        message = "cette colonne manque : elle sert à reconnaître les lignes."
        book.faults.append(Fault(table.title, 1, table.column(name).heading, message))
    return None if lacking else places


def _text(cell: Any, table: Table, name: str, book: Book) -> str:
    """Return what a cell holds as text: ISO dates, numbers with a point."""
    if message := unreadable_cell(cell):
        heading = table.column(name).heading
        book.faults.append(Fault(table.title, cell.row, heading, message))
        return ""
    return cell_text(cell.value)
