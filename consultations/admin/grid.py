"""The week grid in the menu; it lives at an address of its own, outside the back office."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from csipa.admin import Section, SitePage, register_page

VIEW, CHANGE = "consultations.view_activitycount", "consultations.change_activitycount"


@require_GET
def moved_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Send to the week grid, the week and the sites asked for kept."""
    query = request.GET.urlencode()
    return redirect(f"{reverse(page.address)}?{query}" if query else reverse(page.address))


GRID = register_page(
    SitePage(
        section=Section.ACTIVITY,
        section_rank=1,
        title="Saisie de la semaine",
        route="saisie/",
        name="consultations_grid",
        view=moved_view,
        permissions=(VIEW, CHANGE),
        description="Les consultations du jour, site par site.",
        address="saisie",
        guide="saisir-la-semaine",
    )
)
