"""What one does with a meeting of a committee: open it, take names, print its papers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from conventions.actions.committees import (
    CommitteeRefused,
    open_meeting,
    take_members,
    take_names,
)
from conventions.admin.committee_forms import CameForm, GuestsForm, OpenForm
from conventions.documents.committee_calendar import meeting_file
from conventions.documents.committee_papers import ATTENDANCE, CONVOCATION, MINUTES
from conventions.models import Committee, CommitteeMeeting
from conventions.review.committee_papers import printed_paper
from csipa.admin import own_page
from csipa.admin.responses import PDF, change_page, editable, file_response, visible
from csipa.admin.scope import seen
from csipa.admin.seen import held
from csipa.calendars import CONTENT_TYPE
from csipa.french.numbers import counted
from csipa.pdf.door import PdfError

MAY_OPEN = "conventions.add_committeemeeting"
MAY_FOLLOW = "conventions.change_committeemeeting"
PAPER_LABELS = {
    CONVOCATION: "Convocation",
    ATTENDANCE: "Feuille d’émargement",
    MINUTES: "Relevé de décisions",
}
_OPEN = "admin/conventions/committeemeeting/open.html"


@require_http_methods(["GET", "POST"])
def open_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Open a meeting of one committee; `page` is that of committees."""
    committee = visible(request, page, pk)
    return _opened(request, page, committee)


@require_http_methods(["GET", "POST"])
def add_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Open a meeting of a committee to choose; `page` is that of meetings."""
    return _opened(request, page, None)


def _opened(request: HttpRequest, page: Any, committee: Committee | None) -> HttpResponse:
    if not request.user.has_perm(MAY_OPEN):
        raise PermissionDenied
    initial = {"committee": committee or request.GET.get("committee")}
    form = OpenForm(request.POST if request.method == "POST" else None, initial=initial)
    committees = form.fields["committee"]
    committees.queryset = seen(request, committees.queryset)
    if form.is_valid():
        asked = form.cleaned_data
        try:
            meeting = open_meeting(
                committee=asked["committee"],
                on=asked["held_on"],
                held_at=asked["held_at"],
                place=asked["place"],
                agenda=asked["agenda"],
                by=request.user,
            )
        except CommitteeRefused as refused:
            form.add_error("held_on", str(refused))
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            members = counted(meeting.attendances.count(), "membre attendu", "membres attendus")
            messages.success(request, f"Réunion enregistrée : {members}.")
            return redirect("admin:conventions_committeemeeting_change", meeting.pk)
    context = {"title": "Nouvelle réunion d’instance", "form": form}
    return own_page(request, page, _OPEN, context, committee)


@require_http_methods(["GET", "POST"])
def names_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Take names: one line a member, then the guests."""
    meeting: CommitteeMeeting = editable(request, page, pk)
    with held(request, meeting):
        return _named(request, page, meeting)


def _named(request: HttpRequest, page: Any, meeting: CommitteeMeeting) -> HttpResponse:
    lines = list(meeting.attendances.select_related("member__organisation"))
    data = request.POST if request.method == "POST" else None
    forms = [CameForm(data, line=line) for line in lines if line.member_id]
    known = [line.name for line in lines if not line.member_id]
    guests = GuestsForm(data, initial={"guests": known})
    if data is not None and all([guests.is_valid(), *(form.is_valid() for form in forms)]):
        noted = {form.line.pk: form.came for form in forms}
        try:
            take_names(
                meeting=meeting,
                members=noted,
                guests=guests.cleaned_data["guests"],
                by=request.user,
            )
        except CommitteeRefused as refused:
            messages.error(request, str(refused))
            return redirect("admin:conventions_committeemeeting_names", meeting.pk)
        messages.success(request, "Présences enregistrées.")
        return change_page(page, meeting)
    context = {
        "title": "Relever les présences",
        "forms": forms,
        "form": guests,
        "has_errors": bool(guests.errors) or any(form.errors for form in forms),
    }
    template = "admin/conventions/committeemeeting/names.html"
    return own_page(request, page, template, context, meeting)


@require_POST
def members_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Make the list that of the members in office on the day."""
    meeting: CommitteeMeeting = editable(request, page, pk)
    added, gone = take_members(meeting=meeting, by=request.user)
    came = counted(added, "membre ajouté", "membres ajoutés")
    left = counted(gone, "membre ôté", "membres ôtés")
    messages.success(request, f"Liste mise à jour : {came}, {left}.")
    return redirect("admin:conventions_committeemeeting_names", meeting.pk)


@require_GET
def paper_view(request: HttpRequest, pk: int, paper: str, page: Any) -> HttpResponse:
    """Show a paper of the meeting as a PDF."""
    meeting: CommitteeMeeting = visible(request, page, pk)
    if paper not in PAPER_LABELS:
        raise Http404
    try:
        content = printed_paper(meeting, paper, today=timezone.localdate())
    except PdfError as error:
        messages.error(request, str(error))
        return change_page(page, meeting)
    return file_response(content, PDF, f"{paper}-{meeting.held_on.isoformat()}.pdf", "inline")


@require_GET
def calendar_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Give the meeting as a file for a calendar."""
    meeting: CommitteeMeeting = visible(request, page, pk)
    address = reverse("admin:conventions_committeemeeting_change", args=[meeting.pk])
    content = meeting_file(
        key=meeting.pk,
        held_on=meeting.held_on,
        held_at=_moment(meeting),
        stamp=meeting.history.latest().history_date,
        summary=f"{meeting.committee} – {meeting.committee.programme}",
        place=meeting.place,
        agenda=meeting.agenda,
        address=request.build_absolute_uri(address),
    )
    name = f"reunion-{meeting.held_on.isoformat()}.ics"
    return file_response(content, CONTENT_TYPE, name, "attachment")


def _moment(meeting: CommitteeMeeting) -> dt.datetime | None:
    if meeting.held_at is None:
        return None
    return timezone.make_aware(dt.datetime.combine(meeting.held_on, meeting.held_at))
