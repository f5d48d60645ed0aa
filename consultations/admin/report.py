"""« Rapport d’activité »: the five figures of a period, and the report to print for the elected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from consultations.documents.report import render_report, report_context
from consultations.review.report import report_source
from consultations.rules.report import usual_period, wrong_period
from csipa.admin import Section, SitePage, own_page, register_page
from csipa.admin.periods import PeriodForm
from csipa.admin.responses import PDF, file_response
from csipa.pdf.door import PdfError
from sites.models import Site
from sites.review.scope import sites_of

TEMPLATE = "admin/consultations/report.html"
PERMISSION = "consultations.view_activitycount"


class ReportForm(PeriodForm):
    """A period, both ends included; the year up to last month unless told otherwise."""

    def __init__(self, asked: Mapping[str, str], *, today: dt.date) -> None:
        first, last = usual_period(today)
        super().__init__({"du": first.isoformat(), "au": last.isoformat(), **dict(asked.items())})

    def clean(self) -> dict[str, Any]:
        """Refuse a period that cannot be told."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("du"), cleaned.get("au")
        if first and last and (reason := wrong_period(first, last)):
            self.add_error("au", reason)
        return cleaned

    @property
    def sentence(self) -> str:
        """Return the first thing that is wrong, in one sentence; empty if nothing is."""
        return next((str(errors[0]) for errors in self.errors.values()), "")


@require_GET
def report_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show what the first page of the report will say."""
    form = ReportForm(request.GET, today=timezone.localdate())
    context = {
        "title": page.title,
        "form": form,
        "query": request.GET.urlencode(),
        "report": report_context(_source(request, form)) if form.is_valid() else None,
    }
    return own_page(request, page, TEMPLATE, context)


@require_GET
def report_pdf_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show the report as a PDF; a wrong period goes back to the page."""
    form = ReportForm(request.GET, today=timezone.localdate())
    if not form.is_valid():
        messages.error(request, form.sentence)
        return redirect(f"admin:{page.name}")
    source = _source(request, form)
    try:
        content = render_report(source)
    except PdfError as error:
        messages.error(request, str(error))
        return redirect(f"admin:{page.name}")
    name = f"rapport-activite-{source['from']}-{source['to']}.pdf"
    return file_response(content, PDF, name, "inline")


def _source(request: HttpRequest, form: ReportForm) -> dict[str, Any]:
    """Return the report of the sites that the account works for."""
    sites = sites_of(request.user)
    is_narrowed = Site.objects.exclude(pk__in=sites.values("pk")).exists()
    return report_source(
        form.cleaned_data["du"],
        form.cleaned_data["au"],
        today=timezone.localdate(),
        sites=sites if is_narrowed else None,
    )


REPORT = register_page(
    SitePage(
        section=Section.ACTIVITY,
        section_rank=9,
        title="Rapport d’activité",
        route="activite/rapport/",
        name="consultations_report",
        view=report_view,
        permissions=(PERMISSION,),
        description="Une page pour les élus : cinq chiffres, leur source et leur date, et leurs "
        "annexes.",
        views=(("pdf/", "pdf", report_pdf_view),),
        guide="reponses-et-rapport#le-rapport-pour-les-élus",
    )
)
