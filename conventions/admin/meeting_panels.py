"""What the page of a meeting tells above its form, and its buttons."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from conventions.actions.reporting import report_of
from conventions.admin.meeting_forms import NAMES_LIST
from conventions.exchange.meetings import meeting_data
from conventions.models import Act, Body, Meeting, Nature
from conventions.review.meetings import (
    DELIBERATIVE,
    findings_of_meeting,
    presence,
    proposed_names,
)
from conventions.review.reporting import decisions_to_report
from csipa.admin import Panel, ToolbarLink

_ENACTING = "{body}, après en avoir délibéré,"


def meeting_toolbar(page: Any, request: HttpRequest, meeting: Meeting) -> list[ToolbarLink]:
    """Return the buttons of a meeting: what one does next first."""
    links = []
    if page.admin_site.get_model_admin(Act).has_add_permission(request):
        links.append(ToolbarLink("Ajouter un acte à cette réunion", add_act_url(meeting)))
    if page.has_change_permission(request, meeting):
        url = reverse("admin:conventions_meeting_members", args=[meeting.pk])
        links.append(ToolbarLink("Reprendre la liste de la dernière réunion", url))
    if meeting.body in DELIBERATIVE:
        url = reverse("admin:conventions_meeting_report", args=[meeting.pk])
        links.append(ToolbarLink("Compte rendu des décisions", url))
    return links


def add_act_url(meeting: Meeting) -> str:
    """Return the address of a new act taken at the meeting, next on its agenda; one query."""
    ranks = meeting.acts.exclude(meeting_rank=None).order_by("-meeting_rank")
    last = ranks.values_list("meeting_rank", flat=True).first()
    body = Body(meeting.body).label
    start = {
        "authority": meeting.authority_id,
        "body": meeting.body,
        "nature": Nature.DELIBERATION.value,
        "meeting": meeting.pk,
        "meeting_rank": (last or 0) + 1,
        "enacting": _ENACTING.format(body=f"Le {body}"),
    }
    return f"{reverse('admin:conventions_act_add')}?{urlencode(start)}"


def meeting_panels(page: Any, request: HttpRequest, meeting: Meeting) -> list[Panel]:
    """Return the quorum, what is to be checked and the acts; a fixed number of queries."""
    data = meeting_data(meeting)
    names = [line["name"] for line in data.get("attendances", ())]
    figures = {
        "presence": presence(data),
        "findings": findings_of_meeting(meeting),
        "names_list": NAMES_LIST,
        "names": [*names, *proposed_names(meeting)],
    }
    acts = {
        "acts": meeting.acts.order_by("meeting_rank", "pk"),
        "report": report_of(meeting),
        "waiting": decisions_to_report(meeting).count() if meeting.body in DELIBERATIVE else 0,
        "meeting": meeting,
    }
    folder = "admin/conventions/meeting/"
    return [Panel(f"{folder}_quorum.html", figures), Panel(f"{folder}_acts.html", acts)]
