"""« Tableau de bord » of a CPTS: what its coordinator opens first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from csipa.admin import own_page
from csipa.admin.contributions import contributed_links, contributed_panels
from csipa.admin.responses import visible
from sites.models import Community

TEMPLATE = "admin/sites/community/board.html"


@require_GET
def board_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the dashboard of a CPTS, with what the apps above tell about it."""
    community: Community = visible(request, page, pk)
    context = {
        "title": "Tableau de bord",
        "links": contributed_links(request, community),
        "panels": contributed_panels(request, community),
    }
    return own_page(request, page, TEMPLATE, context, community)
