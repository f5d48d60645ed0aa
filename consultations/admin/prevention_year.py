"""« Prévention et réunions »: a year of both, added up."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from consultations.review.prevention import (
    actions_of,
    kind_rows,
    meetings_of,
    place_columns,
    read_actions,
    read_meetings,
    sites_named,
    theme_rows,
    years_recorded,
)
from consultations.rules.prevention import said_actions, said_meetings
from csipa.admin import Section, SitePage, own_page, register_page
from csipa.admin.responses import whole_number
from csipa.french.grammar import upper_first

TEMPLATE = "admin/consultations/prevention_year.html"
ACTIONS, MEETINGS = "consultations.view_preventionaction", "consultations.view_teammeeting"


class YearForm(forms.Form):
    """Which year, which site; sent by GET, what is not understood is left aside."""

    annee = forms.ChoiceField(label="Année", required=False)
    site = forms.ChoiceField(label="Site", required=False)

    def __init__(self, *args: Any, years: list[int], sites: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["annee"].choices = [(str(year), str(year)) for year in years]
        self.fields["site"].choices = [("", "Tous"), *((str(one.pk), one.name) for one in sites)]


@require_GET
def year_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show what was done in a year, at one site or at all of the account."""
    today = timezone.localdate()
    years = sorted({today.year, *years_recorded(request.user)}, reverse=True)
    sites = sites_named(request.user)
    asked = whole_number(request.GET.get("annee", ""))
    year = asked if asked in years else today.year
    key = whole_number(request.GET.get("site", ""))
    site = next((one for one in sites if one.pk == key), None)
    data = {"annee": str(year), "site": str(site.pk) if site else ""}
    context = {
        "title": page.title,
        "asked": YearForm(data, years=years, sites=sites),
        "year": year,
        "site": site,
        **_actions(request, year, site),
        **_meetings(request, year, site),
    }
    return own_page(request, page, TEMPLATE, context)


def _actions(request: HttpRequest, year: int, site: Any) -> dict[str, Any]:
    """Return what the page tells of actions, nothing to who may not see them."""
    if not request.user.has_perm(ACTIONS):
        return {}
    among = actions_of(request.user)
    found = read_actions(*_span(year), among=among.filter(site=site) if site else among)
    return {
        "actions": found,
        "actions_said": upper_first(said_actions(found.whole)),
        "themes": theme_rows(found),
        "places": place_columns(found),
        "actions_list": _list("preventionaction", year, site),
    }


def _meetings(request: HttpRequest, year: int, site: Any) -> dict[str, Any]:
    """Return what the page tells of meetings, nothing to who may not see them."""
    if not request.user.has_perm(MEETINGS):
        return {}
    among = meetings_of(request.user)
    found = read_meetings(*_span(year), among=among.filter(site=site) if site else among)
    return {
        "meetings": found,
        "meetings_said": upper_first(said_meetings(found.on_cases)),
        "kinds": kind_rows(found),
        "meetings_list": _list("teammeeting", year, site),
    }


def _span(year: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def _list(model: str, year: int, site: Any) -> str:
    """Return the address of the list, narrowed to the same rows."""
    narrowed = {"annee": year, **({"site__id__exact": site.pk} if site else {})}
    address = reverse(f"admin:consultations_{model}_changelist")
    return f"{address}?{urlencode(narrowed)}"


YEAR = register_page(
    SitePage(
        section=Section.ACTIVITY,
        section_rank=12,
        title="Prévention et réunions",
        route="activite/prevention/",
        name="consultations_prevention_year",
        view=year_view,
        permissions=(ACTIONS, MEETINGS),
        description="Une année : personnes touchées par thème et par lieu, professions présentes.",
        guide="prevention-et-reunions#une-année",
    )
)
