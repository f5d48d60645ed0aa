"""Own pages of a campaign: its end, its reopening, the candidates who come; its panels."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from csipa.admin import Panel, own_page
from csipa.admin.responses import change_page, editable, visible
from staffing.actions.recruiting import (
    RecruitingRefused,
    add_candidate,
    close_campaign,
    reopen_campaign,
)
from staffing.admin.recruitments_forms import CandidateForm, ClosingForm
from staffing.models import Recruitment
from staffing.review.recruiting import board, campaign_counts

_TEMPLATES = "admin/staffing/recruitment"
VIEW_CANDIDATES = ("staffing.view_candidate", "staffing.change_candidate")
ADD_CANDIDATE = "staffing.add_candidate"
CHANGE_CANDIDATE = "staffing.change_candidate"


def sees_candidates(request: HttpRequest) -> bool:
    """Tell whether this person may know who the candidates are."""
    return any(request.user.has_perm(permission) for permission in VIEW_CANDIDATES)


@require_http_methods(["GET", "POST"])
def close_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Ask how a campaign ends, the outcome being proposed from the facts; close it."""
    recruitment: Recruitment = editable(request, page, pk)
    if recruitment.closed_on is not None:
        messages.info(request, "Cette campagne est déjà close.")
        return change_page(page, recruitment)
    counts = campaign_counts(recruitment)
    form = ClosingForm(request.POST or None, recruitment=recruitment, counts=counts)
    if form.is_valid():
        try:
            close_campaign(recruitment=recruitment, by=request.user, **form.cleaned_data)
        except RecruitingRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "La campagne est close.")
            return change_page(page, recruitment)
    context = {"title": "Clore la campagne", "form": form, "counts": counts}
    return own_page(request, page, f"{_TEMPLATES}/close.html", context, recruitment)


@require_POST
def reopen_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Take a campaign up again."""
    recruitment = editable(request, page, pk)
    try:
        reopen_campaign(recruitment=recruitment, by=request.user)
    except RecruitingRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "La campagne est rouverte.")
    return change_page(page, recruitment)


@require_http_methods(["GET", "POST"])
def add_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Note somebody who was in touch about the campaign."""
    recruitment: Recruitment = visible(request, page, pk)
    if not request.user.has_perm(ADD_CANDIDATE):
        raise PermissionDenied
    form = CandidateForm(request.POST or None)
    if form.is_valid():
        try:
            add_candidate(recruitment=recruitment, by=request.user, **form.cleaned_data)
        except RecruitingRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Le candidat est ajouté.")
            return change_page(page, recruitment)
    context = {"title": "Ajouter un candidat", "form": form}
    return own_page(request, page, f"{_TEMPLATES}/add_candidate.html", context, recruitment)


def recruitment_panels(page: Any, request: HttpRequest, row: Recruitment) -> list[Panel]:
    """Return how far the campaign is: its end, what precedes and follows it, its candidates."""
    user = request.user
    may_change = page.has_change_permission(request, row)
    before = list(row.follows.select_related("profession").order_by("opened_on", "pk"))
    state = {
        "recruitment": row,
        "counts": campaign_counts(row),
        "before": before,
        "may_change": may_change,
    }
    panels = [Panel(f"{_TEMPLATES}/_state.html", state)]
    if sees_candidates(request):
        is_open = row.closed_on is None
        told = {
            "recruitment": row,
            "places": board(row, today=timezone.localdate()),
            "today": timezone.localdate(),
            "may_move": is_open and user.has_perm(CHANGE_CANDIDATE),
            "may_add": is_open and user.has_perm(ADD_CANDIDATE),
        }
        panels.append(Panel(f"{_TEMPLATES}/_board.html", told))
    return panels
