"""What the views of acts and conventions answer alike: their document, their draft, their file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from conventions.exports import TextSigned, exported, file_name, printed, word_file
from conventions.models import Act, Convention
from csipa.admin.responses import PDF, change_page, file_response
from csipa.pdf.door import PdfError

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def pdf_response(request: HttpRequest, page: Any, text: Act | Convention) -> HttpResponse:
    """Answer with the document of a text, or go back to its page and say why there is none."""
    try:
        content = printed(text)
    except PdfError as error:
        messages.error(request, str(error))
        return change_page(page, text)
    return file_response(content, PDF, file_name(text, "pdf"), "inline")


def word_response(request: HttpRequest, page: Any, text: Act | Convention) -> HttpResponse:
    """Answer with a draft for Word, or go back to the page of a signed text and say why not."""
    try:
        content = word_file(text)
    except TextSigned as error:
        messages.error(request, str(error))
        return change_page(page, text)
    return file_response(content, WORD, file_name(text, "docx"), "attachment")


def json_response(text: Act | Convention) -> HttpResponse:
    """Answer with the exchange file of a text."""
    return file_response(
        exported(text).encode(), "application/json", file_name(text, "json"), "attachment"
    )
