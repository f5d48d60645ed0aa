"""The page of the retention rules: how long each nature is kept, and who may read it when."""

from __future__ import annotations

from django.contrib import admin

from conventions.models import RetentionRule
from csipa.admin import ModelAdmin, Section
from csipa.french.numbers import counted


@admin.register(RetentionRule)
class RetentionRuleAdmin(ModelAdmin):
    """One rule a nature and a day; a newer one takes over from its day on."""

    section = Section.SETTINGS
    section_rank = 12
    guide = "dossier-de-preuve#les-règles-de-conservation"
    description = (
        "Combien de temps chaque nature de texte est utile, ce qu’elle devient, qui peut la lire."
    )
    list_display = ("nature", "starts_on", "kept_for", "counted_from", "fate", "access")
    list_display_links = ("nature",)
    list_filter = ("nature",)
    ordering = ("nature", "-starts_on")
    fields = ("nature", "starts_on", "years", "counted_from", "fate", "access", "source")

    @admin.display(description="utile pendant", ordering="years")
    def kept_for(self, rule: RetentionRule) -> str:
        """Return the administrative life of a nature: « 10 ans »."""
        return counted(rule.years, "an", "ans")
