"""The page from which an annual register is printed, volume by volume."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from conventions.admin.number_forms import RegisterForm
from conventions.review.registers import (
    NoSuchVolume,
    load_register,
    planned_volumes,
    printed_register,
)
from csipa.admin import own_page
from csipa.admin.responses import PDF, file_response, whole_number
from csipa.pdf.door import PdfError


@require_GET
def register_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Ask which register; tell its volumes; with a volume, send its PDF."""
    if not page.has_view_permission(request):
        raise PermissionDenied
    form = RegisterForm(request.GET or None)
    context: dict[str, Any] = {"form": form, "title": "Registre annuel"}
    if form.is_valid():
        register = load_register(**form.cleaned_data)
        volume = whole_number(request.GET.get("volume", ""))
        if volume is not None and (answer := _printed(request, register, volume)):
            return answer
        query = request.GET.copy()
        query.pop("volume", None)
        context |= {
            "register": register,
            "volumes": [_told(entries) for entries in planned_volumes(register)],
            "query": query.urlencode(),
        }
    return own_page(request, page, "admin/conventions/act/register.html", context)


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
    name = f"registre-{register.kind}-{register.year}-volume-{volume}.pdf"
    return file_response(content, PDF, name, "inline")
