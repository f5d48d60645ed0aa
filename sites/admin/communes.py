"""The directory of communes: looked up every day, changed once a year by an import."""

from django.contrib import admin

from csipa.admin import ModelAdmin, Section, TabularInline
from sites.admin.search import TolerantSearchMixin
from sites.models import Commune, CommuneAlias, PostalCode


class PostalCodeInline(TabularInline):
    """Postal codes of the commune."""

    model = PostalCode
    fields = ("code",)
    ordering = ("code",)


class CommuneAliasInline(TabularInline):
    """Other names of the commune."""

    model = CommuneAlias
    fields = ("name",)
    ordering = ("search_key",)


@admin.register(Commune)
class CommuneAdmin(TolerantSearchMixin, ModelAdmin):
    """A commune, its codes and its names."""

    section = Section.TERRITORY
    section_rank = 20
    description = "Le répertoire des communes\u00a0: code INSEE, nom, codes postaux, population."
    list_display = ("name", "insee_code", "codes", "department", "population", "population_year")
    list_filter = ("department", "memberships__territory")
    ordering = ("search_key", "insee_code")
    search_help_text = (
        "Nom, ancien nom, code INSEE ou code postal\u00a0; les accents sont facultatifs."
    )
    fieldsets = (
        ("Identité", {"fields": ("insee_code", "name", "tncc", "department", "siren")}),
        ("Population", {"fields": (("population", "population_year"),)}),
        ("Situation", {"fields": (("latitude", "longitude"),)}),
    )
    inlines = (PostalCodeInline, CommuneAliasInline)
    layout = ("Identité", PostalCodeInline, CommuneAliasInline, "Population", "Situation")

    def get_readonly_fields(self, request, obj=None):
        """Keep the key of a known commune: another code is another commune."""
        return [*super().get_readonly_fields(request, obj), *(["insee_code"] if obj else [])]

    def get_queryset(self, request):
        """Load the postal codes that the list shows."""
        return super().get_queryset(request).prefetch_related("postal_codes")

    @admin.display(description="codes postaux")
    def codes(self, commune):
        """Return the postal codes in order."""
        return ", ".join(sorted(str(code) for code in commune.postal_codes.all()))
