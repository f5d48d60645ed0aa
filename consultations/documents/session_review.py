"""What the sessions of a convention came to, on one A4 page to put before who decides."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from csipa.pdf.door import render

TEMPLATE = "consultations/pdf/session_review.html"
STYLESHEET = "bilan-permanence.css"
TITLE = "Bilan d’une permanence de soins non programmés"


def review_html(context: dict[str, Any]) -> str:
    """Return the HTML; `context` holds finished French and `dated` in ISO 8601."""
    return render_to_string(TEMPLATE, {"title": TITLE, "review": context})


def render_review(context: dict[str, Any]) -> bytes:
    """Return the PDF; same context, same bytes. Raises PdfError."""
    return render(review_html(context), stylesheet=STYLESHEET)
