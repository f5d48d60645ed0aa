"""Representatives: edited with their organisation; this page serves searching for one."""

from __future__ import annotations

from django.contrib import admin

from csipa.admin import ModelAdmin, Section
from sites.admin.search import TolerantSearchMixin
from sites.models import Representative


@admin.register(Representative)
class RepresentativeAdmin(TolerantSearchMixin, ModelAdmin):
    """Found by their name or by that of their organisation."""

    section = Section.SITES
    guide = "organismes-et-representants#les-représentants"
    hidden_in_menu = True
    list_display = ("full_name", "organisation", "agreed_capacity", "start", "end")
    search_fields = ("last_name", "first_name")
    search_help_text = "Nom, prénom, qualité ou organisme."
    autocomplete_fields = ("organisation",)
    ordering = ("last_name", "first_name", "pk")
    fields = (
        "organisation",
        ("title", "first_name", "last_name", "gender"),
        ("capacity", "on_behalf"),
        ("start", "end"),
    )

    @admin.display(description="nom", ordering="last_name")
    def full_name(self, person):
        """Show title, first name and last name."""
        return person.full_name

    @admin.display(description="qualité")
    def agreed_capacity(self, person):
        """Show the capacity in the gender of its holder."""
        return person.agreed_capacity
