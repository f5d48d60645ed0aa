"""Own pages of a study of need: the whole calculation, its print, its copy, two side by side."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from csipa.admin import Panel, own_page
from csipa.admin.responses import PDF, editable, file_response, visible, whole_number
from csipa.french.numbers import counted
from csipa.french.typography import typeset
from csipa.pdf.door import PdfError
from staffing.actions.need import duplicate_study, set_public_holidays
from staffing.documents.need import FORMULAS, READING
from staffing.documents.need_print import render_study
from staffing.models import NeedStudy
from staffing.review.need import compared, study_needs
from staffing.review.need_print import printed_source

_TEMPLATES = "admin/staffing/needstudy"
PANEL = f"{_TEMPLATES}/_panel.html"


@require_GET
def study_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show every assumption of a study and every step, beside authorised and filled."""
    study = visible(request, page, pk)
    context = {
        "title": typeset(f"Étude complète : {study.title}"),
        **_result(study),
        "formulas": FORMULAS,
        "may_change": page.has_change_permission(request, study),
        "may_change_lines": request.user.has_perm("staffing.change_needprofession"),
        "may_add": page.has_add_permission(request),
        "others": NeedStudy.objects.exclude(pk=study.pk).exists(),
    }
    return own_page(request, page, f"{_TEMPLATES}/study.html", context, study)


@require_GET
def print_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the study as a PDF."""
    study = visible(request, page, pk)
    try:
        content = render_study(printed_source(study_needs(study, today=timezone.localdate())))
    except PdfError as error:
        messages.error(request, str(error))
        return _to_study(study)
    return file_response(content, PDF, f"etude-de-besoin-{study.year}-{study.pk}.pdf", "inline")


@require_POST
def duplicate_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Copy a study, to try other assumptions; go to the page of the copy."""
    study = visible(request, page, pk)
    if not page.has_add_permission(request):
        raise PermissionDenied
    copy = duplicate_study(study=study, by=request.user)
    messages.success(request, f"Copie créée : {copy}. Changez-y les hypothèses.")
    return redirect("admin:staffing_needstudy_change", copy.pk)


@require_POST
def holidays_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Give every profession the public holidays of the year of the study."""
    study = editable(request, page, pk)
    if not request.user.has_perm("staffing.change_needprofession"):
        raise PermissionDenied
    changed = set_public_holidays(study=study, by=request.user)
    told = counted(changed, "profession mise à jour", "professions mises à jour")
    messages.success(request, f"Jours fériés reportés : {told}.")
    return _to_study(study)


@require_GET
def compare_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show a study beside another one, chosen in the address (`avec`)."""
    study = visible(request, page, pk)
    others = page.get_queryset(request).exclude(pk=study.pk).order_by("-year", "title", "pk")
    asked = whole_number(request.GET.get("avec", ""))
    other = others.filter(pk=asked).select_related("site").first() if asked else None
    context: dict[str, Any] = {"title": "Comparer", "others": others, "other": other}
    if other is not None:
        today = timezone.localdate()
        sides = (study_needs(study, today=today), study_needs(other, today=today))
        context |= {"sides": sides, "professions": compared(*sides)}
    return own_page(request, page, f"{_TEMPLATES}/compare.html", context, study)


def need_panel(study: NeedStudy) -> Panel:
    """Tell, above the form of a study, what it gives, and lead to the lines of each profession."""
    return Panel(PANEL, _result(study))


def _result(study: NeedStudy) -> dict[str, Any]:
    """Return what the table of results reads."""
    needs = study_needs(study, today=timezone.localdate())
    source = printed_source(needs)
    return {
        "needs": needs,
        "lines": list(zip(needs.lines, source["professions"], strict=True)),
        "total": source["total"],
        "reading": READING,
    }


def _to_study(study: NeedStudy) -> HttpResponse:
    return redirect("admin:staffing_needstudy_study", study.pk)
