"""Pages of a health project: every promise looked at, the sheet to print, the next edition."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from csipa.admin import own_page
from csipa.admin.responses import PDF, change_page, editable, file_response, visible
from csipa.admin.seen import held
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from csipa.french.numbers import counted
from csipa.pdf.door import PdfError
from sites.actions.projects import ProjectRefused, new_edition, note_findings
from sites.admin.projects_forms import DayForm, FindingForm
from sites.documents.project_sheet import sheet_pdf
from sites.models import HealthProject
from sites.review.project_sheets import sheet_of
from sites.review.promises import standing_of


@require_http_methods(["GET", "POST"])
def review_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show every promise with what was found and what hours tell; note what is found that day."""
    data = request.POST if request.method == "POST" else None
    project: HealthProject = (visible if data is None else editable)(request, page, pk)
    with held(request, project):
        return _reviewed(request, page, project, data)


def _reviewed(request: HttpRequest, page: Any, project: HealthProject, data: Any) -> HttpResponse:
    today = timezone.localdate()
    day = DayForm(request.GET if data is None else data).day(today=today)
    standing = standing_of(project, day=day)
    themes = [
        {
            "name": upper_first(str(theme.label)),
            "forms": [FindingForm(data, line=line, day=day) for line in lines],
        }
        for theme, lines in standing.by_theme
    ]
    forms = [form for theme in themes for form in theme["forms"]]
    # Every form is asked: the page shows all that is wrong at once.
    has_errors = data is not None and any([not form.is_valid() for form in forms])  # noqa: C419
    if data is not None and not has_errors:
        return _noted(request, project, forms, day, today)
    context = {
        "title": "Faire le point",
        "days": DayForm(initial={"le": day}),
        "day": day,
        "is_today": day == today,
        "standing": standing,
        "themes": themes,
        "has_errors": has_errors,
        "may_note": page.has_change_permission(request, project),
    }
    return own_page(request, page, "admin/sites/healthproject/review.html", context, project)


@require_GET
def sheet_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the PDF of the sheet; `?le=` says for which day."""
    project: HealthProject = visible(request, page, pk)
    day = DayForm(request.GET).day(today=timezone.localdate())
    try:
        content = sheet_pdf(sheet_of(standing_of(project, day=day)))
    except PdfError as error:
        messages.error(request, str(error))
        return change_page(page, project)
    name = f"projet-de-sante-{project.edition}-{day.isoformat()}.pdf"
    return file_response(content, PDF, name, "inline")


@require_http_methods(["GET", "POST"])
def next_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Copy the edition into the next one, once it is confirmed."""
    project: HealthProject = visible(request, page, pk)
    if not page.has_add_permission(request):
        raise PermissionDenied
    if request.method == "GET":
        count = project.commitments.count()
        context = {
            "title": "Préparer l’édition suivante",
            "copied": counted(count, "engagement", "engagements"),
        }
        return own_page(request, page, "admin/sites/healthproject/next.html", context, project)
    try:
        edition = new_edition(project=project, by=request.user)
    except ProjectRefused as refused:
        messages.error(request, str(refused))
        return change_page(page, project)
    messages.success(
        request,
        f"Édition {edition.edition} préparée : complétez ses engagements, puis la date à partir "
        "de laquelle elle s’applique.",
    )
    return change_page(page, edition)


def _noted(
    request: HttpRequest,
    project: HealthProject,
    forms: list[FindingForm],
    day: dt.date,
    today: dt.date,
) -> HttpResponse:
    """Write what was typed, and come back to the page of that day."""
    found = {form.line.commitment.pk: form.found for form in forms if form.has_changed()}
    try:
        count = note_findings(
            project=project, found_on=day, found=found, by=request.user, today=today
        )
    except ProjectRefused as refused:
        messages.error(request, str(refused))
    else:
        noted = counted(count, "constat enregistré", "constats enregistrés")
        told = f"{noted} au {long_date(day)}." if count else "Rien de nouveau à noter."
        messages.success(request, told)
    here = reverse("admin:sites_healthproject_review", args=[project.pk])
    return redirect(here if day == today else f"{here}?le={day.isoformat()}")
