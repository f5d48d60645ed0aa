"""The pages on which a number is cancelled: that of an act, or one of a series."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from conventions.actions.cancelling import (
    CancellingRefused,
    cancel_act,
    cancel_number,
    cancelling_refusals,
)
from conventions.actions.numbers import next_number
from conventions.admin.number_forms import CancellingForm, NumberCancellingForm
from conventions.models import Act, NumberSeries
from csipa.admin import own_page
from csipa.admin.responses import change_page, visible, whole_number

PERMISSION = "conventions.add_cancellednumber"


@require_http_methods(["GET", "POST"])
def cancel_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Ask why the number of an act is cancelled, or tell why it cannot be."""
    act: Act = visible(request, page, pk)
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    form = CancellingForm(request.POST or None)
    if form.is_valid():
        try:
            cancel_act(
                act=act,
                by=request.user,
                on=form.cleaned_data["cancelled_on"],
                reason=form.cleaned_data["reason"],
            )
        except CancellingRefused as refused:
            form.add_error(None, refused.reasons)
        else:
            messages.success(request, f"Numéro annulé : {act.number}.")
            return change_page(page, act)
    context = {
        "form": form,
        "refusals": cancelling_refusals(act),
        "title": "Annuler le numéro",
    }
    return own_page(request, page, "admin/conventions/act/cancel.html", context, act)


@require_http_methods(["GET", "POST"])
def cancel_number_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Cancel a number of a series that no act bears: the next one, or a missing one."""
    series: NumberSeries = visible(request, page, pk)
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    initial = {"sequence": whole_number(request.GET.get("rang", ""))}
    form = NumberCancellingForm(request.POST or None, initial=initial)
    of_series = {"authority": series.authority, "nature": series.nature, "year": series.year}
    if form.is_valid():
        try:
            cancelled = cancel_number(
                **of_series,
                sequence=form.cleaned_data["sequence"],
                reason=form.cleaned_data["reason"],
                on=form.cleaned_data["cancelled_on"],
                by=request.user,
            )
        except CancellingRefused as refused:
            form.add_error(None, refused.reasons)
        else:
            messages.success(request, f"Numéro annulé : {cancelled.number}.")
            return change_page(page, series)
    context = {
        "form": form,
        "next_number": next_number(**of_series)[1],
        "title": "Annuler un numéro",
    }
    return own_page(request, page, "admin/conventions/act/cancel_number.html", context, series)
