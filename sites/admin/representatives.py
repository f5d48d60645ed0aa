"""Representatives: edited with their organisation; this page serves searching for one."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Q

from csipa.admin import ModelAdmin, Section
from sites.models import Organisation, Representative
from sites.rules.names import search_key


@admin.register(Representative)
class RepresentativeAdmin(ModelAdmin):
    """Found by their name or by that of their organisation."""

    section = Section.SITES
    hidden_in_menu = True
    list_display = ("full_name", "organisation", "agreed_capacity", "start", "end")
    search_fields = ("last_name", "first_name")
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

    def get_search_results(self, request, queryset, search_term):
        """Match the name of the person, or any name of the organisation."""
        found = queryset
        for word in search_key(search_term).split():
            named = Organisation.objects.search(word)
            found = found.filter(
                Q(last_name__icontains=word)
                | Q(first_name__icontains=word)
                | Q(organisation__in=named)
            )
        return found, False
