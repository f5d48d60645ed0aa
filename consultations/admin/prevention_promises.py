"""On the page of a health project: what was done for each of its promises."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from consultations.review.prevention import actions_of, meetings_of, promises_of
from consultations.rules.prevention import said_actions
from csipa.admin import Panel
from csipa.french.grammar import enumeration, upper_first
from csipa.french.numbers import counted

TEMPLATE = "admin/consultations/_promises_panel.html"


def promises_panel(request: HttpRequest, project: Any) -> list[Panel]:
    """Tell the actions and the meetings linked to each promise; nothing where there are none."""
    user = request.user
    sees_actions = user.has_perm("consultations.view_preventionaction")
    sees_meetings = user.has_perm("consultations.view_teammeeting")
    if not (sees_actions or sees_meetings):
        return []
    found = promises_of(
        project,
        actions=actions_of(user) if sees_actions else None,
        meetings=meetings_of(user) if sees_meetings else None,
    )
    lines = []
    for one in found:
        told = [said_actions(one.actions)] if one.actions.actions else []
        told += [counted(one.meetings, "réunion", "réunions")] if one.meetings else []
        lines.append((one.text, upper_first(enumeration(told))))
    return [Panel(TEMPLATE, {"lines": lines})] if lines else []
