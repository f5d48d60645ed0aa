"""What the page of a meeting tells above its form, and its buttons."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from conventions.actions.reporting import report_of
from conventions.admin.meeting_forms import NAMES_LIST
from conventions.exchange import mapping
from conventions.exchange.mapping import keys
from conventions.exchange.meetings import meeting_data, meeting_of
from conventions.models import Act, Body, Meeting, Nature
from conventions.models.meeting import COLLEGIAL
from conventions.review.meetings import (
    DELIBERATIVE,
    collegial_findings,
    findings_of_meeting,
    presence,
    proposed_names,
)
from conventions.review.reporting import decisions_to_report
from conventions.rules.meetings import figures
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
    numbers = {
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
    return [Panel(f"{folder}_quorum.html", numbers), Panel(f"{folder}_acts.html", acts)]


def act_meeting_panels(page: Any, request: HttpRequest, act: Act) -> list[Panel]:
    """Return the meeting of an act and what its vote lacks; nothing, and no query, without one."""
    if act.meeting_id is None:
        return []
    meeting = meeting_of(act) or {}
    vote = keys(act.vote, mapping.VOTE) if hasattr(act, "vote") else {}
    known = figures(meeting)
    may_fill = not act.is_signed and page.has_change_permission(request, act)
    context = {
        "act": act,
        "presence": presence(meeting),
        "findings": collegial_findings(act, {"vote": vote, "meeting": meeting}),
        "fills": may_fill and any(key not in vote for key in known),
    }
    return [Panel("admin/conventions/act/_meeting.html", context)]


def meeting_fields(request: HttpRequest, act: Act | None) -> dict[str, Any]:
    """Return the section where an act says at which meeting it was taken, folded for the others."""
    if act is None:
        concerned = bool(request.GET.get("meeting") or request.POST.get("meeting"))
    else:
        concerned = act.meeting_id is not None or act.body in COLLEGIAL
    folded = {} if concerned else {"classes": ("collapse",)}
    return {"fields": (("meeting", "meeting_rank"),), **folded}
