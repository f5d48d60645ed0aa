"""Figures stated about a territory or a commune, kept as they were stated."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse

from csipa.admin import ModelAdmin, Section, StackedInline
from csipa.french.grammar import upper_first
from sites.admin.figure_forms import FigureForm
from sites.models import Figure
from sites.review.stated import known_of, name_of_figure

# Put at the end of an address: where to go once the figure is written.
BACK = "retour"
TO_DIAGNOSIS = "diagnostic"
_SAID = (("measure", "profession"), ("value", "precision", "as_of"), ("years", "label"))
_SOURCE = (("source", "source_date"), "comment")


def _to(name: str, asked: dict[str, Any]) -> HttpResponseRedirect:
    query = urlencode({key: value for key, value in asked.items() if value})
    return HttpResponseRedirect(f"{reverse(name)}?{query}")


def _same_text(figure: Figure) -> dict[str, Any]:
    """Return what the next figure of the same text has in common with this one."""
    names = ("territory_id", "commune_id", "as_of", "source", "source_date")
    return {name.removesuffix("_id"): getattr(figure, name) for name in names}


class FigureInline(StackedInline):
    """What was stated of the territory."""

    model = Figure
    form = FigureForm
    fieldsets = (
        (None, {"fields": (*_SAID[:2], _SOURCE[0])}),
        ("Précisions", {"fields": (_SAID[2], _SOURCE[1]), "classes": ("collapse",)}),
    )
    ordering = ("-as_of", "measure", "profession", "pk")


@admin.register(Figure)
class FigureAdmin(ModelAdmin):
    """A figure, by whom, for which day."""

    section = Section.TERRITORY
    section_rank = 16
    guide = "diagnostic#ajouter-un-chiffre"
    scoped_by = ("territory", "commune__memberships__territory")
    description = "Ce que des textes disent du territoire, avec la date et la source."
    form = FigureForm
    list_display = ("said", "place", "written", "as_of", "source")
    list_filter = ("measure", "territory", "profession")
    search_fields = ("source", "label", "comment", "territory__name", "commune__name")
    search_help_text = "Source, libellé, territoire ou commune."
    ordering = ("-as_of", "measure", "profession", "pk")
    list_select_related = ("territory", "commune")
    autocomplete_fields = ("territory", "commune")
    fieldsets = (
        (
            "Ce dont parle le chiffre",
            {
                "fields": (("territory", "commune"),),
                "description": "Un territoire ou une commune : l’un des deux seulement.",
            },
        ),
        ("Ce qui est dit", {"fields": _SAID}),
        ("Qui le dit", {"fields": _SOURCE}),
    )

    def response_add(self, request, obj, post_url_continue=None):
        """Go back to the diagnosis when the figure was added from there.

        The next figure to add comes, most of the time, from the same text.
        """
        response = super().response_add(request, obj, post_url_continue)
        back = {key: value for key in (BACK, "au") if (value := request.GET.get(key, ""))}
        if "_addanother" in request.POST:
            return _to("admin:sites_figure_add", {**_same_text(obj), **back})
        leaves = back.get(BACK) == TO_DIAGNOSIS and "_continue" not in request.POST
        if not leaves or obj.territory_id is None:
            return response
        return _to("admin:sites_diagnosis", {"territoire": obj.territory_id, "au": back.get("au")})

    def get_changeform_initial_data(self, request):
        """Take the territory and the day from the address."""
        names = {"territory", "commune", "measure", "profession", "as_of", "source", "source_date"}
        return {key: value for key, value in request.GET.items() if key in names}

    @admin.display(description="ce qui est dit", ordering="measure")
    def said(self, figure):
        """Return what the figure counts."""
        return upper_first(name_of_figure(figure))

    @admin.display(description="territoire ou commune")
    def place(self, figure):
        """Return what the figure is about."""
        return figure.territory or figure.commune

    @admin.display(description="valeur", ordering="value")
    def written(self, figure):
        """Return the value with its unit, and how exact it is."""
        return known_of(figure).written
