"""The pages of the number series."""

from __future__ import annotations

from django.contrib import admin

from conventions.models import NumberSeries
from csipa.admin import ModelAdmin, Section


@admin.register(NumberSeries)
class NumberSeriesAdmin(ModelAdmin):
    """One series per authority, nature and year."""

    section = Section.SETTINGS
    section_rank = 10
    description = "La forme des numéros d’actes et le dernier donné, par nature et par année."
    list_display = ("authority", "nature", "year", "pattern", "last")
    list_display_links = ("year",)
    list_filter = ("nature", "year")
    ordering = ("-year", "nature", "pk")
    autocomplete_fields = ("authority",)
    fields = ("authority", "nature", "year", "pattern", "last")
