"""What the start page tells whoever keeps a CPTS: where it is, what awaits them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.urls import reverse

from csipa.french.numbers import counted
from sites.admin.communities_board import URGENCY_MARKS, duty_url
from sites.review.communities import CommunityProject, projects_on
from sites.review.community_duties import project_duties_of
from sites.review.scope import communities_of

_SHOWN = 3


def communities_panel(
    user: AbstractBaseUser | AnonymousUser, *, today: dt.date
) -> list[dict[str, Any]] | None:
    """Return what `admin/sites/_communities_home.html` shows; five queries at the most.

    None for somebody who may not change a CPTS, and when there is none.
    """
    if not user.has_perm("sites.change_community"):
        return None
    return [_card(project, user) for project in projects_on(today, communities_of(user))] or None


def _card(project: CommunityProject, user: AbstractBaseUser | AnonymousUser) -> dict[str, Any]:
    """Return a CPTS with its first duties, and how many more its dashboard tells."""
    missions = user.has_perm("sites.view_communitymission")
    found = [
        duty
        for duty in project_duties_of(project)
        if missions or duty.place not in ("mission", "values")
    ]
    left = len(found) - _SHOWN
    return {
        "community": project.community,
        "board": reverse("admin:sites_community_board", args=[project.community.pk]),
        "duties": [
            {"duty": duty, "mark": URGENCY_MARKS[duty.urgency], "url": duty_url(user, duty)}
            for duty in found[:_SHOWN]
        ],
        "more": counted(left, "autre chose attend", "autres choses attendent") if left > 0 else "",
    }
