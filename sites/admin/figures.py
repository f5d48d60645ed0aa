"""Figures stated about a territory or a commune, kept as they were stated."""

from __future__ import annotations

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


class FigureInline(StackedInline):
    """What was stated of the territory."""

    model = Figure
    form = FigureForm
    fields = (*_SAID, *_SOURCE)
    ordering = ("-as_of", "measure", "profession", "pk")


@admin.register(Figure)
class FigureAdmin(ModelAdmin):
    """A figure, by whom, for which day."""

    section = Section.TERRITORY
    section_rank = 16
    menu_name = "Chiffres énoncés"
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
        ("Ce dont parle le chiffre", {"fields": (("territory", "commune"),)}),
        ("Ce qui est dit", {"fields": _SAID}),
        ("Qui le dit", {"fields": _SOURCE}),
    )

    def response_add(self, request, obj, post_url_continue=None):
        """Go back to the diagnosis when the figure was added from there."""
        response = super().response_add(request, obj, post_url_continue)
        goes_on = {"_continue", "_addanother"} & set(request.POST)
        if request.GET.get(BACK) != TO_DIAGNOSIS or goes_on or obj.territory_id is None:
            return response
        asked = {"territoire": obj.territory_id, "au": request.GET.get("au", "")}
        query = urlencode({key: value for key, value in asked.items() if value})
        return HttpResponseRedirect(f"{reverse('admin:sites_diagnosis')}?{query}")

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
