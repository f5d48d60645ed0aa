"""The list that opens several acts bound in one PDF."""

from __future__ import annotations

import io
from typing import Any

from django.template.loader import render_to_string
from pypdf import PdfReader

from conventions.documents.wording import day, text
from csipa.french.numbers import counted
from csipa.french.typography import raise_ordinals
from csipa.pdf.door import render

TEMPLATE = "conventions/pdf/contents.html"
STYLESHEET = "liste.css"


def contents_pdf(notes: list[dict[str, Any]], *, recto: bool) -> bytes:
    """Return the list of acts with the page of the file on which each begins.

    A note has `name`, `title`, `date` (ISO or empty) and `pages`; `recto` tells that each act
    begins on a right-hand page. The list is laid out until its own length is the one it counts
    with: twice as a rule. Raises csipa.pdf.door.PdfError.
    """
    pages = 0
    while True:
        pdf = _render(notes, before=pages, recto=recto)
        length = len(PdfReader(io.BytesIO(pdf)).pages)
        if length <= pages:
            return pdf
        pages = length


def _render(notes: list[dict[str, Any]], *, before: int, recto: bool) -> bytes:
    lines, page = [], before
    for note in notes:
        page += page % 2 if recto else 0
        lines.append(
            {
                "name": text(note["name"]),
                "title": text(note["title"]),
                "date": day(note["date"]),
                "page": page + 1,
            }
        )
        page += note["pages"]
    context = {"lines": lines, "count": counted(len(lines), "acte", "actes")}
    return render(raise_ordinals(render_to_string(TEMPLATE, context)), stylesheet=STYLESHEET)
