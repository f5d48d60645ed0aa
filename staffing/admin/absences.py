"""Absences: who, from when to when. Why is asked nowhere and kept nowhere."""

from django.contrib import admin
from django.utils import timezone

from csipa.admin import ModelAdmin, Section
from staffing.admin_forms import AbsenceForm
from staffing.models import Absence


class AwayFilter(admin.SimpleListFilter):
    """Whether the absence is of today, to come or over."""

    title = "quand"
    parameter_name = "quand"

    def lookups(self, request, model_admin):
        """Offer the three moments."""
        return (("en-cours", "Aujourd’hui"), ("a-venir", "À venir"), ("passees", "Passées"))

    def queryset(self, request, queryset):
        """Keep the absences of that moment."""
        today = timezone.localdate()
        if self.value() == "en-cours":
            return queryset.on(today)
        if self.value() == "a-venir":
            return queryset.filter(start__gt=today)
        return queryset.filter(end__lt=today) if self.value() == "passees" else queryset


@admin.register(Absence)
class AbsenceAdmin(ModelAdmin):
    """Days on which somebody is away."""

    section = Section.STAFFING
    section_rank = 13
    guide = "postes-et-affectations#les-absences"
    description = "Les jours où quelqu’un n’est pas là, sans jamais de motif."
    form = AbsenceForm
    list_display = ("person", "start", "end")
    list_filter = (AwayFilter,)
    search_fields = ("person__last_name", "person__first_name")
    search_help_text = "Nom ou prénom."
    ordering = ("-start", "pk")
    autocomplete_fields = ("person",)
    fieldsets = (("Absence", {"fields": ("person", ("start", "end"))}),)
