"""What the views of acts and conventions share: finding the row, and answering with a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from conventions.exports import TextSigned, exported, file_name, printed, word_file
from conventions.models import Act, Convention
from csipa.pdf.door import PdfError

# What both databases can hold in a key.
_LARGEST = 2**31 - 1
_DIGITS = len(str(_LARGEST))
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def whole_number(value: str) -> int | None:
    """Return a key or a rank taken from an address or a form, None when it cannot be one."""
    if not (value.isascii() and value.isdigit() and len(value) <= _DIGITS):
        return None
    number = int(value)
    return number if number <= _LARGEST else None


def whole_numbers(values: Iterable[str]) -> list[int]:
    """Return those of `values` that can be keys."""
    return [number for value in values if (number := whole_number(value)) is not None]


def visible(request: HttpRequest, page: Any, pk: int) -> Any:
    """Return the row among those this person may see; Http404 or PermissionDenied otherwise."""
    row = page.get_queryset(request).filter(pk=pk).first()
    if row is None:
        raise Http404
    if not page.has_view_permission(request, row):
        raise PermissionDenied
    return row


def editable(request: HttpRequest, page: Any, pk: int) -> Any:
    """Return the row if this person may change its text; Http404 or PermissionDenied otherwise."""
    row = visible(request, page, pk)
    if not page.has_change_permission(request, row):
        raise PermissionDenied
    return row


def rewritable(request: HttpRequest, page: Any, pk: int) -> Any:
    """Return the row if its text is not closed and this person may change it; as `editable`."""
    row = editable(request, page, pk)
    if page.lock_of(request, row):
        raise PermissionDenied
    return row


def pdf_response(request: HttpRequest, page: Any, text: Act | Convention) -> HttpResponse:
    """Answer with the document of a text, or go back to its page and say why there is none."""
    try:
        content = printed(text)
    except PdfError as error:
        messages.error(request, str(error))
        return change_page(page, text)
    return file_response(content, "application/pdf", file_name(text, "pdf"), "inline")


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


def change_page(page: Any, row: Act | Convention) -> HttpResponseRedirect:
    """Go to the page of a row."""
    return redirect(f"admin:{page.opts.app_label}_{page.opts.model_name}_change", row.pk)


def act_page(
    request: HttpRequest, page: Any, name: str, context: dict[str, Any], act: Act | None = None
) -> HttpResponse:
    """Show a page about acts, or about `act`: its template and what it reads beside the frame."""
    shared = {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "original": act,
        "media": page.media + context["form"].media,
        "section": page.section,
    }
    template = f"admin/conventions/act/{name}.html"
    return TemplateResponse(request, template, {**shared, **context})


def convention_page(
    request: HttpRequest,
    page: Any,
    name: str,
    context: dict[str, Any],
    convention: Convention | None = None,
) -> HttpResponse:
    """Show a page about conventions, or about one: its template and what it reads."""
    form = context.get("form")
    shared = {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "original": convention,
        "convention": convention,
        "media": page.media + form.media if form is not None else page.media,
        "section": page.section,
    }
    template = f"admin/conventions/convention/{name}.html"
    return TemplateResponse(request, template, {**shared, **context})


def file_response(content: bytes, kind: str, name: str, disposition: str) -> HttpResponse:
    """Answer with a file, shown (`inline`) or saved (`attachment`); it is never kept by a proxy."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'{disposition}; filename="{name}"'
    response["Cache-Control"] = "private, no-cache"
    return response
