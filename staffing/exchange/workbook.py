"""Writes the workbook of posts and people: real dates and numbers, choices by their labels.

A text never becomes a formula, whatever it begins with (OWASP, « CSV Injection »).
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Mapping
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from csipa.french.typography import typeset
from csipa.spreadsheets import write_text
from staffing.exchange.cells import Value
from staffing.exchange.sheets import ADVICE, READ_ME, TABLES, Column, Kind, Table

_DATE = "DD/MM/YYYY"
_WIDEST = 44
_NARROWEST = 10
# Lines below the last one that still offer the choices of their column.
_SPARE = 500

Rows = Mapping[str, Iterable[Mapping[str, Value]]]


def to_workbook(rows: Rows) -> bytes:
    """Return the file: a page of advice, then a sheet a table; `rows` by title of table."""
    book = Workbook()
    _advise(book.active)
    for table in TABLES:
        _write(book.create_sheet(table.title), table, list(rows.get(table.title, ())))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _advise(page: Worksheet) -> None:
    page.title = READ_ME
    page.append(["Postes et affectations du centre"])
    page["A1"].font = Font(bold=True, size=14)
    for line in ADVICE:
        page.append([typeset(line)])
    page.append([None])
    for table in TABLES:
        page.append([typeset(f"{table.title} : {table.about}")])
    page.column_dimensions["A"].width = 110
    for (cell,) in page.iter_rows(min_row=2):
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _write(page: Worksheet, table: Table, rows: list[Mapping[str, Value]]) -> None:
    page.append([column.heading for column in table.columns])
    for cell in page[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    for number, row in enumerate(rows, start=2):
        for place, column in enumerate(table.columns, start=1):
            _set(page, number, place, column, row[column.name])
    page.freeze_panes = "A2"
    page.auto_filter.ref = page.dimensions
    for place, column in enumerate(table.columns, start=1):
        letter = get_column_letter(place)
        lengths = [len(str(row[column.name] or "")) for row in rows]
        width = max([_NARROWEST, len(column.heading), *lengths]) + 2
        page.column_dimensions[letter].width = min(width, _WIDEST)
        if column.choices is not None:
            _offer(page, column, f"{letter}2:{letter}{len(rows) + _SPARE}")


def _offer(page: Worksheet, column: Column, cells: str) -> None:
    """Offer the choices of a column; what a list may not hold (a comma) is typed."""
    labels = [str(label) for label in column.choices.labels] if column.choices else []
    listed = ",".join(labels)
    if any("," in label or '"' in label for label in labels) or len(listed) > 250:
        return
    validation = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
    page.add_data_validation(validation)
    validation.add(cells)


def _set(page: Worksheet, row: int, place: int, column: Column, value: Value) -> None:
    if value is None or value == "":
        return
    cell = page.cell(row, place)
    if column.choices is not None:
        value = str(column.choices(value).label)
    if isinstance(value, str):
        write_text(cell, value)
        return
    cell.value = value
    if isinstance(value, dt.date):
        cell.number_format = _DATE
    elif isinstance(value, Decimal) and column.kind is Kind.NUMBER:
        cell.number_format = "0.###"
