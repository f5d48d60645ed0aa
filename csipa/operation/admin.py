"""« État du service »: what runs by itself, seen at a glance by those who look after it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from csipa.admin import Section, SitePage, own_page, register_page
from csipa.operation.state import state_of_service


@require_GET
def state_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show what is well and what is not, what is not first."""
    found = state_of_service(now=timezone.now())
    found.sort(key=lambda one: one.well)
    context = {
        "title": page.title,
        "found": found,
        "wrong": sum(not one.well for one in found),
    }
    return own_page(request, page, "admin/operation/state.html", context)


STATE = register_page(
    SitePage(
        section=Section.SETTINGS,
        section_rank=31,
        title="État du service",
        route="etat/",
        name="operation_state",
        view=state_view,
        permissions=("audit.add_verification",),
        description="La base, les travaux longs, le courrier et les tâches de la nuit.",
        guide="comptes-et-roles#surveiller-le-service",
    )
)
