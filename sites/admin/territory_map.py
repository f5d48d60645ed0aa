"""« Carte »: the communes of a territory, sized by population, coloured by the figure chosen."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from csipa.admin import Section, SitePage, ToolbarLink, own_page, register_page
from csipa.admin.contributions import contribute_links
from csipa.admin.responses import PDF, file_response, whole_number
from csipa.admin.scope import OWN, narrowed
from csipa.admin.widgets import DateInput
from csipa.french.grammar import upper_first
from csipa.pdf.door import PdfError
from sites.models import Territory
from sites.review.map_drawing import drawings, map_title, notes, printed_map, total_sentence
from sites.review.map_figures import CHANGE_KEY, POPULATION_KEY
from sites.review.territory_map import SORTS, TerritoryMap, in_order_of_maps, read_map

TEMPLATE = "admin/sites/map.html"
PERMISSION = "sites.view_commune"
_DATES = ["%Y-%m-%d", "%d/%m/%Y"]


class MapForm(forms.Form):
    """Which territory, which day, which figure, between which census years."""

    territoire = forms.ChoiceField(label="Territoire", required=False)
    au = forms.DateField(label="Communes au", required=False, widget=DateInput)
    chiffre = forms.ChoiceField(label="Chiffre montré", required=False)
    de = forms.ChoiceField(label="De l’année", required=False)
    a = forms.ChoiceField(label="À l’année", required=False)

    def __init__(self, found: TerritoryMap, territories: list[Territory]) -> None:
        chosen = found.layer.choice.key
        first, last = found.span or ("", "")
        super().__init__(
            {
                "territoire": str(found.territory.pk),
                "au": found.day.isoformat(),
                "chiffre": chosen,
                "de": str(first),
                "a": str(last),
            }
        )
        self.fields["territoire"].choices = [(str(one.pk), one.name) for one in territories]
        self.fields["chiffre"].choices = [
            (one.key, upper_first(one.label)) for one in found.choices
        ]
        for name in ("de", "a"):
            if chosen == CHANGE_KEY:
                self.fields[name].choices = [(str(year), str(year)) for year in found.years]
            else:
                del self.fields[name]


@require_GET
def map_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show the map and its table."""
    territories = _territories(request)
    if not territories:
        return own_page(request, page, TEMPLATE, {"title": page.title, "found": None})
    day = _day(request.GET.get("au", ""))
    found = _asked(request.GET, territories, day or timezone.localdate())
    wide, narrow = drawings(found)
    context = {
        "title": page.title,
        "found": found,
        "map_title": map_title(found),
        "wrong_day": request.GET.get("au", "") if day is None else "",
        "asked": MapForm(found, territories),
        "wide": wide,
        "narrow": narrow,
        "heads": _heads(found, request.GET),
        "is_population": found.layer.choice.key == POPULATION_KEY,
        "total": total_sentence(found),
        "notes": notes(found),
        "query": _query(found, request.GET.get("tri", "")),
        "may_import_outlines": request.user.has_perms(
            ["sites.add_communeoutline", "sites.change_communeoutline"]
        ),
        "may_change": request.user.has_perm("sites.change_commune"),
    }
    return own_page(request, page, TEMPLATE, context)


@require_GET
def map_pdf_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show the same as a PDF."""
    territories, today = _territories(request), timezone.localdate()
    if not territories:
        return redirect(f"admin:{page.name}")
    found = _asked(request.GET, territories, _day(request.GET.get("au", "")) or today)
    try:
        content = printed_map(found, dated=today.isoformat())
    except PdfError as error:
        messages.error(request, str(error))
        return redirect(f"admin:{page.name}")
    return file_response(content, PDF, f"carte-{found.day.isoformat()}.pdf", "inline")


def _territories(request: HttpRequest) -> list[Territory]:
    """Return the territories that this person reads of; one query, and those of the scope."""
    return in_order_of_maps(narrowed(request, Territory.objects.all(), (OWN,)))


def _asked(data: QueryDict, territories: list[Territory], day: dt.date) -> TerritoryMap:
    wanted = whole_number(data.get("territoire", ""))
    territory = next((one for one in territories if one.pk == wanted), territories[0])
    return read_map(
        territory,
        day,
        figure=data.get("chiffre", ""),
        years=(whole_number(data.get("de", "")), whole_number(data.get("a", ""))),
        sort=data.get("tri", ""),
    )


def _day(text: str) -> dt.date | None:
    """Return the day of a text, today's for none, None for what is no day."""
    if not text.strip():
        return timezone.localdate()
    try:
        return forms.DateField(input_formats=_DATES).clean(text)
    except forms.ValidationError:
        return None


def _heads(found: TerritoryMap, data: QueryDict) -> list[dict[str, str]]:
    """Return the heads of the columns that sort, with where each leads and how it sorts now."""
    now = data.get("tri", "") or SORTS[0]
    labels = {
        "commune": "Commune",
        "population": "Population municipale",
        "chiffre": upper_first(found.layer.choice.label),
    }
    heads = []
    for name in SORTS:
        if name == "chiffre" and found.layer.choice.key == POPULATION_KEY:
            continue
        # A column of numbers shows its largest ones first.
        first, then = (name, f"-{name}") if name == "commune" else (f"-{name}", name)
        state = {name: "ascending", f"-{name}": "descending"}.get(now, "")
        wanted = then if now == first else first
        heads.append(
            {"label": labels[name], "url": f"?{_query(found, wanted)}#tableau", "state": state}
        )
    return heads


def _query(found: TerritoryMap, sort: str) -> str:
    query = QueryDict(mutable=True)
    query["territoire"] = str(found.territory.pk)
    query["au"] = found.day.isoformat()
    query["chiffre"] = found.layer.choice.key
    if found.layer.choice.key == CHANGE_KEY and found.span:
        query["de"], query["a"] = map(str, found.span)
    if sort.removeprefix("-") in SORTS:
        query["tri"] = sort
    return query.urlencode()


def map_links(request: HttpRequest, row: Any) -> list[ToolbarLink]:
    """Return the way from a territory to its map."""
    if not request.user.has_perm(PERMISSION):
        return []
    return [ToolbarLink("Carte", f"{reverse('admin:sites_map')}?territoire={row.pk}")]


contribute_links("sites.Territory", map_links)

MAP = register_page(
    SitePage(
        section=Section.TERRITORY,
        section_rank=2,
        title="Carte",
        route="territoire/carte/",
        name="sites_map",
        view=map_view,
        permissions=(PERMISSION,),
        description="Les communes d’un territoire : population, évolution, zonage, chiffres.",
        views=(("pdf/", "pdf", map_pdf_view),),
        guide="carte-et-populations",
    )
)
