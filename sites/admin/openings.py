"""What the page of a site tells of its hours, its limits and its openings; pages of their own."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from csipa.admin import Panel, own_page
from csipa.admin.responses import visible
from sites.admin.day import asked_day
from sites.admin.drawing import drawn_gauge, drawn_timeline
from sites.models import Site, SiteKind
from sites.review.antennas import gauge_of
from sites.review.opening import (
    closures_from,
    hours_changes,
    hours_of,
    said_door,
    with_openings,
)
from sites.review.timeline import family_of, openings

HOURS_PANEL = "admin/sites/site/_hours_panel.html"
TIMELINE_PANEL = "admin/sites/site/_timeline_panel.html"


def site_panels(site: Site) -> list[Panel]:
    """Return the hours of a site today, its limits for an antenna, its timeline for a centre."""
    with_openings([site])
    now = timezone.localtime()
    today = now.date()
    gauge = gauge_of(site, day=today)
    panels = [
        Panel(
            HOURS_PANEL,
            {
                "site": site,
                "door": said_door(site, now=now),
                "hours": hours_of(site, day=today),
                "closures": closures_from(site, day=today),
                "gauge": drawn_gauge(gauge) if gauge else None,
            },
        )
    ]
    if site.kind == SiteKind.CENTRE:
        timeline = openings(family_of(site), today=today)
        panels.append(Panel(TIMELINE_PANEL, {"timeline": drawn_timeline(timeline)}))
    return panels


@require_GET
def hours_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the week of a site, its limits and its closures by the date asked for."""
    site = visible(request, page, pk)
    with_openings([site])
    form, day = asked_day(request)
    gauge = gauge_of(site, day=day)
    context = {
        "title": "Horaires et limites" if gauge else "Horaires",
        "form": form,
        "hours": hours_of(site, day=day),
        "changes": hours_changes(site),
        "closures": closures_from(site, day=day),
        "gauge": drawn_gauge(gauge) if gauge else None,
    }
    return own_page(request, page, "admin/sites/site/hours.html", context, site)


@require_GET
def timeline_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show when each site opened, closed, changed its hours, or is to open."""
    if not page.has_view_permission(request):
        raise PermissionDenied
    timeline = openings(page.get_queryset(request), today=timezone.localdate())
    context = {"title": "Chronologie des ouvertures", "timeline": drawn_timeline(timeline)}
    return own_page(request, page, "admin/sites/site/timeline.html", context)
