"""« Mobilisation » of a CPTS: which event brought members, and the year for its activity report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from csipa.admin import own_page
from csipa.admin.responses import PDF, file_response, whole_number
from csipa.calendars import CONTENT_TYPE
from csipa.pdf.door import PdfError
from csipa.spreadsheets import CSV, to_csv
from sites.models import Community
from staffing.admin.community_rows import community_of
from staffing.documents.event_calendar import event_calendar
from staffing.models import WorkingGroup
from staffing.review.community_year import CommunityYear, read_year, year_sheet, years_of
from staffing.review.community_year_print import printed_year
from staffing.review.event_sheet import event_sheet
from staffing.review.mobilisation import read_mobilisation
from staffing.rules.funnel import Step

_TEMPLATES = "admin/staffing/event"
_EARLIEST, _LATEST = 1990, 2200


@require_GET
def mobilisation_view(request: HttpRequest, community: int, page: Any) -> HttpResponse:
    """Show what the events of a CPTS brought, and what comes next."""
    row = _community(request, community, page)
    today = timezone.localdate()
    found = read_mobilisation(row, today=today)
    last = found.rows[-1].funnel if found.rows else None
    sees_groups = request.user.has_perm("staffing.view_workinggroup")
    groups = WorkingGroup.objects.on(today).filter(community=row).order_by("name")
    context = {
        "title": f"Mobilisation\u00a0: {row}",
        "community": row,
        "found": found,
        "last": event_sheet(last) if last else None,
        "steps": [step.label for step in Step],
        "groups": groups.select_related("lead__organisation__commune") if sees_groups else [],
        "sees_groups": sees_groups,
        "may_add": page.has_add_permission(request),
        "may_add_group": request.user.has_perm("staffing.add_workinggroup"),
        "sees_community": request.user.has_perm("sites.view_community"),
        "today": today,
    }
    return own_page(request, page, f"{_TEMPLATES}/mobilisation.html", context)


@require_GET
def agenda_view(request: HttpRequest, community: int, page: Any) -> HttpResponse:
    """Send the events to come as a file for a calendar."""
    row = _community(request, community, page)
    events = row.events.filter(held_on__gte=timezone.localdate()).order_by("held_on", "pk")
    rows = events.select_related("community__organisation__commune")
    content = event_calendar(rows, name=f"Rencontres – {row}")
    return file_response(content, CONTENT_TYPE, f"rencontres-cpts-{row.pk}.ics", "attachment")


@require_GET
def year_view(request: HttpRequest, community: int, page: Any) -> HttpResponse:
    """Show a year of events for the activity report."""
    row = _community(request, community, page)
    found = _year(request, row)
    context = {
        "title": f"Rencontres de l’année {found.year}\u00a0: {row}",
        "community": row,
        "found": found,
        "years": years_of(row, today=timezone.localdate()),
        "steps": [step.label for step in Step],
    }
    return own_page(request, page, f"{_TEMPLATES}/year.html", context)


@require_GET
def year_csv_view(request: HttpRequest, community: int, page: Any) -> HttpResponse:
    """Send the events of a year as a table."""
    found = _year(request, _community(request, community, page))
    name = f"rencontres-{found.year}.csv"
    return file_response(to_csv(year_sheet(found)), CSV, name, "attachment")


@require_GET
def year_pdf_view(request: HttpRequest, community: int, page: Any) -> HttpResponse:
    """Show the year as a PDF of one page."""
    row = _community(request, community, page)
    found = _year(request, row)
    try:
        content = printed_year(found, today=timezone.localdate())
    except PdfError as error:
        messages.error(request, str(error))
        return redirect("admin:staffing_communityevent_year", row.pk)
    return file_response(content, PDF, f"rencontres-{found.year}.pdf", "inline")


def _community(request: HttpRequest, pk: int, page: Any) -> Community:
    """Return the CPTS; PermissionDenied for whoever may not see events, Http404 for none."""
    if not page.has_view_permission(request):
        raise PermissionDenied
    return community_of(request, pk)


def _year(request: HttpRequest, community: Community) -> CommunityYear:
    """Return the year asked for, this one unless it is a year."""
    today = timezone.localdate()
    asked = whole_number(request.GET.get("annee", "")) or today.year
    year = asked if _EARLIEST <= asked <= _LATEST else today.year
    return read_year(community, year, today=today)


VIEWS = (
    ("cpts/<int:community>/", "mobilisation", mobilisation_view),
    ("cpts/<int:community>/agenda/", "agenda", agenda_view),
    ("cpts/<int:community>/annee/", "year", year_view),
    ("cpts/<int:community>/annee/csv/", "year_csv", year_csv_view),
    ("cpts/<int:community>/annee/pdf/", "year_pdf", year_pdf_view),
)
