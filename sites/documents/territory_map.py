"""The map of a territory in print: the drawing, then the table, on A4 paper in landscape."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from csipa.pdf.door import render

TEMPLATE = "sites/pdf/territory_map.html"
STYLESHEET = "carte.css"


def map_html(context: dict[str, Any]) -> str:
    """Return the HTML of a printed map.

    `context` holds finished French: `title`, `dated` (ISO 8601), `when`, `figure`, `map` (SVG),
    `columns`, `lines`, `total`, `unplaced` and `notes`.
    """
    running = f"{context['title']}, {context['running']}"
    return render_to_string(TEMPLATE, {**context, "running": running})


def render_map(context: dict[str, Any]) -> bytes:
    """Return the PDF of a map; same context, same bytes. Raises PdfError."""
    return render(map_html(context), stylesheet=STYLESHEET)
