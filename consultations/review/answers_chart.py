"""The chart of an answer: months along the axis where there are any, and its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

from consultations.review.answers import AnswerRow, Answers
from consultations.review.answers_table import AnswerTable, Number
from consultations.rules.pivot import NOTHING, Dimension
from csipa.charts import Series, bar_chart, data_table, line_chart, stacked_bar_chart

WIDTH, HEIGHT = 880, 320
_MOST = 6
_OTHERS = "Autres"


@dataclass(frozen=True)
class Drawn:
    """A chart, the context of its table, and what it leaves out in a sentence."""

    svg: SafeString
    table: dict[str, Any]
    note: str = ""


def draw(
    found: Answers, table: AnswerTable, rows: Dimension, columns: Dimension | None
) -> Drawn | None:
    """Return the chart of a table that hides nothing; None without any row."""
    if not table.rows:
        return None
    shown = table.shown
    labels = [row.name for row in table.rows]
    series = [
        Series(name, [row.cells[rank].value for row in table.rows])
        for rank, name in enumerate(table.columns)
    ] or [Series(shown.label, [row.total.value for row in table.rows])]
    across, along = (columns, rows) if columns else (None, rows)
    if across is Dimension.MONTH:
        labels, series = _turned(labels, series)
        along = Dimension.MONTH
    compared = False
    if rows is Dimension.MONTH and columns is None:
        before = _year_before(found, table)
        compared = any(value is not None for value in before)
        series += [Series("Un an avant", before)] if compared else []
    series, note = _fewer(series, adds=shown.adds)
    named = {
        "title": shown.label,
        "labels": labels,
        "series": series,
        "unit": shown.unit,
        "width": WIDTH,
        "height": HEIGHT,
    }
    if along is Dimension.MONTH and (compared or not shown.adds):
        svg = line_chart(**named)
    elif shown.adds and len(series) > 1:
        svg = stacked_bar_chart(**named)
    else:
        svg = bar_chart(**named)
    heading = "Mois" if along is Dimension.MONTH else table.heading
    told = data_table(
        caption=shown.label,
        labels=labels,
        series=series,
        unit=shown.unit,
        heading=heading,
        total=shown.adds,
    )
    return Drawn(svg, told, note)


def _year_before(found: Answers, table: AnswerTable) -> list[Number]:
    """Return the numbers of the same months a year before."""
    before = found.before_by([Dimension.MONTH])
    rows = [AnswerRow((), (), before.get((row.place,), NOTHING)) for row in table.rows]
    return [table.shown.number(row) for row in rows]


def _turned(labels: Sequence[str], series: Sequence[Series]) -> tuple[list[str], list[Series]]:
    """Exchange labels and series."""
    turned = [
        Series(label, [one.values[rank] for one in series]) for rank, label in enumerate(labels)
    ]
    return [one.label for one in series], turned


def _fewer(series: list[Series], *, adds: bool) -> tuple[list[Series], str]:
    """Keep as many series as can be told apart; the smallest are put together if they add up."""
    if len(series) <= _MOST:
        return series, ""

    def size(one: Series) -> Decimal:
        return sum((Decimal(value) for value in one.values if value is not None), Decimal(0))

    ranked = sorted(series, key=size, reverse=True)
    kept = set(map(id, ranked[: _MOST - 1] if adds else ranked[:_MOST]))
    first = [one for one in series if id(one) in kept]
    rest = [one for one in series if id(one) not in kept]
    if not adds:
        return first, f"Le graphique montre les {_MOST} premières séries\u00a0; le tableau, toutes."
    together = [
        sum((value for value in column if value is not None), 0)
        if any(value is not None for value in column)
        else None
        for column in zip(*(one.values for one in rest), strict=True)
    ]
    return [*first, Series(_OTHERS, together)], (
        f"Le graphique réunit sous «\u00a0{_OTHERS}\u00a0» les {len(rest)} plus petites séries."
    )
