"""Tables as files that a spreadsheet opens: typed cells in .xlsx, French text in .csv.

A text never becomes a formula, whatever it begins with (OWASP, « CSV Injection »).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.cell import Cell as BookCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Cell = str | Decimal | int | dt.date | None
CSV = "text/csv; charset=utf-8"
_EUROS = '#,##0.00\u00a0"€"'
_DATE = "DD/MM/YYYY"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a text begins with that a spreadsheet computes; wide signs too, in East Asia."""
_LONGEST_TITLE = 31
_UNTITLED = str.maketrans("", "", "[]:*?/\\")
_WIDEST = 60


@dataclass(frozen=True)
class Sheet:
    """A table: its title, its headings, its rows; `Decimal` cells are euros unless told otherwise.

    `decimals` is the number format that spreadsheets show them in.
    """

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    decimals: str = _EUROS


def to_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook, a table a sheet; dates and amounts are real ones, heads stay in sight."""
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _write(book.create_sheet(sheet.title.translate(_UNTITLED)[:_LONGEST_TITLE]), sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def to_csv(sheet: Sheet) -> bytes:
    """Return one table as French spreadsheets read it: semicolons, decimal commas, UTF-8 marked."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_plain(heading) for heading in sheet.headings])
    writer.writerows([_plain(cell) for cell in row] for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig")


def neutral(text: str) -> str:
    """Return a text that no spreadsheet computes: an apostrophe goes before what looks a formula.

    Source: OWASP, « CSV Injection ».
    """
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def write_text(cell: BookCell, text: str) -> None:
    """Write in a cell what somebody typed: a text still, also once it is edited there."""
    cell.value = kept = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"  # also « =1+1 »
    cell.quotePrefix = kept.startswith(FORMULA_SIGNS)


def _write(page: Worksheet, sheet: Sheet) -> None:
    for column, heading in enumerate(sheet.headings, start=1):
        _set(page, 1, column, heading, sheet.decimals)
    for cell in page[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    for number, row in enumerate(sheet.rows, start=2):
        for column, value in enumerate(row, start=1):
            _set(page, number, column, value, sheet.decimals)
    page.freeze_panes = "A2"
    page.auto_filter.ref = page.dimensions
    for column, heading in enumerate(sheet.headings, start=1):
        lengths = [len(_plain(row[column - 1])) for row in sheet.rows]
        width = min(max([len(heading), *lengths]) + 2, _WIDEST)
        page.column_dimensions[get_column_letter(column)].width = width


def _set(page: Worksheet, row: int, column: int, value: Cell, decimals: str) -> None:
    cell = page.cell(row, column)
    if isinstance(value, str):
        write_text(cell, value)
    else:
        cell.value = value
        if isinstance(value, Decimal):
            cell.number_format = decimals
        elif isinstance(value, dt.date):
            cell.number_format = _DATE


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, str):
        return neutral(ILLEGAL_CHARACTERS_RE.sub("", cell))
    return str(cell).replace(".", ",")
