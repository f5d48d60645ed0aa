"""The Word document of a draft, from the same finished strings as its PDF."""

from __future__ import annotations

from conventions.documents.word.package import finished_bytes
from conventions.documents.word.pages import open_page
from conventions.documents.word.parts import WRITERS
from conventions.documents.word.skeleton import blank_document
from conventions.documents.wording import Data

__all__ = ["render_docx"]


def render_docx(context: Data) -> bytes:
    """Return the .docx of a document from its context (see `act_context`).

    Real styles, lists and fields, for those who work on the words in Word or LibreOffice. The
    words are those of the PDF. Same context, same bytes.
    """
    document = blank_document()
    for rank, part in enumerate(context["parts"]):
        open_page(document, part, first=rank == 0, draft=context["draft"])
        WRITERS[part["kind"]](document, part)
    return finished_bytes(document, context)
