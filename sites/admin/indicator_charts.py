"""The values of an indicator drawn small, beside its target, with their table."""

from __future__ import annotations

from typing import Any

from csipa.charts import Series, data_table, line_chart
from sites.review.communities import IndicatorLine

WIDTH, HEIGHT = 420, 170


def drawn_indicator(
    line: IndicatorLine, *, width: int = WIDTH, height: int = HEIGHT
) -> dict[str, Any] | None:
    """Return the curve of an indicator and its table; None below two values."""
    if len(line.values) < 2:
        return None
    row = line.row
    labels = [f"{one.as_of:%d/%m/%Y}" for one in line.values]
    series = [Series("valeur", [one.value for one in line.values])]
    if row.target is not None:
        series.append(Series("cible", [row.target] * len(labels)))
    return {
        "svg": line_chart(
            title=row.name,
            labels=labels,
            series=series,
            unit=row.unit,
            width=width,
            height=height,
        ),
        "table": data_table(
            caption=row.name, labels=labels, series=series, unit=row.unit, heading="Au"
        ),
    }
