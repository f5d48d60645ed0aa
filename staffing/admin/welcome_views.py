"""Arrivals and their checklists: prepared, noted line by line, printed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from csipa.admin import Panel, own_page
from csipa.admin.responses import PDF, file_response
from csipa.french.numbers import counted
from csipa.pdf.door import PdfError
from staffing.actions.welcoming import (
    WelcomeRefused,
    lines_to_propose,
    note_step,
    prepare_welcome,
    propose_pack,
)
from staffing.documents.welcome import render_welcome
from staffing.models import Assignment, WelcomeItem, WelcomeStep
from staffing.review.welcome import Arrival, arrival_of, arrivals
from staffing.rules.welcome import LineState

NAME = "staffing_welcome"
VIEW = ("staffing.view_welcomestep", "staffing.change_welcomestep")
PREPARE = "staffing.add_welcomestep"
NOTE = "staffing.change_welcomestep"
_TEMPLATES = "admin/staffing/welcome"
_BADGES = {
    LineState.DONE: ("Fait", "badge badge-done"),
    LineState.DECLINED: ("Sans objet", "badge badge-over"),
    LineState.LATE: ("En retard", "badge badge-danger"),
    LineState.TO_DO: ("À faire", "badge badge-to-do"),
}


@require_GET
def arrivals_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show the welcomes under way, and the arrivals without one."""
    context = {
        "title": page.title,
        "arrivals": arrivals(today=timezone.localdate()),
        "may_prepare": request.user.has_perm(PREPARE),
        "has_pack": WelcomeItem.objects.filter(is_withdrawn=False).exists(),
        "may_see_pack": request.user.has_perm("staffing.view_welcomeitem"),
    }
    return own_page(request, page, f"{_TEMPLATES}/arrivals.html", context)


@require_GET
def checklist_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the lines of one welcome, to be noted one by one."""
    today = timezone.localdate()
    arrival = arrival_of(_assignment(pk), today=today)
    context = {
        "title": f"Accueil\u00a0: {arrival.assignment.person}",
        "arrival": arrival,
        "lines": [(shown, *_BADGES[shown.state]) for shown in arrival.steps],
        "today": today,
        "may_note": request.user.has_perm(NOTE),
        "may_prepare": request.user.has_perm(PREPARE),
        "may_see_assignment": _sees_assignment(request),
    }
    return own_page(request, page, f"{_TEMPLATES}/checklist.html", context)


@require_POST
def prepare_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Add to a welcome the lines of the pack that it lacks."""
    if not request.user.has_perm(PREPARE):
        raise PermissionDenied
    added = prepare_welcome(assignment=_assignment(pk), by=request.user)
    if added:
        told = counted(len(added), "ligne ajoutée", "lignes ajoutées")
        messages.success(request, f"Accueil préparé\u00a0: {told}.")
    elif WelcomeItem.objects.filter(is_withdrawn=False).exists():
        messages.info(request, "Cet accueil a déjà toutes les lignes du dossier.")
    else:
        messages.warning(request, "Le dossier d’accueil est vide\u00a0: ajoutez-y des lignes.")
    return _to_checklist(pk)


@require_POST
def note_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Note a line as done on the day typed, as not wanted, or as to be done again."""
    if not request.user.has_perm(NOTE):
        raise PermissionDenied
    step = get_object_or_404(WelcomeStep.objects.select_related("item"), pk=pk)
    asked, done_on = request.POST.get("note"), None
    if asked == "done":
        done_on = _day(request.POST.get("on", ""))
        if done_on is None or done_on > timezone.localdate():
            messages.error(request, "Donnez le jour où c’est fait\u00a0: aujourd’hui ou avant.")
            return _to_checklist(step.assignment_id)
    try:
        note_step(step=step, by=request.user, done_on=done_on, is_declined=asked == "declined")
    except WelcomeRefused as refused:
        messages.error(request, str(refused))
    return _to_checklist(step.assignment_id, f"#ligne-{step.pk}")


@require_GET
def checklist_pdf_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the checklist to hand to the person, without what is not wanted."""
    today = timezone.localdate()
    arrival = arrival_of(_assignment(pk), today=today)
    try:
        content = render_welcome(_source(arrival, today))
    except PdfError as error:
        messages.error(request, str(error))
        return _to_checklist(pk)
    return file_response(content, PDF, f"accueil-{pk}.pdf", "inline")


@require_http_methods(["GET", "POST"])
def propose_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show the usual lines that the pack lacks; add them on confirmation."""
    if not page.has_add_permission(request):
        raise PermissionDenied
    if request.method == "POST":
        added = propose_pack(by=request.user)
        told = counted(len(added), "ligne ajoutée", "lignes ajoutées")
        messages.success(request, f"Dossier d’accueil complété\u00a0: {told}.")
        return redirect("admin:staffing_welcomeitem_changelist")
    context = {"title": "Proposer un dossier type", "items": lines_to_propose()}
    return own_page(request, page, f"{_TEMPLATES}/propose.html", context)


def welcome_panels(request: HttpRequest, assignment: Assignment) -> list[Panel]:
    """Tell on the page of an assignment where the welcome stands, to whoever may see it."""
    if not any(request.user.has_perm(permission) for permission in VIEW):
        return []
    today = timezone.localdate()
    arrival = arrival_of(assignment, today=today)
    over = assignment.end is not None and assignment.end < today
    if over and not arrival.steps:
        return []
    context = {"arrival": arrival, "may_prepare": request.user.has_perm(PREPARE) and not over}
    return [Panel(f"{_TEMPLATES}/_panel.html", context)]


def _source(arrival: Arrival, today: dt.date) -> dict[str, Any]:
    row = arrival.assignment
    lines = sorted(
        (shown.step for shown in arrival.steps if not shown.step.is_declined),
        key=lambda step: (step.due_on or dt.date.max, step.item.position, step.pk),
    )
    return {
        "date": today.isoformat(),
        "person": str(row.person),
        "post": row.post.label,
        "start": row.start.isoformat(),
        "lines": [
            {
                "theme": step.item.theme,
                "label": step.item.label,
                "due_on": step.due_on.isoformat() if step.due_on else None,
                "done_on": step.done_on.isoformat() if step.done_on else None,
            }
            for step in lines
        ],
    }


def _assignment(pk: int) -> Assignment:
    rows = Assignment.objects.select_related("person", "post__profession")
    return get_object_or_404(rows, pk=pk)


def _sees_assignment(request: HttpRequest) -> bool:
    permissions = ("staffing.view_assignment", "staffing.change_assignment")
    return any(request.user.has_perm(permission) for permission in permissions)


def _day(text: str) -> dt.date | None:
    """Return a day typed as ISO 8601 asks, None for anything else."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def _to_checklist(pk: int, anchor: str = "") -> HttpResponseRedirect:
    return redirect(reverse(f"admin:{NAME}_checklist", args=[pk]) + anchor)
