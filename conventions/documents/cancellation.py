"""The notice printed before an act whose number was cancelled; the frozen bytes never change."""

from __future__ import annotations

import io
from datetime import date

from django.template.loader import render_to_string
from pypdf import PdfReader, PdfWriter

from conventions.documents.wording import NATURES_WITH_ARTICLE, Data, numbered, text
from csipa.french.dates import long_date
from csipa.french.grammar import de
from csipa.pdf.door import render
from csipa.pdf.finishing import finished

TEMPLATE = "conventions/pdf/cancellation.html"
STYLESHEET = "acte.css"


def notice_context(
    *,
    authority: str,
    nature: str,
    number: str,
    title: str,
    signed_on: date | None,
    cancelled_on: date,
    reason: str,
    sha256: str,
    annexed: bool = False,
) -> Data:
    """Return what the notice prints; `annexed` when it stands before a convention of the act."""
    dated = f" du {long_date(signed_on)}" if signed_on else ""
    act = f"{NATURES_WITH_ARTICLE[nature]} {numbered(number)}{dated}"
    return {
        "authority": text(authority),
        "heading": "Avis d’annulation",
        "title": text(title),
        "sentence": text(f"Le numéro {de(act)} est annulé depuis le {long_date(cancelled_on)}."),
        "reason": text(reason),
        "what": "La convention annexée à cet acte suit cet avis"
        if annexed
        else "L’acte signé suit cet avis",
        "sha256": sha256,
        "dated": cancelled_on.isoformat(),
    }


def notice_pdf(context: Data) -> bytes:
    """Return the PDF of a notice. Raises csipa.pdf.door.PdfError."""
    return render(finished(render_to_string(TEMPLATE, {"notice": context})), stylesheet=STYLESHEET)


def put_before(notice: bytes, document: bytes) -> bytes:
    """Return the pages of a notice, then those of a frozen document with its attachments.

    A copy for reading and for paper: proof is the frozen document, whose hash the notice prints.
    """
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(document)))
    for place, page in enumerate(PdfReader(io.BytesIO(notice)).pages):
        writer.insert_page(page, place)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
