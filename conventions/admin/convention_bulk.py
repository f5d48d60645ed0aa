"""The list of conventions as a workbook: those chosen, or all that the question finds."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from conventions.review.convention_sheets import convention_sheets
from csipa.admin import ToolbarLink
from csipa.admin.responses import XLSX, file_response, list_page, listed
from csipa.spreadsheets import to_xlsx

_SHEET = "admin:conventions_convention_workbook"


@admin.action(description="Exporter (tableur)", permissions=["view"])
def export_chosen(page: Any, request: HttpRequest, conventions: QuerySet) -> HttpResponse:
    """Send the conventions chosen, in the order of the list."""
    return _workbook(conventions)


@require_GET
def list_workbook_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Send every convention that the list shows under the same question, whatever its page."""
    rows = listed(request, page)
    return list_page(page) if rows is None else _workbook(rows)


def workbook_link(request: HttpRequest) -> ToolbarLink:
    """Return the button that exports the list as it is filtered."""
    question = request.GET.urlencode()
    address = reverse(_SHEET)
    return ToolbarLink("Exporter la liste", f"{address}?{question}" if question else address)


def _workbook(conventions: QuerySet) -> HttpResponse:
    today = timezone.localdate()
    # The list has read its own related rows; the sheets read theirs.
    rows = conventions.prefetch_related(None)
    content = to_xlsx(convention_sheets(rows, today=today))
    return file_response(content, XLSX, f"conventions-{today.isoformat()}.xlsx", "attachment")
