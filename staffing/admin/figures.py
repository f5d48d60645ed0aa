"""The figures of the team over a period: the page « Indicateurs » and its print."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from csipa.admin import Section, SitePage, own_page, register_page
from csipa.admin.responses import PDF, file_response
from csipa.pdf.door import PdfError
from staffing.admin.figures_forms import FiguresForm
from staffing.documents.figures_print import render_figures
from staffing.review.figures import PeriodFigures, printed_source, read_figures

PERMISSIONS = ("staffing.view_assignment",)
TEMPLATE = "admin/staffing/figures.html"


@require_GET
def figures_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show the figures of a period, of everything then of each profession or site."""
    form = FiguresForm(request.GET, today=timezone.localdate())
    found = _found(request, form) if form.is_valid() else None
    context = {
        "title": "Indicateurs",
        "form": form,
        "found": found,
        "query": request.GET.urlencode(),
        "fault": form.sentence,
    }
    return own_page(request, page, TEMPLATE, context)


@require_GET
def print_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show the same figures as a PDF, with their notes; a wrong period goes back to the page."""
    form = FiguresForm(request.GET, today=timezone.localdate())
    if not form.is_valid():
        messages.error(request, form.sentence)
        return redirect("admin:staffing_figures")
    found = _found(request, form)
    try:
        content = render_figures(printed_source(found))
    except PdfError as error:
        messages.error(request, str(error))
        return redirect("admin:staffing_figures")
    name = f"indicateurs-{found.first:%Y-%m-%d}-{found.last:%Y-%m-%d}.pdf"
    return file_response(content, PDF, name, "inline")


def names_people(request: HttpRequest) -> bool:
    """Tell whether the person who asks may read names."""
    return request.user.has_perm("staffing.view_person")


def _found(request: HttpRequest, form: FiguresForm) -> PeriodFigures:
    return read_figures(
        first=form.cleaned_data["du"],
        last=form.cleaned_data["au"],
        today=timezone.localdate(),
        by_site=form.by_site,
        names_people=names_people(request),
    )


FIGURES = register_page(
    SitePage(
        section=Section.STAFFING,
        section_rank=2,
        title="Indicateurs",
        route="effectifs/indicateurs/",
        name="staffing_figures",
        view=figures_view,
        permissions=PERMISSIONS,
        description="Vacance, ETP travaillés, départs, durée des séjours, délais pour pourvoir.",
        views=(("pdf/", "print", print_view),),
        guide="indicateurs-et-fragilite",
    )
)
