"""Own pages of candidates: forward, out or hired; whose data is to be erased."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from csipa.admin import Panel, own_page
from csipa.admin.responses import change_page, editable, visible
from csipa.french.grammar import upper_first
from staffing.actions.erasing import ErasingRefused, erase_candidate, erase_candidates, to_erase
from staffing.actions.hiring import hire_newcomer
from staffing.actions.recruiting import RecruitingRefused, hire, move_candidate
from staffing.admin.candidates_forms import HireForm
from staffing.admin.recruitments_forms import past_day
from staffing.models import Candidate, Stage
from staffing.review.recruiting import candidates_to_erase, place_of
from staffing.rules.retention import RETENTION_MONTHS

_TEMPLATES = "admin/staffing/candidate"
ERASE = "staffing.delete_candidate"
# A new assignment may come with a new person.
HIRE = ("staffing.add_assignment", "staffing.add_person")


class _MoveForm(forms.Form):
    """The stage of the button, and the day typed beside it."""

    stage = forms.ChoiceField(choices=Stage.choices)
    on = forms.DateField(
        error_messages={"required": "Donnez le jour.", "invalid": "Cette date n’existe pas."}
    )

    def clean_on(self):
        """Refuse a day to come."""
        return past_day(self.cleaned_data["on"])


@require_POST
def move_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Note the stage that a candidate reached; go back to the board of the campaign."""
    candidate: Candidate = editable(request, page, pk)
    form = _MoveForm(request.POST)
    if not form.is_valid():
        told = [text for errors in form.errors.values() for text in errors]
        messages.error(request, f"L’étape n’est pas notée\u00a0: {told[0]}")
        return _to_board(candidate)
    stage, on = form.cleaned_data["stage"], form.cleaned_data["on"]
    try:
        move_candidate(candidate=candidate, stage=stage, on=on, by=request.user)
    except RecruitingRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Étape notée\u00a0: {Stage(stage).label}.")
    return _to_board(candidate)


@require_http_methods(["GET", "POST"])
def hire_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Note that a candidate is hired, with an assignment that is there or a new one."""
    candidate: Candidate = editable(request, page, pk)
    if candidate.assignment_id or page.lock_of(request, candidate):
        return change_page(page, candidate)
    form = HireForm(request.POST or None, candidate=candidate)
    if form.is_valid():
        if not (form.cleaned_data["assignment"] or request.user.has_perms(HIRE)):
            raise PermissionDenied
        try:
            _hire(candidate, form, request.user)
        except RecruitingRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Le recrutement est noté, avec son affectation.")
            return _to_board(candidate)
    context = {
        "title": "Recruter",
        "form": form,
        "recruitment": candidate.recruitment,
        "may_create": request.user.has_perms(HIRE),
    }
    return own_page(request, page, f"{_TEMPLATES}/hire.html", context, candidate)


@require_http_methods(["GET", "POST"])
def erase_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Ask, then erase one candidate ahead of time, as they may require."""
    candidate: Candidate = visible(request, page, pk)
    _check_erase(request)
    if request.method == "POST":
        try:
            erase_candidate(candidate=candidate, by=request.user, today=timezone.localdate())
        except ErasingRefused as refused:
            messages.error(request, str(refused))
            return change_page(page, candidate)
        messages.success(request, "Le candidat est effacé, jusque dans l’historique.")
        return _to_board(candidate)
    context = {"title": "Effacer les données", "recruitment": candidate.recruitment}
    return own_page(request, page, f"{_TEMPLATES}/erase.html", context, candidate)


@require_http_methods(["GET", "POST"])
def to_erase_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show whose data may not be kept any longer; erase them on confirmation."""
    if not page.has_view_permission(request):
        raise PermissionDenied
    today = timezone.localdate()
    if request.method == "POST":
        _check_erase(request)
        messages.success(request, str(erase_candidates(by=request.user, today=today)))
        return redirect("admin:staffing_candidate_to_erase")
    due = candidates_to_erase(today=today)
    context = {
        "title": "Candidats à effacer",
        "due": due,
        "deleted": to_erase(today=today).deleted,
        "years": RETENTION_MONTHS // 12,
        "may_erase": request.user.has_perm(ERASE),
    }
    return own_page(request, page, f"{_TEMPLATES}/to_erase.html", context)


def candidate_panels(page: Any, request: HttpRequest, candidate: Candidate) -> list[Panel]:
    """Return where the candidate stands and what may be done; until when the data is kept."""
    today = timezone.localdate()
    place = place_of(candidate, today=today)
    is_open = page.has_change_permission(request, candidate) and not page.lock_of(
        request, candidate
    )
    context = {
        "place": place,
        "candidate": candidate,
        "recruitment": candidate.recruitment,
        "here": upper_first(place.here.stage.label) if place.here else "",
        "may_move": is_open,
        "today": today,
    }
    return [Panel(f"{_TEMPLATES}/_state.html", context)]


def _hire(candidate: Candidate, form: HireForm, by: Any) -> None:
    on = form.cleaned_data["hired_on"]
    if form.cleaned_data["assignment"]:
        hire(candidate=candidate, assignment=form.cleaned_data["assignment"], on=on, by=by)
    else:
        hire_newcomer(candidate=candidate, newcomer=form.newcomer(), on=on, by=by)


def _check_erase(request: HttpRequest) -> None:
    if not request.user.has_perm(ERASE):
        raise PermissionDenied


def _to_board(candidate: Candidate) -> HttpResponseRedirect:
    return redirect("admin:staffing_recruitment_change", candidate.recruitment_id)
