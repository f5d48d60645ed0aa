"""Noting the express renewal of a convention, and taking the last one back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from conventions.actions.renewing import (
    RenewalRefused,
    cancel_renewal,
    renew,
    renewable_of,
    renewal_refusal,
)
from conventions.admin.renewing_forms import RenewalForm
from conventions.admin.terminating_forms import CancellingForm
from conventions.admin.terminating_views import PERMISSION
from conventions.models import Convention, RenewalDecision
from conventions.review.terms import terms_of, with_terms
from csipa.admin import own_page
from csipa.admin.history import Trail, entries
from csipa.admin.responses import visible
from csipa.french.dates import long_date


@require_http_methods(["GET", "POST"])
def renew_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Note that a convention is renewed, or say why it cannot be; tell the renewals so far."""
    convention = _renewable(request, page, pk)
    today = timezone.localdate()
    read = with_terms(Convention.objects.all()).get(pk=convention.pk)
    renewable = renewable_of(read)
    refusal = renewal_refusal(convention, today=today)
    over = bool(renewable.ends_on and renewable.ends_on < today)
    form = RenewalForm(
        request.POST if request.method == "POST" and not refusal else None,
        renewable=renewable,
        admin_site=page.admin_site,
    )
    if form.is_bound and form.is_valid() and _done(request, form, convention):
        return redirect("admin:conventions_convention_renew", pk)
    context = {
        "title": "Reconduire la convention",
        "form": form,
        "refusal": refusal,
        "over": over,
        "terms": terms_of(read, today=today),
        "renewable": renewable,
        "renewals": _renewals(convention),
        "cancelling": CancellingForm(auto_id=CancellingForm.IDS),
        "saves": _history(convention),
    }
    return own_page(request, page, "admin/conventions/convention/renew.html", context, convention)


@require_POST
def cancel_renewal_view(request: HttpRequest, pk: int, renewal: int, page: Any) -> HttpResponse:
    """Take back the last renewal of a convention, with a reason."""
    convention = _renewable(request, page, pk)
    try:
        cancel_renewal(
            convention=convention,
            renewal=renewal,
            by=request.user,
            reason=request.POST.get("reason", ""),
        )
    except RenewalRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Reconduction annulée.")
    return redirect("admin:conventions_convention_renew", pk)


def _renewable(request: HttpRequest, page: Any, pk: int) -> Convention:
    """Return the convention if this person may see it and note its renewals."""
    convention: Convention = visible(request, page, pk)
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    return convention


def _done(request: HttpRequest, form: RenewalForm, convention: Convention) -> bool:
    typed = form.cleaned_data
    try:
        decision = renew(
            convention=convention,
            by=request.user,
            decided_on=typed["decided_on"],
            until=typed["until"],
            act=typed["act"],
            reason=typed["reason"],
            today=timezone.localdate(),
        )
    except RenewalRefused as refused:
        for column, sentence in refused.faults.items():
            form.add_error(column or None, sentence)
        return False
    until = long_date(decision.until)
    messages.success(request, f"Reconduction notée : la convention va jusqu’au {until}.")
    return True


def _renewals(convention: Convention) -> list[RenewalDecision]:
    """Return the renewals that stand, the last first."""
    return list(convention.renewals.select_related("act").order_by("-until", "-pk"))


def _history(convention: Convention) -> list[Any]:
    rows = RenewalDecision.history.filter(convention_id=convention.pk)
    ordered = rows.select_related("history_user").order_by("history_date", "history_id")
    return entries([Trail(RenewalDecision, list(ordered), is_root=False, hidden={"convention"})])
