"""Numbers to accessible SVG, and the table that goes with it."""

from csipa.charts.data import Series, data_table
from csipa.charts.funnel import FunnelStep, funnel_chart
from csipa.charts.svg import bar_chart, line_chart, stacked_bar_chart

__all__ = [
    "FunnelStep",
    "Series",
    "bar_chart",
    "data_table",
    "funnel_chart",
    "line_chart",
    "stacked_bar_chart",
]
