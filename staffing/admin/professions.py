"""Professions: a short list, in the order in which every table shows them."""

from django.contrib import admin
from django.db.models import Max

from csipa.admin import ModelAdmin, Section
from staffing.admin_forms import ProfessionForm
from staffing.models import Profession


@admin.register(Profession)
class ProfessionAdmin(ModelAdmin):
    """A profession, its full time and how long it takes with each person."""

    section = Section.STAFFING
    section_rank = 40
    guide = "postes-et-affectations#les-professions"
    description = "Les professions comptées ensemble, dans l’ordre de tous les tableaux."
    form = ProfessionForm
    list_display = ("name", "family", "activity", "weekly_hours", "consultation_minutes")
    list_filter = ("family",)
    search_fields = ("name", "feminine", "plural")
    search_help_text = "Nom, au masculin, au féminin ou au pluriel."
    ordering = ("position", "search_key")
    fieldsets = (
        ("Nom", {"fields": (("name", "feminine", "plural"), ("family", "position"))}),
        (
            "Temps",
            {"fields": (("activity", "weekly_hours"), "consultation_minutes")},
        ),
    )

    def get_changeform_initial_data(self, request):
        """Put a new profession after the others."""
        last = Profession.objects.aggregate(last=Max("position"))["last"] or 0
        return {"position": last + 1, **super().get_changeform_initial_data(request)}
