"""What the page of a CPTS tells of its members, and the way to its directories."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from csipa.admin import Panel, ToolbarLink
from staffing.review.cover import read_cover

_VIEW = "staffing.view_membership"
_SHOWN = 6


def community_links(request: HttpRequest, community: Any) -> list[ToolbarLink]:
    """Lead to the directories, for who may see the members."""
    if not request.user.has_perm(_VIEW):
        return []
    return [
        ToolbarLink("Annuaires", reverse("admin:staffing_directories_one", args=[community.pk]))
    ]


def community_panels(request: HttpRequest, community: Any) -> list[Panel]:
    """Tell how many members there are and the best covered professions; five queries."""
    if not request.user.has_perm(_VIEW):
        return []
    cover = read_cover(community, timezone.localdate())
    joined = [row for row in cover.rows if row.members]
    rows = sorted(joined, key=lambda row: -row.members)[:_SHOWN]
    context = {"community": community, "cover": cover, "rows": rows, "today": cover.day}
    return [Panel("admin/staffing/directories/_community.html", context)]
