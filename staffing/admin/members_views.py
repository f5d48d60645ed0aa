"""Own pages of memberships: leaving, joining again, consent withdrawn, fees called."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from csipa.admin import Panel, own_page
from csipa.admin.responses import change_page, editable, whole_number
from csipa.french.grammar import upper_first
from csipa.french.numbers import counted
from staffing.actions.fees import call_fees
from staffing.actions.members import MemberRefused, join_again, leave, withdraw_consent
from staffing.admin.community_rows import own_communities, own_providers
from staffing.admin.members_forms import FeesForm, JoinForm, LeaveForm
from staffing.models import Membership
from staffing.review.cover import communes_of
from staffing.review.members import doubles_of, identity_of, proposals

_TEMPLATES = "admin/staffing/membership"
CALL = "staffing.add_membershipfee"
PAY = "staffing.change_membershipfee"


@require_http_methods(["GET", "POST"])
def leave_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Ask for the last day and the reason, then note the departure."""
    row: Membership = editable(request, page, pk)
    form = LeaveForm(request.POST or None, initial={"end": timezone.localdate()})
    if form.is_valid():
        end, reason = form.cleaned_data["end"], form.cleaned_data["reason"]
        try:
            leave(membership=row, on=end, reason=reason, by=request.user)
        except MemberRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Le départ de {row} est noté.")
            return change_page(page, row)
    context = {
        "title": "Noter un départ",
        "form": form,
        "lead": f"{upper_first(str(row.community))}\u00a0: {row} quitte l’association.",
        "help": "L’adhésion reste dans l’histoire de la CPTS ; le nom ne paraît plus à l’annuaire "
        "dès le lendemain.",
        "button": "Noter le départ",
    }
    return own_page(request, page, f"{_TEMPLATES}/ask.html", context, row)


@require_http_methods(["GET", "POST"])
def join_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Ask for the day, then open a new membership of somebody who had left."""
    row: Membership = editable(request, page, pk)
    if not page.has_add_permission(request):
        raise PermissionDenied
    form = JoinForm(request.POST or None, initial={"start": timezone.localdate()})
    if form.is_valid():
        try:
            again = join_again(membership=row, on=form.cleaned_data["start"], by=request.user)
        except MemberRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request,
                "La nouvelle adhésion est ouverte : redemandez l’accord pour l’annuaire.",
            )
            return change_page(page, again)
    context = {
        "title": "Adhérer de nouveau",
        "form": form,
        "lead": f"{upper_first(str(row.community))}\u00a0: {row} revient dans l’association.",
        "help": "L’ancienne adhésion reste telle quelle ; une autre la suit, sans rôle ni accord "
        "pour l’annuaire : ils se donnent de nouveau.",
        "button": "Ouvrir la nouvelle adhésion",
    }
    return own_page(request, page, f"{_TEMPLATES}/ask.html", context, row)


@require_http_methods(["GET", "POST"])
def consent_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Ask, then take a member out of the directory."""
    row: Membership = editable(request, page, pk)
    if request.method == "POST":
        withdraw_consent(membership=row, by=request.user)
        messages.success(request, f"{row} ne figure plus à l’annuaire.")
        return change_page(page, row)
    context = {
        "title": "Retirer de l’annuaire",
        "form": None,
        "lead": f"{row} retire son accord.",
        "help": "Son nom et ses coordonnées disparaissent aussitôt de l’annuaire et des exports. "
        "L’adhésion continue.",
        "button": "Retirer de l’annuaire",
    }
    return own_page(request, page, f"{_TEMPLATES}/ask.html", context, row)


@require_http_methods(["GET", "POST"])
def fees_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Ask for the year and the amount, then call the fee from every member."""
    if not (page.has_view_permission(request) and request.user.has_perm(CALL)):
        raise PermissionDenied
    known = {"community": request.GET.get("cpts", "")}
    form = FeesForm(
        request.POST or None,
        communities=own_communities(request),
        initial={key: one for key, one in known.items() if one},
    )
    if form.is_valid():
        done = call_fees(**form.cleaned_data, by=request.user, today=timezone.localdate())
        said = f"Cotisation {form.cleaned_data['year']} appelée pour " + counted(
            done.new, "adhérent", "adhérents"
        )
        if done.known:
            said += f" ; {done.known} l’avaient déjà" if done.known > 1 else " ; un l’avait déjà"
        messages.success(request, f"{said}.")
        return redirect("admin:staffing_membership_changelist")
    context = {
        "title": "Appeler la cotisation de l’année",
        "form": form,
        "lead": "La même cotisation pour tous les adhérents d’aujourd’hui.",
        "help": "Qui a déjà une cotisation pour cette année la garde telle quelle, montant "
        "compris : l’appel peut se refaire après de nouvelles adhésions.",
        "button": "Appeler la cotisation",
    }
    return own_page(request, page, f"{_TEMPLATES}/ask.html", context)


@require_GET
def identity_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Return what the care offer tells of somebody, for the form to fill."""
    if not (page.has_add_permission(request) or page.has_change_permission(request)):
        raise PermissionDenied
    provider = own_providers(request).filter(pk=whole_number(request.GET.get("pk", ""))).first()
    if provider is None:
        raise Http404
    return JsonResponse(identity_of(provider))


def member_panels(page: Any, request: HttpRequest, row: Membership) -> list[Panel]:
    """Return what the register tells of a member, who may be the same, and the doubles."""
    today = timezone.localdate()
    may_change = page.has_change_permission(request, row)
    [proposal] = (
        proposals([row], communes_of(row.community, today))
        if row.provider_id is None and not row.organisation_id and row.end is None
        else [None]
    )
    context = {
        "member": row,
        "proposal": proposal,
        "doubles": doubles_of(row, today) if row.end is None else [],
        "may_change": may_change,
    }
    is_told = row.provider_id or proposal or context["doubles"]
    return [Panel(f"{_TEMPLATES}/_register.html", context)] if is_told else []
