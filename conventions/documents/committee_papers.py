"""The papers of a meeting of a committee: the convocation, the sheet to sign, the minutes.

None of them is kept: each is made again from the records when it is asked for.
"""

from __future__ import annotations

from django.template.loader import render_to_string

from conventions.documents.wording import Data
from csipa.pdf.door import render
from csipa.pdf.finishing import finished

STYLESHEET = "instances.css"
CONVOCATION, ATTENDANCE, MINUTES = "convocation", "emargement", "releve"
TITLES = {
    CONVOCATION: "Convocation et ordre du jour",
    ATTENDANCE: "Feuille d’émargement",
    MINUTES: "Relevé de décisions",
}
_TEMPLATES = {
    CONVOCATION: "conventions/pdf/committee_convocation.html",
    ATTENDANCE: "conventions/pdf/committee_emargement.html",
    MINUTES: "conventions/pdf/committee_releve.html",
}


def paper_html(paper: str, context: Data) -> str:
    """Return the HTML of one paper of a meeting; `context` holds finished French."""
    return finished(render_to_string(_TEMPLATES[paper], {"title": TITLES[paper], **context}))


def render_paper(paper: str, context: Data) -> bytes:
    """Return the PDF of one paper; same context, same bytes. Raises KeyError, PdfError."""
    return render(paper_html(paper, context), stylesheet=STYLESHEET)
