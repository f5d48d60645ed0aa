"""Files of the members of a CPTS: booklets and tables, under the rules of consent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from csipa.admin.responses import PDF, XLSX, file_response
from csipa.pdf.door import PdfError
from csipa.spreadsheets import CSV
from staffing.admin.community_rows import community_of
from staffing.documents.booklet import Booklet, render_booklet
from staffing.exports import members_csv, members_xlsx
from staffing.review.booklets import members_booklet, offer_booklet

SEE_CONTACTS = "sites.see_members_contacts"


@require_GET
def booklet_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the directory of the members who agreed to be listed."""
    community = community_of(request, pk)
    booklet = members_booklet(community, timezone.localdate())
    return _printed(request, booklet, pk, f"annuaire-{slugify(str(community))}")


@require_GET
def offer_booklet_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the care offer of the territory; telephones only to those who may see contacts."""
    if not request.user.has_perm("staffing.view_careprovider"):
        raise PermissionDenied
    with_phones = "telephones" in request.GET
    if with_phones and not request.user.has_perm(SEE_CONTACTS):
        raise PermissionDenied
    community = community_of(request, pk)
    booklet = offer_booklet(community, timezone.localdate(), with_phones=with_phones)
    return _printed(request, booklet, pk, f"offre-de-soins-{slugify(str(community))}")


@require_GET
def csv_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Send the members as CSV."""
    return _table(request, pk, members_csv, CSV, "csv")


@require_GET
def xlsx_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Send the members as a workbook."""
    return _table(request, pk, members_xlsx, XLSX, "xlsx")


def _printed(request: HttpRequest, booklet: Booklet, pk: int, name: str) -> HttpResponse:
    try:
        content = render_booklet(booklet)
    except PdfError as error:
        messages.error(request, str(error))
        return redirect("admin:staffing_directories_one", pk)
    return file_response(content, PDF, f"{name}-{booklet.dated}.pdf", "inline")


def _table(
    request: HttpRequest, pk: int, write: Callable[..., bytes], kind: str, end: str
) -> HttpResponse:
    """Send a table; all members and contacts (`?complet`) only to those who may see contacts."""
    whole = "complet" in request.GET
    if whole and not request.user.has_perm(SEE_CONTACTS):
        raise PermissionDenied
    community, today = community_of(request, pk), timezone.localdate()
    content = write(community, today, whole=whole)
    which = "adherents" if whole else "annuaire"
    name = f"{which}-{slugify(str(community))}-{today.isoformat()}.{end}"
    return file_response(content, kind, name, "attachment")
