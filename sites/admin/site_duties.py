"""What the page of a site tells of its health project and of what the agency is to be told."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from csipa.admin import Panel
from csipa.french.numbers import counted
from sites.admin.declaration_state import said_state
from sites.models import Site, SubstantialChange
from sites.review.promises import project_of, standing_of

PANEL = "admin/sites/healthproject/_site_panel.html"


def site_panels(request: HttpRequest, site: Site) -> list[Panel]:
    """Return the panel of a site; only what the person may see of it."""
    context = {**_project(request, site), **_changes(request, site)}
    return [Panel(PANEL, context)] if context else []


def _project(request: HttpRequest, site: Site) -> dict[str, Any]:
    """Return the edition in force and how its promises are kept, nothing without one."""
    if not _may_view(request, "healthproject"):
        return {}
    day = timezone.localdate()
    project = project_of(site, day=day)
    if project is None:
        return {}
    return {"project": project, "standing": standing_of(project, day=day)}


def _changes(request: HttpRequest, site: Site) -> dict[str, Any]:
    """Return what is still to be sent to the agency for the site, and for its antennas."""
    if not _may_view(request, "substantialchange"):
        return {}
    rows = SubstantialChange.objects.filter(Q(site=site) | Q(site__parent=site), sent_on=None)
    rows = list(rows.select_related("site").order_by("happened_on", "pk"))
    if not rows:
        return {}
    return {
        "changes": [
            {
                "row": row,
                "state": said_state(row, today=timezone.localdate()),
                "url": reverse("admin:sites_substantialchange_change", args=[row.pk]),
            }
            for row in rows
        ],
        "to_send": counted(len(rows), "changement à déclarer", "changements à déclarer"),
    }


def _may_view(request: HttpRequest, model: str) -> bool:
    return any(request.user.has_perm(f"sites.{deed}_{model}") for deed in ("view", "change"))
