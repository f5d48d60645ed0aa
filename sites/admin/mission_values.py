"""« Valeurs des indicateurs » of a mission: a small grid, saved in one go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from csipa.admin import own_page
from csipa.admin.responses import visible
from csipa.french.numbers import counted
from sites.actions.communities import CommunityRefused, record_values
from sites.admin.mission_values_form import ValuesForm
from sites.models import CommunityMission, MissionIndicator, MissionValue
from sites.rules.typed_values import TypedValue

TEMPLATE = "admin/sites/communitymission/values.html"
ALL = "toutes"
_SHOWN_DAYS = 4
_SHOWN_CHANGES = 30


@require_http_methods(["GET", "POST"])
def values_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the grid of a mission; save values and targets together, or nothing."""
    mission: CommunityMission = visible(request, page, pk)
    may_change = page.has_change_permission(request, mission)
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    rows = _rows(mission)
    days = _days(rows)
    # What a form shows is what it takes back: the same address gives the same columns.
    shown = days if ALL in request.GET else days[-_SHOWN_DAYS:]
    today = timezone.localdate()
    data = request.POST if request.method == "POST" else None
    form = ValuesForm(data, rows=rows, days=shown, today=today)
    if data is not None and form.is_valid() and _saved(request, mission, form, today):
        here = reverse("admin:sites_communitymission_values", args=[pk])
        return redirect(f"{here}?{ALL}" if ALL in request.GET else here)
    context = {
        "title": "Valeurs des indicateurs",
        "form": form,
        "has_errors": bool(form.errors),
        "may_change": may_change,
        "rows": rows,
        "hidden_days": len(days) - len(shown),
        "shows_all": ALL in request.GET,
        "changes": _changes(rows),
        "board": reverse("admin:sites_community_board", args=[mission.community_id])
        if request.user.has_perm("sites.view_community")
        else "",
    }
    return own_page(request, page, TEMPLATE, context, mission)


def _saved(
    request: HttpRequest, mission: CommunityMission, form: ValuesForm, today: dt.date
) -> bool:
    """Write what was typed; tell whether it could be."""
    try:
        count = record_values(
            mission=mission,
            values=form.values(),
            targets=form.targets(),
            by=request.user,
            today=today,
        )
    except CommunityRefused as refused:
        messages.error(request, str(refused))
        return False
    told = counted(count, "changement enregistré", "changements enregistrés")
    messages.success(request, f"{told}." if count else "Rien n’a changé.")
    return True


def _rows(mission: CommunityMission) -> list[MissionIndicator]:
    """Return the indicators with their values in `known`; two queries."""
    values = MissionValue.objects.order_by("as_of", "pk")
    return list(
        mission.indicators.order_by("position", "pk").prefetch_related(
            Prefetch("values", values, to_attr="known")
        )
    )


def _days(rows: Sequence[MissionIndicator]) -> list[dt.date]:
    return sorted({one.as_of for row in rows for one in row.known})


def _changes(rows: Sequence[MissionIndicator]) -> list[dict[str, Any]]:
    """Return the last values written, corrected or taken back, the latest first; one query."""
    names = {row.pk: row.name for row in rows}
    history = MissionValue.history.filter(indicator__in=names).select_related("history_user")
    said = {"+": "saisie", "~": "correction", "-": "retrait"}
    return [
        {
            "on": one.history_date,
            "by": str(one.history_user or ""),
            "deed": said[one.history_type],
            "indicator": names[one.indicator_id],
            "as_of": one.as_of,
            "value": TypedValue(one.value, one.precision).text,
            "source": one.source,
        }
        for one in history.order_by("-history_date", "-history_id")[:_SHOWN_CHANGES]
    ]
