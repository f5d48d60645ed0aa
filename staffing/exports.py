"""What leaves the house of posts and people: the workbook that an import takes back."""

from __future__ import annotations

import datetime as dt

from staffing.exchange.state import read_state
from staffing.exchange.workbook import to_workbook


def staffing_workbook() -> bytes:
    """Return the workbook (.xlsx) of posts, people and assignments; eight queries."""
    return to_workbook(read_state().rows())


def workbook_name(today: dt.date) -> str:
    """Return the name of the file, dated."""
    return f"effectifs-{today.isoformat()}.xlsx"
