"""The progress of a programme in print, for its committee: A4 in landscape, figures noted below."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from csipa.pdf.door import render
from csipa.pdf.finishing import finished

TEMPLATE = "conventions/pdf/progress.html"
STYLESHEET = "avancement.css"
TITLE = "Avancement du programme"


def render_progress(context: dict[str, Any]) -> bytes:
    """Return the PDF of a progress board, `context` in finished French. Raises PdfError."""
    return render(
        finished(render_to_string(TEMPLATE, {"title": TITLE, **context})), stylesheet=STYLESHEET
    )
