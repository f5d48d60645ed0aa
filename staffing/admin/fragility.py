"""What rests on one person, and what goes if somebody leaves: the pages « Fragilité »."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from csipa.admin import Section, SitePage, own_page, register_page
from staffing.admin.figures import PERMISSIONS, names_people
from staffing.admin.figures_forms import AssumptionForm, WhatIfForm, supposed
from staffing.models import Profession
from staffing.review.fragility import GRAVITIES, RULES, read_fragility
from staffing.review.what_if import choosable, read_what_if
from staffing.rules.fragility import Gravity

_BADGES = {
    Gravity.NOBODY: "badge badge-danger",
    Gravity.NOBODY_ON_SITE: "badge badge-danger",
    Gravity.SOLE_LEAVING: "badge badge-danger",
    Gravity.SOLE: "badge badge-to-do",
    Gravity.LEAVING: "badge badge-to-do",
    Gravity.MOSTLY_ONE: "badge",
}


@require_GET
def fragility_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show the weak points of today, the worst first."""
    found = read_fragility(day=timezone.localdate(), names_people=names_people(request))
    context = {
        "title": "Fragilité",
        "found": found,
        "points": [(point, _BADGES[point.gravity]) for point in found.points],
        "rules": [(label, RULES[gravity]) for gravity, label in GRAVITIES.items()],
    }
    return own_page(request, page, "admin/staffing/fragility.html", context)


@require_GET
def what_if_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show what goes if the people chosen leave; nothing is written, ever."""
    today, named = timezone.localdate(), names_people(request)
    form = WhatIfForm(request.GET, people=choosable(today, names_people=named), today=today)
    chosen = form.cleaned_data["personne"] if form.is_valid() else []
    professions = Profession.objects.filter(posts__assignments__person__in=chosen).distinct()
    assumptions = [AssumptionForm(request.GET, profession=one) for one in professions]
    hours, minutes = supposed(assumptions)
    found = None
    if chosen:
        last = form.cleaned_data["date"]
        found = read_what_if(
            leaving=chosen, last=last, hours=hours, minutes=minutes, names_people=named
        )
    context = {
        "title": "Et si quelqu’un partait",
        "form": form,
        "fault": form.sentence,
        "assumptions": assumptions,
        "found": found,
    }
    return own_page(request, page, "admin/staffing/what_if.html", context)


FRAGILITY = register_page(
    SitePage(
        section=Section.STAFFING,
        section_rank=3,
        title="Fragilité",
        route="effectifs/fragilite/",
        name="staffing_fragility",
        view=fragility_view,
        permissions=PERMISSIONS,
        description="Ce qui repose sur une seule personne, et ce qui partirait avec elle.",
        views=(("et-si/", "what_if", what_if_view),),
        guide="indicateurs-et-fragilite#la-fragilité",
        guides={"what_if": "indicateurs-et-fragilite#et-si-quelquun-partait"},
    )
)
