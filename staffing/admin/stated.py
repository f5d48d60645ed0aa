"""Figures on the team as somebody stated them, kept with who said them and when."""

from django.contrib import admin

from csipa.admin import ModelAdmin, Section
from csipa.french.grammar import upper_first
from staffing.models import StatedStaffing
from staffing.rules.capacity import fte_figures


@admin.register(StatedStaffing)
class StatedStaffingAdmin(ModelAdmin):
    """« Il manque 4 ETP de médecin », as it was said, beside what the records give."""

    section = Section.STAFFING
    section_rank = 41
    guide = "tableau-des-effectifs#un-chiffre-de-la-presse-ou-dun-rapport"
    description = "Ce que d’autres disent de l’effectif, avec leur source et leur date."
    list_display = ("said", "profession", "site", "as_of", "source", "source_date")
    list_filter = ("measure", "profession", "site")
    search_fields = ("source",)
    search_help_text = "Source."
    ordering = ("-as_of", "profession__position", "pk")
    fieldsets = (
        (
            "Ce qui est dit",
            {
                "fields": (
                    ("measure", "profession"),
                    ("precision", "value"),
                    ("site", "as_of"),
                )
            },
        ),
        ("Qui le dit", {"fields": ("source", "source_date")}),
    )

    @admin.display(description="chiffre", ordering="value")
    def said(self, row):
        """Show what is measured and the value, with the sign of its precision."""
        return f"{upper_first(row.get_measure_display())}\u00a0: {row.sign}{fte_figures(row.value)}"
