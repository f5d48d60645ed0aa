"""Action sheets: entered once, whatever the programmes and the missions of a CPTS they serve."""

from __future__ import annotations

from django.contrib import admin

from conventions.models import ActionSheet
from csipa.admin import ModelAdmin, Section


@admin.register(ActionSheet)
class ActionSheetAdmin(ModelAdmin):
    """One action: why, what, who, for whom, where, when, with what, how it is judged."""

    section = Section.TERRITORY
    section_rank = 9
    description = (
        "Les actions des programmes\u00a0: pilote, calendrier, budget, indicateurs et avancement."
    )
    list_display = ("title", "pilot", "state", "start", "end")
    list_filter = ("state",)
    search_fields = ("title", "placements__number", "pilot__official_name")
    ordering = ("title",)
    autocomplete_fields = ("pilot", "territory", "site")
