"""Ending a convention: who leaves, who is told, from which day, and what stays undone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from conventions.actions.ending_decision import draft_ending_decision, may_draft_decision
from conventions.actions.terminating import (
    Decision,
    EndingRefused,
    cancel_termination,
    faults_of,
    planned,
    terminate,
    termination_refusal,
)
from conventions.admin.terminating_forms import CancellingForm, TerminationForm
from conventions.documents.notice import letters_pdf
from conventions.exports import file_name
from conventions.models import Convention, Termination, TerminationKind, TerminationNotice
from conventions.review.ending_letters import letters_of
from conventions.review.money import UNKNOWN_PAYER
from conventions.review.terminations import consequences, ending_of
from conventions.rules.premises import Occurrence
from conventions.rules.terminations import (
    Ending,
    Setting,
    effect_of,
    last_day_of,
    noun_of,
    said_delay,
    told_late,
)
from csipa.admin import own_page
from csipa.admin.history import Trail, entries
from csipa.admin.responses import PDF, change_page, file_response, visible
from csipa.french.dates import MONTHS, long_date
from csipa.french.grammar import upper_first
from csipa.french.hours import said_time
from csipa.pdf.door import PdfError

PERMISSION = "conventions.change_convention"
MAY_DRAFT = "conventions.add_act"
_SHOWN = 6
"""How many payments and commitments are listed; the rest is on the pages about them."""


@require_http_methods(["GET", "POST"])
def end_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Note that a party, or all, end a convention; follow who was told until it takes effect."""
    return _ending(request, pk, page, denounces=False)


@require_http_methods(["GET", "POST"])
def denounce_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Note that a party denounces the tacit renewal of a convention."""
    return _ending(request, pk, page, denounces=True)


def _ending(request: HttpRequest, pk: int, page: Any, *, denounces: bool) -> HttpResponse:
    convention, today = _endable(request, page, pk), timezone.localdate()
    existing = _existing(convention)
    if existing and (existing.kind == TerminationKind.DENUNCIATION) != denounces:
        return _back(convention, "end" if denounces else "denounce")
    kind = TerminationKind.DENUNCIATION if denounces else TerminationKind.NOTICE
    if refusal := termination_refusal(convention, kind=kind, today=today):
        context = {"title": _title(denounces=denounces), "refusal": refusal}
        return own_page(
            request, page, "admin/conventions/convention/end_refused.html", context, convention
        )
    form = TerminationForm(
        request.POST if request.method == "POST" else None,
        convention=convention,
        existing=existing,
        admin_site=page.admin_site,
        denounces=denounces,
        over=bool(existing and existing.effect_on < today),
    )
    # Taken once: a fault shown beside a field takes away what was typed there.
    decision = form.decision() if form.is_valid() else None
    if decision and _done(request, form, convention, decision, today):
        return _back(convention, "denounce" if denounces else "end")
    ending = _typed(convention, decision) if decision else _noted(form, existing)
    context = {
        "title": _title(denounces=denounces, noted=existing),
        "form": form,
        "termination": existing,
        "noun": noun_of(existing.kind) if existing else "",
        "denounces": denounces,
        "over": bool(existing and existing.effect_on < today),
        "delay": said_delay(form.setting.notice) if form.setting.notice else "",
        "cancelling": CancellingForm(
            auto_id=CancellingForm.IDS, initial={"version": existing.version} if existing else None
        ),
        "may_draft": _may_draft(request, existing, today),
        "effect": _effect(convention, ending, form.setting, today) if ending else None,
        "saves": _history(convention),
    }
    return own_page(request, page, "admin/conventions/convention/end.html", context, convention)


@require_POST
def cancel_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Take back the end of a convention, with a reason."""
    convention = _endable(request, page, pk)
    form = CancellingForm(request.POST)
    if not form.is_valid():
        messages.error(request, f"Rien n’est annulé : {_first(form)}")
        return _back(convention, _page_of(convention))
    try:
        cancel_termination(
            convention=convention,
            by=request.user,
            reason=form.cleaned_data["reason"],
            today=timezone.localdate(),
            seen_version=form.cleaned_data["version"],
        )
    except EndingRefused as refused:
        messages.error(request, str(refused))
        return _back(convention, _page_of(convention))
    messages.success(request, "Résiliation annulée : la convention va jusqu’à son terme.")
    return change_page(page, convention)


@require_POST
def decision_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Draft the act that ends the convention, and open it."""
    convention = _endable(request, page, pk)
    if not request.user.has_perm(MAY_DRAFT):
        raise PermissionDenied
    try:
        act = draft_ending_decision(
            convention=convention, by=request.user, today=timezone.localdate()
        )
    except EndingRefused as refused:
        messages.error(request, str(refused))
        return _back(convention, _page_of(convention))
    messages.success(request, "Projet d’acte préparé : relisez-le, complétez-le, puis signez-le.")
    return redirect("admin:conventions_act_change", act.pk)


@require_GET
def letters_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the PDF of the letters, one for each party to be told; `?lieu=` says where they go."""
    convention = visible(request, page, pk)
    termination = _existing(convention)
    if termination is None or not termination.notices.exists():
        raise Http404
    letters = letters_of(termination, place=request.GET.get("lieu", "")[:80])
    try:
        content = letters_pdf(letters)
    except PdfError as error:
        messages.error(request, str(error))
        return change_page(page, convention)
    name = file_name(convention, "pdf").removesuffix(".pdf") + "-lettres.pdf"
    return file_response(content, PDF, name, "inline")


def _endable(request: HttpRequest, page: Any, pk: int) -> Convention:
    """Return the convention if this person may see it and note its end."""
    convention: Convention = visible(request, page, pk)
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    return convention


def _existing(convention: Convention) -> Termination | None:
    rows = Termination.objects.filter(convention=convention)
    return rows.select_related("given_by__organisation", "act").first()


def _page_of(convention: Convention) -> str:
    existing = _existing(convention)
    denounced = existing and existing.kind == TerminationKind.DENUNCIATION
    return "denounce" if denounced else "end"


def _back(convention: Convention, name: str) -> HttpResponse:
    return redirect(f"admin:conventions_convention_{name}", convention.pk)


def _done(
    request: HttpRequest,
    form: TerminationForm,
    convention: Convention,
    decision: Decision,
    today: dt.date,
) -> bool:
    """Write what was typed unless only its effect is asked for; show what forbids it."""
    version, correction = form.cleaned_data["version"], form.cleaned_data.get("correction", "")
    if form.only_computes:
        form.tell(faults_of(convention, decision, today=today))
        return False
    try:
        termination = terminate(
            convention=convention,
            decision=decision,
            by=request.user,
            today=today,
            seen_version=version,
            correction=correction,
        )
    except EndingRefused as refused:
        form.tell(refused.faults)
        return False
    messages.success(
        request, f"Noté : la convention prend fin le {long_date(termination.effect_on)}."
    )
    return True


def _typed(convention: Convention, decision: Decision) -> Ending | None:
    """Return what was typed, None when nobody can tell its effect."""
    if decision.kind != TerminationKind.AGREEMENT and decision.given_by is None:
        return None
    return planned(convention, decision)


def _noted(form: TerminationForm, existing: Termination | None) -> Ending | None:
    """Return what is noted already; nothing beside a form that was wrongly filled."""
    return ending_of(existing) if existing and not form.is_bound else None


def _effect(
    convention: Convention, ending: Ending, setting: Setting, today: dt.date
) -> dict[str, Any] | None:
    """Return when the convention ends so, why, and what stays undone; None without a day."""
    last_day = last_day_of(ending, setting)
    if last_day is None:
        return None
    computed = effect_of(replace(ending, effect_on=None), setting)
    left = consequences(convention, last_day=last_day, today=today)
    return {
        "day": last_day,
        "computed": computed,
        "follows": computed.day == last_day,
        "late": told_late(ending, setting),
        "planned": setting.planned_end,
        "left": left,
        "months": _by_month(left.sessions),
        "obligations": left.obligations[:_SHOWN],
        "payments": [
            replace(one, payer="") if one.payer == UNKNOWN_PAYER else one
            for one in left.payments[:_SHOWN]
        ],
        "more_payments": len(left.payments) - _SHOWN,
        "more_obligations": len(left.obligations) - _SHOWN,
    }


def _by_month(sessions: Any) -> list[dict[str, Any]]:
    """Return the sessions month by month, each in words."""
    return [
        {"name": upper_first(f"{MONTHS[month - 1]} {year}"), "sessions": list(map(_told, found))}
        for (year, month), found in groupby(sessions, key=lambda one: (one.day.year, one.day.month))
    ]


def _told(session: Occurrence) -> str:
    slot = session.slot
    hours = f"de {said_time(slot.start)} à {said_time(slot.end)}"
    parts = [f"{long_date(session.day, weekday=True)}, {hours}", slot.room, slot.use]
    holiday = " (jour férié)" if session.holiday else ""
    return f"{', '.join(part for part in parts if part)}{holiday}"


def _may_draft(request: HttpRequest, existing: Termination | None, today: dt.date) -> bool:
    if existing is None or existing.act_id or not request.user.has_perm(MAY_DRAFT):
        return False
    return may_draft_decision(existing.convention, today=today)


def _history(convention: Convention) -> list[Any]:
    """Return what was noted, corrected and taken back of the end of a convention."""
    order = ("history_date", "history_id")
    ends = Termination.history.filter(convention_id=convention.pk).select_related("history_user")
    keys = {row.id for row in ends}
    letters = TerminationNotice.history.filter(termination_id__in=keys)
    letters = letters.select_related("history_user")
    return entries(
        [
            Trail(Termination, list(ends.order_by(*order)), is_root=True, hidden={"convention"}),
            Trail(
                TerminationNotice,
                list(letters.order_by(*order)),
                is_root=False,
                hidden={"termination"},
            ),
        ]
    )


def _title(*, denounces: bool, noted: Termination | None = None) -> str:
    if noted:
        return noun_of(noted.kind)
    return "Dénoncer la tacite reconduction" if denounces else "Mettre fin à la convention"


def _first(form: CancellingForm) -> str:
    return next(iter(error for errors in form.errors.values() for error in errors))
