"""The plain form of the week grid: which of its cells changed, and what was chosen beside them."""

from __future__ import annotations

import datetime as dt

from django.http import QueryDict

from consultations.actions.grid import TypedCell
from consultations.rules.cell_names import BASE, CELL, NotACell, read_cell_name
from consultations.rules.cells import NotAValue, read_value
from csipa.admin.responses import whole_number

# What was chosen between two values, what the other one was, and which unusual value was kept.
CHOICE, THEIRS, KEPT = "k", "t", "q"
MINE = "mine"
CLOSE_DAY = "close-day"


def changed_cells(data: QueryDict) -> list[TypedCell]:
    """Return the cells whose value is no longer what the page showed."""
    start = f"{CELL}-"
    cells = (_cell(data, name.removeprefix(start)) for name in data if name.startswith(start))
    return [cell for cell in cells if cell is not None and not _is_same(cell)]


def closing_asked(data: QueryDict) -> tuple[int, dt.date] | None:
    """Return the site and the day to mark closed, None where none is asked for."""
    key, _, day = data.get(CLOSE_DAY, "").partition("-")
    site = whole_number(key)
    try:
        return None if site is None else (site, dt.date.fromisoformat(day))
    except ValueError:
        return None


def _cell(data: QueryDict, end: str) -> TypedCell | None:
    """Return what one cell says; None where the value of somebody else was chosen."""
    value, base = data[f"{CELL}-{end}"], data.get(f"{BASE}-{end}", "")
    choice, theirs = data.get(f"{CHOICE}-{end}", ""), data.get(f"{THEIRS}-{end}")
    if choice and theirs is not None:
        if choice != MINE:
            return None
        base = theirs
    kept = data.get(f"{KEPT}-{end}")
    return TypedCell(f"{CELL}-{end}", value, base, kept is not None and kept == value.strip())


def _is_same(cell: TypedCell) -> bool:
    try:
        _, measure = read_cell_name(cell.name)
        return read_value(cell.value, measure) == read_value(cell.base, measure)
    except (NotACell, NotAValue):
        return cell.value == cell.base
