"""What the page of a CPTS tells of its events, and the way to its « Mobilisation »."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from csipa.admin import Panel, ToolbarLink
from sites.models import Community
from staffing.review.mobilisation import last_gathering, next_event, row_of

_VIEW = "staffing.view_communityevent"


def event_panels(request: HttpRequest, community: Community) -> list[Panel]:
    """Tell the next event, and what the last one brought."""
    if not request.user.has_perm(_VIEW):
        return []
    today = timezone.localdate()
    last = last_gathering(community, today=today)
    context = {
        "community": community,
        "next": next_event(community, today=today),
        "last": row_of(last) if last else None,
    }
    return [Panel("admin/staffing/event/_community_panel.html", context)]


def event_links(request: HttpRequest, community: Community) -> list[ToolbarLink]:
    """Lead to the events of the CPTS."""
    if not request.user.has_perm(_VIEW):
        return []
    url = reverse("admin:staffing_communityevent_mobilisation", args=[community.pk])
    return [ToolbarLink("Mobilisation", url)]
