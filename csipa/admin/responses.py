"""What own views share: finding the row that a person may see, and answering with a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import content_disposition_header

# What both databases can hold in a key.
_LARGEST = 2**31 - 1
_DIGITS = len(str(_LARGEST))
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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


def listed(request: HttpRequest, page: Any) -> QuerySet | None:
    """Return every row that a list shows under the same question, whatever its page.

    None for a question that the list does not understand. Raises PermissionDenied.
    """
    if not page.has_view_permission(request):
        raise PermissionDenied
    try:
        rows: QuerySet = page.get_changelist_instance(request).queryset
    except IncorrectLookupParameters:
        return None
    return rows


def list_page(page: Any) -> HttpResponseRedirect:
    """Go to the list of a page."""
    return redirect(f"admin:{page.opts.app_label}_{page.opts.model_name}_changelist")


def editable(request: HttpRequest, page: Any, pk: int) -> Any:
    """Return the row if this person may change it; Http404 or PermissionDenied otherwise."""
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


def change_page(page: Any, row: Any) -> HttpResponseRedirect:
    """Go to the page of a row."""
    return redirect(f"admin:{page.opts.app_label}_{page.opts.model_name}_change", row.pk)


def file_response(content: bytes, kind: str, name: str, disposition: str) -> HttpResponse:
    """Answer with a file, shown (`inline`) or saved (`attachment`); it is never kept by a proxy."""
    response = HttpResponse(content, content_type=kind)
    saved = disposition == "attachment"
    # A name that somebody typed ends no header and hides no extension (RFC 6266).
    response["Content-Disposition"] = content_disposition_header(saved, name) or disposition
    response["Cache-Control"] = "private, no-cache"
    return response
