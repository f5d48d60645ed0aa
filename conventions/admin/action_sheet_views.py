"""What is done with an action sheet beside typing it: taking stock, printing, exporting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from conventions.actions.taking_stock import StockRefused, take_stock
from conventions.admin.action_sheet_forms import StockForm
from conventions.models import ActionSheet
from conventions.review.sheet_print import printed_sheet
from conventions.review.sheet_tables import all_tables, indicators_table, sheets_table
from conventions.review.sheets import ReadSheet, read_sheet, read_sheets
from csipa.admin import ToolbarLink, own_page
from csipa.admin.responses import (
    PDF,
    XLSX,
    change_page,
    file_response,
    listed,
    rewritable,
    visible,
    whole_number,
)
from csipa.french.dates import long_date
from csipa.pdf.door import PdfError
from csipa.spreadsheets import CSV, to_csv, to_xlsx

_LIST = "admin:conventions_actionsheet_changelist"
_VALUES = ("conventions.add_sheetvalue", "conventions.change_sheetvalue")


@require_http_methods(["GET", "POST"])
def stock_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Ask where the action stands, and note it all at once."""
    sheet: ActionSheet = rewritable(request, page, pk)
    today = timezone.localdate()
    read = read_sheet(sheet, today=today)
    form = StockForm(request.POST if request.method == "POST" else None, sheet=read, today=today)
    if form.is_bound and form.is_valid():
        stock = form.stock
        if stock.values and not request.user.has_perms(_VALUES):
            raise PermissionDenied
        if stock.done and not request.user.has_perm("conventions.change_sheetstep"):
            raise PermissionDenied
        try:
            take_stock(
                sheet=sheet,
                stock=stock,
                by=request.user,
                today=today,
                # No version at all: nobody knows what the person had before them.
                version=whole_number(request.POST.get("version", "")) or 0,
            )
        except StockRefused as refused:
            form.add_error(None, str(refused))
            sheet.refresh_from_db()
        else:
            messages.success(request, f"Point fait le {long_date(stock.state_on)}.")
            return change_page(page, sheet)
    context = {
        "title": "Faire le point",
        "form": form,
        "read": read_sheet(ActionSheet.objects.get(pk=sheet.pk), today=today),
        "version_input": "version",
        "version": sheet.version,
    }
    return own_page(request, page, "admin/conventions/actionsheet/stock.html", context, sheet)


@require_GET
def pdf_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the sheet as a PDF."""
    sheet: ActionSheet = visible(request, page, pk)
    today = timezone.localdate()
    try:
        content = printed_sheet(read_sheet(sheet, today=today), today=today)
    except PdfError as error:
        messages.error(request, str(error))
        return change_page(page, sheet)
    return file_response(content, PDF, f"fiche-action-{pk}-{today.isoformat()}.pdf", "inline")


@require_GET
def workbook_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Send the sheets that the list shows, with indicators, budgets and steps, as a workbook."""
    rows = _listed(request, page)
    if rows is None:
        return redirect(_LIST)
    return file_response(to_xlsx(all_tables(rows)), XLSX, f"{_name()}.xlsx", "attachment")


@require_GET
def sheets_csv_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Send the sheets that the list shows as one table."""
    rows = _listed(request, page)
    if rows is None:
        return redirect(_LIST)
    return file_response(to_csv(sheets_table(rows)), CSV, f"{_name()}.csv", "attachment")


@require_GET
def indicators_csv_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Send the indicators of the sheets that the list shows as one table."""
    rows = _listed(request, page)
    if rows is None:
        return redirect(_LIST)
    content = to_csv(indicators_table(rows))
    return file_response(content, CSV, f"{_name()}-indicateurs.csv", "attachment")


def export_links(request: HttpRequest) -> list[ToolbarLink]:
    """Return the buttons that export the list as it is filtered."""
    question = request.GET.urlencode()

    def link(label: str, name: str) -> ToolbarLink:
        address = reverse(f"admin:conventions_actionsheet_{name}")
        return ToolbarLink(label, f"{address}?{question}" if question else address)

    return [
        link("Exporter (XLSX)", "workbook"),
        link("Fiches (CSV)", "sheets_csv"),
        link("Indicateurs (CSV)", "indicators_csv"),
    ]


def _listed(request: HttpRequest, page: Any) -> list[ReadSheet] | None:
    """Return every sheet that the list shows under the same question, whatever its page."""
    rows = listed(request, page)
    if rows is None:
        return None
    return read_sheets(rows.prefetch_related(None), today=timezone.localdate())


def _name() -> str:
    return f"fiches-actions-{timezone.localdate().isoformat()}"
