"""What one does with a meeting beside typing it: take names, report decisions to the council."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from conventions.actions.meetings import add_members, fill_vote
from conventions.actions.reporting import (
    ReportRefused,
    printed_report,
    report_decisions,
    report_of,
    report_refusal,
)
from conventions.admin.meeting_forms import MembersForm
from conventions.documents.report import report_context
from conventions.models import Act, Meeting
from conventions.review.meetings import DELIBERATIVE, previous_meeting, proposed_names
from conventions.review.reporting import report_data, undated_decisions
from csipa.admin import own_page
from csipa.admin.responses import PDF, change_page, editable, file_response, visible
from csipa.french.numbers import counted
from csipa.pdf.door import PdfError

MAY_REPORT = "conventions.change_act"


@require_http_methods(["GET", "POST"])
def members_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Propose the names of the last meeting and of the representatives; add those that stay."""
    meeting: Meeting = editable(request, page, pk)
    form = MembersForm(request.POST or None, initial={"names": proposed_names(meeting)})
    if form.is_valid():
        try:
            added = add_members(meeting=meeting, names=form.cleaned_data["names"], by=request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, f"Liste complétée : {counted(added, 'nom', 'noms')} de plus.")
            return change_page(page, meeting)
    context = {
        "title": "Reprendre une liste de membres",
        "form": form,
        "previous": previous_meeting(meeting),
    }
    return own_page(request, page, "admin/conventions/meeting/members.html", context, meeting)


@require_http_methods(["GET", "POST"])
def report_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the decisions to report and what they lack; report them on confirmation."""
    meeting: Meeting = visible(request, page, pk)
    if not request.user.has_perm("conventions.view_act"):
        raise PermissionDenied
    if request.method == "POST":
        return _report(request, page, meeting)
    kept = report_of(meeting)
    data = None if kept or meeting.body not in DELIBERATIVE else report_data(meeting)
    context = {
        "title": "Compte rendu des décisions",
        "kept": kept,
        "report": report_context(data, draft=True) if data else None,
        "decisions": data["decisions"] if data else [],
        "undated": undated_decisions(meeting) if data else [],
        "refusal": "" if kept else report_refusal(meeting, today=timezone.localdate()),
        "may_report": request.user.has_perm(MAY_REPORT),
    }
    return own_page(request, page, "admin/conventions/meeting/report.html", context, meeting)


def _report(request: HttpRequest, page: Any, meeting: Meeting) -> HttpResponse:
    if not request.user.has_perm(MAY_REPORT):
        raise PermissionDenied
    try:
        kept = report_decisions(meeting=meeting, by=request.user, now=timezone.now())
    except (ReportRefused, PdfError) as error:
        messages.error(request, f"{error} Rien n’est changé.")
    else:
        told = len(kept.source["decisions"])
        messages.success(
            request,
            f"Compte rendu gardé : {counted(told, 'décision portée', 'décisions portées')} à la "
            "connaissance du conseil.",
        )
    return redirect("admin:conventions_meeting_report", meeting.pk)


@require_GET
def report_pdf_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the report kept for the meeting, else a preview marked « PROJET »."""
    meeting: Meeting = visible(request, page, pk)
    if not request.user.has_perm("conventions.view_act"):
        raise PermissionDenied
    try:
        content = printed_report(meeting)
    except (ReportRefused, PdfError) as error:
        messages.error(request, str(error))
        return change_page(page, meeting)
    name = f"compte-rendu-{meeting.held_on.isoformat()}.pdf"
    return file_response(content, PDF, name, "inline")


@require_POST
def vote_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Take into the vote of a draft the figures of its meeting; `page` is that of acts."""
    act: Act = editable(request, page, pk)
    try:
        filled = fill_vote(act=act, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        said = "Le vote a repris les chiffres de la réunion."
        messages.success(request, said if filled else "Le vote avait déjà tous ces chiffres.")
    return change_page(page, act)
