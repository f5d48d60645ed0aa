"""The list that opens several acts, or conventions, bound in one PDF."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from pypdf import PdfReader

from conventions.documents.wording import day, text
from csipa.french.grammar import upper_first
from csipa.french.numbers import counted
from csipa.french.typography import raise_ordinals
from csipa.pdf.door import render

TEMPLATE = "conventions/pdf/contents.html"
STYLESHEET = "liste.css"


@dataclass(frozen=True)
class ContentsWords:
    """What the texts of a list are called: « acte », « actes »."""

    one: str
    several: str

    @property
    def title(self) -> str:
        """Return the title of the list."""
        return f"Liste des {self.several}"


def contents_pdf(notes: list[dict[str, Any]], *, recto: bool, words: ContentsWords) -> bytes:
    """Return the list of texts with the page of the file on which each begins.

    A note has `name`, `title`, `date` (ISO or empty) and `pages`; `recto` tells that each text
    begins on a right-hand page. The list is laid out until its own length is the one it counts
    with: twice as a rule. Raises csipa.pdf.door.PdfError.
    """
    pages = 0
    while True:
        pdf = _render(notes, before=pages, recto=recto, words=words)
        length = len(PdfReader(io.BytesIO(pdf)).pages)
        if length <= pages:
            return pdf
        pages = length


def _render(
    notes: list[dict[str, Any]], *, before: int, recto: bool, words: ContentsWords
) -> bytes:
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
    context = {
        "lines": lines,
        "title": words.title,
        "one": upper_first(words.one),
        "count": counted(len(lines), words.one, words.several),
    }
    return render(raise_ordinals(render_to_string(TEMPLATE, context)), stylesheet=STYLESHEET)
