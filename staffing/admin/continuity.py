"""Days without anybody of a profession on an open site: the page « Continuité »."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from csipa.admin import Section, SitePage, own_page, register_page
from csipa.french.dates import MONTHS, WEEKDAYS, add_months
from csipa.french.numbers import counted
from staffing.admin.figures import PERMISSIONS
from staffing.admin.figures_forms import YearForm
from staffing.review.continuity import Continuity, EmptyRun, read_continuity

_AHEAD_MONTHS = 6
_DAY = dt.timedelta(days=1)
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)


@require_GET
def continuity_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show the days without anybody of a period, those to come, and a month of calendar."""
    today = timezone.localdate()
    form = YearForm(request.GET, today=today)
    found = read_continuity()
    context = {
        "title": "Continuité",
        "form": form,
        "fault": "" if form.is_valid() else form.sentence,
        "found": found,
        "today": today,
        "until": add_months(today, _AHEAD_MONTHS),
        "coming": found.runs(today, add_months(today, _AHEAD_MONTHS)),
        **_calendar(request, found, today),
    }
    if form.is_valid():
        first, last = form.cleaned_data["du"], form.cleaned_data["au"]
        runs = found.runs(first, last)
        context |= {
            "runs": runs,
            "total": _total(found, runs, first, last),
            "strengths": found.strengths(last),
        }
    return own_page(request, page, "admin/staffing/continuity.html", context)


def _total(found: Continuity, runs: list[EmptyRun], first: dt.date, last: dt.date) -> str:
    """Return « Au moins 8 jours sans personne, sur 246 jours ouverts »; none found is no proof."""
    empty = sum(len(one.run.days) for one in runs)
    expected = counted(found.expected(first, last), "jour ouvert", "jours ouverts")
    if not empty:
        return f"Aucun jour sans personne n’est connu, sur {expected}"
    days = counted(empty, "jour sans personne", "jours sans personne")
    return f"Au moins {days}, sur {expected}"


def _calendar(request: HttpRequest, found: Continuity, today: dt.date) -> dict[str, Any]:
    """Return the month asked for, this one if none, with the ways to those around it."""
    asked = _MONTH.fullmatch(request.GET.get("mois", ""))
    month = dt.date(int(asked[1]), int(asked[2]), 1) if asked else today.replace(day=1)
    weeks = found.month(month)
    kept = {key: request.GET[key] for key in ("du", "au") if key in request.GET}
    return {
        "month_name": f"{MONTHS[month.month - 1]} {month.year}",
        "weekdays": WEEKDAYS,
        "weeks": weeks,
        "has_empty_days": any(cell.empty for week in weeks for cell in week if cell.in_month),
        "kept": kept,
        "before": add_months(month, -1),
        "after": add_months(month, 1),
    }


CONTINUITY = register_page(
    SitePage(
        section=Section.STAFFING,
        section_rank=4,
        title="Continuité",
        route="effectifs/continuite/",
        name="staffing_continuity",
        view=continuity_view,
        permissions=PERMISSIONS,
        description="Les jours où un site ouvre sans personne d’une profession.",
        guide="indicateurs-et-fragilite#la-continuité",
    )
)
