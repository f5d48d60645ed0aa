"""The planning of a week in print: a sheet to hang on a door."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from csipa.charts.ribbon import RAISED_FIRST
from csipa.pdf.door import render

TEMPLATE = "consultations/pdf/planning.html"
STYLESHEET = "planning.css"


def planning_html(context: dict[str, Any]) -> str:
    """Return the HTML of a week.

    `context` holds finished French: `dated` (ISO 8601), `site`, `week`, `days` (name, day, hours,
    expected), `rooms` (name, cells of blocks), `tallies`, `edited`.
    """
    running = f"{context['site']}, {context['week']}".replace("1er", RAISED_FIRST)
    return render_to_string(TEMPLATE, {**context, "running": running})


def render_planning(context: dict[str, Any]) -> bytes:
    """Return the PDF of a week; same context, same bytes. Raises PdfError."""
    return render(planning_html(context), stylesheet=STYLESHEET)
