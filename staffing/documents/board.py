"""The table of posts in print: the same words and the same ribbons as on the page."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from csipa.charts.ribbon import RAISED_FIRST
from csipa.french.grammar import lower_first
from csipa.pdf.door import render

TEMPLATE = "staffing/pdf/board.html"
STYLESHEET = "effectifs.css"
TITLE = "Tableau des effectifs"


def board_html(context: dict[str, Any]) -> str:
    """Return the HTML of a table of posts.

    `context` holds finished French: `dated` (ISO 8601), `day_words`, `asked` (what it is narrowed
    to), `headline`, `cards` with their drawing and table, `matrix` and `notes`.
    """
    # The margin of a page takes bare text: the ending is raised by its letters.
    running = f"{TITLE}, {lower_first(context['day_words'])}".replace("1er", RAISED_FIRST)
    return render_to_string(TEMPLATE, {"title": TITLE, **context, "running": running})


def render_board(context: dict[str, Any]) -> bytes:
    """Return the PDF of a table of posts; same context, same bytes. Raises PdfError."""
    return render(board_html(context), stylesheet=STYLESHEET)
