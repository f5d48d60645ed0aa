"""What action sheets tell on the pages of a CPTS, a site and an organisation."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from conventions.review.sheets_of import (
    sheets_by_mission,
    sheets_of_organisation,
    sheets_of_site,
)
from csipa.admin import Panel
from csipa.admin.scope import seen
from sites.models import Community, Organisation, Site

PERMISSION = "conventions.view_actionsheet"
_TEMPLATES = "admin/conventions/actionsheet"


def community_panels(request: HttpRequest, community: Community) -> list[Panel]:
    """Return the sheets that serve each mission, with their indicators, and the programmes."""
    if not request.user.has_perm(PERMISSION):
        return []
    missions = sheets_by_mission(community, today=timezone.localdate())
    context = {
        "missions": missions,
        "has_sheets": any(one.sheets for one in missions),
        "programmes": _programmes(request, community.programmes.order_by("-start", "name")),
        "may_see_indicators": request.user.has_perm("conventions.view_sheetindicator"),
        "add": reverse("admin:conventions_actionsheet_add")
        if request.user.has_perm("conventions.add_actionsheet")
        else "",
        "add_programme": f"{reverse('admin:conventions_programme_add')}?kind=cpts"
        f"&community={community.pk}&territory={community.territory_id}"
        f"&carrier={community.organisation_id}"
        if request.user.has_perm("conventions.add_programme")
        else "",
    }
    return [Panel(f"{_TEMPLATES}/_community_panel.html", context)]


def site_panels(request: HttpRequest, site: Site) -> list[Panel]:
    """Return the sheets tied to a site; nothing when there is none."""
    if not request.user.has_perm(PERMISSION):
        return []
    sheets = sheets_of_site(site, today=timezone.localdate(), seen=partial(seen, request))
    groups = [("", sheets)] if sheets else []
    return _panel("Fiches-actions de ce site", groups, []) if groups else []


def organisation_panels(request: HttpRequest, organisation: Organisation) -> list[Panel]:
    """Return what an organisation carries, pilots, takes part in and funds."""
    if not request.user.has_perm(PERMISSION):
        return []
    found = sheets_of_organisation(
        organisation, today=timezone.localdate(), seen=partial(seen, request)
    )
    if found.is_empty:
        return []
    groups = [
        ("Pilote", found.piloted),
        ("Partenaire", found.partnered),
        ("Financeur", found.funded),
    ]
    return _panel(
        "Programmes et fiches-actions",
        [(label, sheets) for label, sheets in groups if sheets],
        _programmes(request, found.programmes),
    )


def _panel(title: str, groups: list[Any], programmes: list[Any]) -> list[Panel]:
    context = {"title": title, "groups": groups, "programmes": programmes}
    return [Panel(f"{_TEMPLATES}/_told.html", context)]


def _programmes(request: HttpRequest, rows: Any) -> list[dict[str, str]]:
    """Return programmes with the address of their page, empty for whoever may not see it."""
    may_see = request.user.has_perm("conventions.view_programme")
    return [
        {
            "name": row.name,
            "kind": row.get_kind_display(),
            "url": reverse("admin:conventions_programme_change", args=[row.pk]) if may_see else "",
        }
        for row in rows
    ]
