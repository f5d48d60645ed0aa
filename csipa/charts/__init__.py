"""Numbers to accessible SVG, and the table that goes with it."""

from csipa.charts.data import Series, data_table
from csipa.charts.svg import bar_chart, line_chart, stacked_bar_chart

__all__ = ["Series", "bar_chart", "data_table", "line_chart", "stacked_bar_chart"]
