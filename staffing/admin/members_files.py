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
from django.views.decorators.http import require_GET, require_http_methods

from csipa.admin import own_page
from csipa.admin.responses import PDF, XLSX, file_response
from csipa.pdf.door import PdfError
from csipa.spreadsheets import CSV
from sites.models import Community
from staffing.admin.community_rows import community_of
from staffing.bulk.booklets import (
    MEMBERS,
    OFFER,
    SEE_CONTACTS,
    booklet_name,
    booklet_of,
    print_booklet,
)
from staffing.documents.booklet import render_booklet
from staffing.exports import members_csv, members_xlsx

# Beyond so many lines, a layout takes longer than a page may: a worker does it.
MOST_AT_ONCE = 50


@require_http_methods(["GET", "POST"])
def booklet_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the directory of the members who agreed to be listed."""
    return _printed(request, page, MEMBERS, community_of(request, pk), with_phones=False)


@require_http_methods(["GET", "POST"])
def offer_booklet_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the care offer of the territory; telephones only to those who may see contacts."""
    if not request.user.has_perm("staffing.view_careprovider"):
        raise PermissionDenied
    with_phones = "telephones" in request.GET
    if with_phones and not request.user.has_perm(SEE_CONTACTS):
        raise PermissionDenied
    return _printed(request, page, OFFER, community_of(request, pk), with_phones=with_phones)


@require_GET
def csv_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Send the members as CSV."""
    return _table(request, pk, members_csv, CSV, "csv")


@require_GET
def xlsx_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Send the members as a workbook."""
    return _table(request, pk, members_xlsx, XLSX, "xlsx")


def _printed(
    request: HttpRequest, page: Any, kind: str, community: Community, *, with_phones: bool
) -> HttpResponse:
    """Send a booklet; of a long one, ask before a worker lays it out."""
    booklet = booklet_of(kind, community, timezone.localdate(), with_phones=with_phones)
    if booklet.length <= MOST_AT_ONCE:
        try:
            content = render_booklet(booklet)
        except PdfError as error:
            messages.error(request, str(error))
            return redirect("admin:staffing_directories_one", community.pk)
        name = booklet_name(kind, community, booklet)
        return file_response(content, PDF, name, "inline")
    if request.method == "POST":
        user: Any = request.user
        asked = {"kind": kind, "community": community, "with_phones": with_phones}
        job = print_booklet(**asked, by=user, now=timezone.now())
        return redirect("admin:jobs_job_change", job.pk)
    context = {"title": booklet.title, "community": community, "facts": booklet.facts}
    return own_page(request, page, "admin/staffing/directories/booklet.html", context)


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
