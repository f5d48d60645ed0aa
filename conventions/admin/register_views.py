"""The page from which an annual register is printed, volume by volume."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from conventions.admin.number_forms import RegisterForm
from conventions.bulk.registers import print_register_later, volume_name
from conventions.review.registers import (
    NoSuchVolume,
    load_register,
    planned_volumes,
    printed_register,
)
from csipa.admin import own_page
from csipa.admin.responses import PDF, file_response, whole_number
from csipa.pdf.door import PdfError

# Beyond, laying a volume out takes longer than a page may: a worker does it.
MOST_AT_ONCE = 20


@require_GET
def register_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Ask which register; tell its volumes; with a volume of a short one, send its PDF."""
    if not page.has_view_permission(request):
        raise PermissionDenied
    form = RegisterForm(request.GET or None)
    context: dict[str, Any] = {"form": form, "title": "Registre annuel"}
    if form.is_valid():
        register = load_register(**form.cleaned_data)
        is_long = len(register.entries) > MOST_AT_ONCE
        volume = None if is_long else whole_number(request.GET.get("volume", ""))
        if volume is not None and (answer := _printed(request, register, volume)):
            return answer
        query = request.GET.copy()
        query.pop("volume", None)
        context |= {
            "register": register,
            "volumes": [_told(entries) for entries in planned_volumes(register)],
            "query": query.urlencode(),
            "is_long": is_long,
        }
    return own_page(request, page, "admin/conventions/act/register.html", context)


@require_POST
def print_register_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Have a whole register printed, and lead to its progress."""
    if not page.has_view_permission(request):
        raise PermissionDenied
    form = RegisterForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choisissez la collectivité, l’année et le registre.")
        return redirect("admin:conventions_act_register")
    user: Any = request.user
    job = print_register_later(**form.cleaned_data, by=user, now=timezone.now())
    return redirect("admin:jobs_job_change", job.pk)


def _told(entries: list[Any]) -> dict[str, Any]:
    acts = [entry for entry in entries if entry.cancelled is None]
    dates = [entry.date for entry in acts if entry.date]
    return {
        "acts": len(acts),
        "cancelled": len(entries) - len(acts),
        "first": min(dates, default=None),
        "last": max(dates, default=None),
    }


def _printed(request: HttpRequest, register: Any, volume: int) -> HttpResponse | None:
    """Return one volume as a PDF, or None and tell why there is none."""
    try:
        (content,) = printed_register(register, volume=volume)
    except (PdfError, NoSuchVolume) as error:
        messages.error(request, str(error))
        return None
    return file_response(content, PDF, volume_name(register, volume), "inline")
