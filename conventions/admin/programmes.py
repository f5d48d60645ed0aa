"""Programmes of public health: who carries them, where, their axes and objectives, their sheets."""

from __future__ import annotations

from django.contrib import admin

from conventions.admin.programme_parts import PROGRAMME_LINKS, PROGRAMME_PANELS
from conventions.models import Axis, Programme
from csipa.admin import ModelAdmin, OrderedStackedInline, Section


class AxisInline(OrderedStackedInline):
    """The axes, in their order."""

    model = Axis
    fields = (("code", "title"), "summary")


@admin.register(Programme)
class ProgrammeAdmin(ModelAdmin):
    """A local health contract, a council of mental health, a roadmap, the project of a CPTS."""

    section = Section.TERRITORY
    section_rank = 8
    description = (
        "Contrats locaux de santé, conseils locaux de santé mentale, projets de CPTS et feuilles "
        "de route\u00a0: axes, objectifs et fiches-actions."
    )
    list_display = ("name", "kind", "carrier", "territory", "start", "end")
    list_filter = ("kind",)
    search_fields = ("name", "short_name", "carrier__official_name", "territory__name")
    search_help_text = "Nom du programme, de qui le porte ou du territoire."
    ordering = ("-start", "name")
    autocomplete_fields = ("carrier", "convention", "territory")
    fieldsets = (
        (
            "Identité",
            {
                "fields": (
                    "kind",
                    ("name", "short_name"),
                    ("carrier", "territory"),
                    "community",
                    ("start", "end"),
                    "summary",
                )
            },
        ),
        ("Contrat", {"fields": (("convention", "signed_on"), "previous")}),
    )
    inlines = (AxisInline,)

    def toolbar(self, request, obj):
        """Offer what other modules add."""
        return [link for source in PROGRAMME_LINKS for link in source(request, obj)]

    def panels(self, request, obj):
        """Tell what other modules tell."""
        return [panel for source in PROGRAMME_PANELS for panel in source(request, obj)]
