"""The states of the sheets of a programme, axis by axis, drawn and written as a table."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString

from conventions.models import SheetState
from conventions.review.progress import UNKNOWN, ProgressBoard
from conventions.rules.sheet_states import State
from csipa.charts import Series, data_table, stacked_bar_chart
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first

_UNIT = "fiches"
# An axis is named in full in the table; under a bar there is room for its number.
_NO_AXIS = "Sans axe"


def states_chart(board: ProgressBoard, *, width: int = 720, height: int = 240) -> SafeString:
    """Return one bar an axis, cut into the states of its sheets."""
    return stacked_bar_chart(
        title=f"État des fiches-actions par axe au {long_date(board.day)}",
        labels=[_short(axis.title) for axis in board.axes],
        series=_series(board),
        unit=_UNIT,
        width=width,
        height=height,
    )


def states_table(board: ProgressBoard) -> dict[str, Any]:
    """Return the same numbers as the context of the table of charts."""
    return data_table(
        caption="État des fiches-actions par axe",
        labels=[axis.title or _NO_AXIS for axis in board.axes],
        series=_series(board),
        unit=_UNIT,
        heading="Axe",
        total=True,
    )


def _series(board: ProgressBoard) -> list[Series]:
    found = []
    for state in (*State, None):
        counts = [sum(line.state is state for line in axis.lines) for axis in board.axes]
        if any(counts):
            label = SheetState(state).label if state else UNKNOWN
            found.append(Series(upper_first(label), counts))
    return found


def _short(title: str) -> str:
    return f"Axe {title.split('.')[0]}" if title else _NO_AXIS
