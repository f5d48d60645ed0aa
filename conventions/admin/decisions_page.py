"""« Suites des réunions »: what committees decided and what became of it, the late ones first."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from conventions.actions.committees import CommitteeRefused, follow_up, reopen
from conventions.admin.committee_forms import FollowForm
from conventions.admin.committee_views import MAY_FOLLOW
from conventions.models import Committee, CommitteeDecision, CommitteeMeeting, Programme
from conventions.review.committees import FollowedDecision, decisions, followed
from conventions.rules.committees import FollowUp
from csipa.admin import Section, SitePage, own_page, register_page
from csipa.admin.responses import whole_number
from csipa.admin.scope import seen
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from sites.rules.names import search_key

PERMISSION = "conventions.view_committeemeeting"
TEMPLATE = "admin/conventions/decisions.html"
# What was done long ago is looked for in the minutes.
_DONE_SHOWN = 50


class DecisionsForm(forms.Form):
    """Of which programme, of which committee, seen to by whom."""

    programme = forms.ChoiceField(label="Programme", required=False)
    instance = forms.ChoiceField(label="Instance", required=False)
    qui = forms.CharField(label="Chargé de la suite", required=False, max_length=160)

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request.GET)
        programmes = seen(request, Programme.objects.filter(committees__isnull=False))
        programmes = programmes.distinct().order_by("name")
        self.fields["programme"].choices = [
            ("", "Tous"),
            *((str(row.pk), str(row)) for row in programmes),
        ]
        committees = seen(request, Committee.objects.select_related("programme"))
        committees = committees.order_by("programme__name", "name")
        self.fields["instance"].choices = [
            ("", "Toutes"),
            *((str(row.pk), f"{row} – {row.programme}") for row in committees),
        ]


@require_GET
def decisions_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show every decision by state; four queries whatever there is."""
    return _shown(request, page)


@require_POST
def follow_view(request: HttpRequest, decision: int, page: Any) -> HttpResponse:
    """Note what became of a decision, and go back where one came from."""
    row = _may_follow(request, decision)
    today = timezone.localdate()
    form = FollowForm(request.POST, decision=row, today=today)
    if form.is_valid():
        try:
            follow_up(
                decision=row,
                done_on=form.cleaned_data["done_on"],
                outcome=form.cleaned_data["outcome"],
                by=request.user,
                today=today,
            )
        except CommitteeRefused as refused:
            form.add_error("done_on", str(refused))
        else:
            done = long_date(form.cleaned_data["done_on"])
            messages.success(request, f"Notée comme suivie d’effet le {done} : « {row} ».")
            return _back(request)
    return _shown(request, page, refused={row.pk: form})


@require_POST
def reopen_view(request: HttpRequest, decision: int, page: Any) -> HttpResponse:
    """Take back that a decision was carried out."""
    row = _may_follow(request, decision)
    reopen(decision=row, by=request.user)
    messages.success(request, f"De nouveau à suivre : « {row} ».")
    return _back(request)


def _may_follow(request: HttpRequest, pk: int) -> CommitteeDecision:
    if not request.user.has_perm(MAY_FOLLOW):
        raise PermissionDenied
    meetings = seen(request, CommitteeMeeting.objects.all())
    return get_object_or_404(CommitteeDecision, pk=pk, meeting__in=meetings)


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """Go back to the page of ours that the form came from."""
    back = request.POST.get("retour", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return HttpResponseRedirect(back)
    return redirect("admin:conventions_decisions")


def _shown(
    request: HttpRequest, page: Any, *, refused: dict[int, FollowForm] | None = None
) -> HttpResponse:
    today = timezone.localdate()
    form = DecisionsForm(request)
    rows, who = _kept(request), search_key(request.GET.get("qui", ""))
    found = [row for row in rows if who in search_key(row.responsible)]
    every = followed(found, today=today)
    waiting = [one for one in every if one.state.is_open]
    done = [one for one in every if not one.state.is_open][:_DONE_SHOWN]
    may_follow = request.user.has_perm(MAY_FOLLOW)
    context = {
        "title": page.title,
        "asked": form,
        "is_narrowed": any(request.GET.get(name) for name in form.fields),
        "groups": _groups([*waiting, *done], refused or {}, today, may_follow=may_follow),
        "open": len(waiting),
        "late": sum(one.state is FollowUp.LATE for one in waiting),
        "may_follow": may_follow,
        "may_open": request.user.has_perm("conventions.add_committeemeeting"),
        "back": request.get_full_path() if request.method == "GET" else "",
    }
    return own_page(request, page, TEMPLATE, context)


def _kept(request: HttpRequest) -> QuerySet[CommitteeDecision]:
    """Return the decisions asked for; what is no key asks for nothing."""
    rows = decisions().filter(meeting__in=seen(request, CommitteeMeeting.objects.all()))
    if (programme := whole_number(request.GET.get("programme", ""))) is not None:
        rows = rows.filter(meeting__committee__programme=programme)
    if (committee := whole_number(request.GET.get("instance", ""))) is not None:
        rows = rows.filter(meeting__committee=committee)
    return rows


def _groups(
    found: list[FollowedDecision], refused: dict[int, FollowForm], today: Any, *, may_follow: bool
) -> list[dict[str, Any]]:
    groups = []
    ordered = sorted(found, key=lambda one: list(FollowUp).index(one.state))
    for state, rows in groupby(ordered, key=lambda one: one.state):
        lines = []
        for one in rows:
            form = refused.get(one.row.pk)
            if form is None and may_follow and state.is_open:
                form = FollowForm(decision=one.row, today=today)
            lines.append({"one": one, "form": form, "is_refused": one.row.pk in refused})
        groups.append({"state": state, "title": upper_first(state.heading), "lines": lines})
    return groups


DECISIONS = register_page(
    SitePage(
        section=Section.PROGRAMMES,
        section_rank=12,
        title="Suites des réunions",
        route="territoire/suites/",
        name="conventions_decisions",
        view=decisions_view,
        permissions=(PERMISSION,),
        description="Les décisions des comités : en retard, à faire, faites.",
        views=(
            ("<int:decision>/suivie/", "follow", follow_view),
            ("<int:decision>/rouvrir/", "reopen", reopen_view),
        ),
        guide="instances#les-décisions",
    )
)
