"""« Tableau de bord » of a CPTS: what its coordinator opens first."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from csipa.admin import Panel, ToolbarLink, own_page
from csipa.admin.contributions import contributed_links, contributed_panels
from csipa.admin.responses import visible
from sites.admin.community_prints import sees_missions
from sites.admin.day import asked_day
from sites.admin.indicator_charts import drawn_indicator
from sites.models import Community, Site
from sites.review.communities import CommunityBoard, board_of, communities_of
from sites.review.community_duties import CommunityDuty, Urgency, duties_of
from sites.rules.community_size import MARGIN, SOURCE
from sites.rules.mission_states import MissionState
from sites.rules.tracked import Reach

TEMPLATE = "admin/sites/community/board.html"
SITE_PANEL = "admin/sites/community/_site_panel.html"
# The marks of `watch.css`: shape and colour beside the word.
URGENCY_MARKS = {Urgency.LATE: "late", Urgency.SOON: "30", Urgency.TO_DO: "waiting"}
STATE_MARKS = {
    MissionState.START_LATE: "late",
    MissionState.DEPLOYMENT_LATE: "late",
    MissionState.DEPLOYED: "90",
    MissionState.BEGUN: "60",
    MissionState.NOT_BEGUN: "waiting",
}
REACH_MARKS = {Reach.LATE: "late", Reach.REACHED: "90", Reach.ON_WAY: "60"}
_PLACES = {
    "community": ("sites_community_change", "sites.change_community"),
    "organisation": ("sites_organisation_change", "sites.change_organisation"),
    "territory": ("sites_territory_change", "sites.change_territory"),
    "communes": ("sites_territory_paste", "sites.change_territory"),
    "mission": ("sites_communitymission_change", "sites.change_communitymission"),
    "values": ("sites_communitymission_values", "sites.change_communitymission"),
}


@require_GET
def board_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the dashboard of a CPTS on the day asked for, with what the apps above tell of it."""
    community: Community = visible(request, page, pk)
    form, day = asked_day(request)
    today = timezone.localdate()
    board = board_of(community, day=day)
    links = [*board_links(request, page, community, day), *contributed_links(request, community)]
    with_missions = sees_missions(request)
    context = {
        "title": "Tableau de bord",
        "day_form": form,
        "day": day,
        "is_today": day == today,
        "board": board,
        "duties": _duties(request, board, with_missions=with_missions),
        "missions": _missions(request, board) if with_missions else None,
        "sees_sites": may(request, "view_site", "change_site"),
        "sees_organisation": may(request, "view_organisation", "change_organisation"),
        "sees_territory": may(request, "view_territory", "change_territory"),
        "margin": MARGIN,
        "size_source": SOURCE,
        "toolbar": links,
        "toolbar_more": [link for link in links if link.more],
        "panels": contributed_panels(request, community),
    }
    return own_page(request, page, TEMPLATE, context, community)


def board_links(
    request: HttpRequest, page: Any, community: Community, day: dt.date
) -> list[ToolbarLink]:
    """Return the buttons of the dashboard that this person may use."""
    links = []
    if page.has_change_permission(request, community):
        links.append(ToolbarLink("Modifier", _address("community_change", community.pk)))
    if sees_missions(request):
        asked = "" if day == timezone.localdate() else f"?jour={day.isoformat()}"
        links += [
            ToolbarLink(label, f"{_address(name, community.pk)}{asked}", new_tab=tab, more=more)
            for label, name, tab, more in (
                ("Fiche (PDF)", "community_sheet", True, False),
                ("Bilan des missions (PDF)", "community_report", True, False),
                ("Indicateurs en tableau (CSV)", "community_indicators", False, True),
            )
        ]
    return links


def site_panels(request: HttpRequest, site: Site) -> list[Panel]:
    """Return the panel of a site: the CPTS that its commune is part of today, none or several."""
    if not may(request, "view_community", "change_community"):
        return []
    day = timezone.localdate()
    found = list(communities_of(site, day=day))
    return [Panel(SITE_PANEL, {"communities": found, "site": site, "day": day})]


def may(request: HttpRequest, *codenames: str) -> bool:
    """Tell whether the person has one of these rights on sites."""
    return any(request.user.has_perm(f"sites.{codename}") for codename in codenames)


def _duties(
    request: HttpRequest, board: CommunityBoard, *, with_missions: bool
) -> list[dict[str, Any]]:
    shown = [
        one for one in duties_of(board) if with_missions or one.place not in ("mission", "values")
    ]
    return [
        {
            "duty": duty,
            "mark": URGENCY_MARKS[duty.urgency],
            "url": duty_url(request.user, duty),
        }
        for duty in shown
    ]


def duty_url(user: AbstractBaseUser | AnonymousUser, duty: CommunityDuty) -> str:
    """Return where something is done; empty for somebody who may not do it."""
    name, permission = _PLACES[duty.place]
    return reverse(f"admin:{name}", args=[duty.key]) if user.has_perm(permission) else ""


def _missions(request: HttpRequest, board: CommunityBoard) -> list[dict[str, Any]]:
    may_change = may(request, "change_communitymission")
    return [
        {
            "line": line,
            "mark": STATE_MARKS.get(line.standing.state, ""),
            "url": _address("communitymission_change", line.row.pk),
            "values_url": _address("communitymission_values", line.row.pk),
            "may_change": may_change,
            "indicators": [
                {
                    "line": one,
                    "drawn": drawn_indicator(one),
                    "mark": REACH_MARKS.get(one.judged.reach, ""),
                }
                for one in line.indicators
            ],
        }
        for line in (*board.missions, *board.ended)
    ]


def _address(name: str, pk: int) -> str:
    return reverse(f"admin:sites_{name}", args=[pk])
