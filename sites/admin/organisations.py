"""Organisations: their names, their numbers, and who signs for them."""

from django.contrib import admin
from django.db.models import Prefetch
from django.urls import path
from django.utils import timezone

from csipa.admin import ModelAdmin, OrderedStackedInline, Section, TabularInline
from sites.admin.names import names_view
from sites.admin.search import TolerantSearchMixin
from sites.admin_forms import ADDRESS_WIDGET, OrganisationAliasFormSet
from sites.models import Organisation, OrganisationAlias, Representative


class RepresentativeInline(OrderedStackedInline):
    """Who signs for the organisation; the first in office signs by default."""

    model = Representative
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("title", "first_name", "last_name", "gender"),
                    ("capacity", "on_behalf"),
                    ("start", "end"),
                )
            },
        ),
    )


class OrganisationAliasInline(TabularInline):
    """Other spellings, recognised when a file is imported."""

    model = OrganisationAlias
    formset = OrganisationAliasFormSet
    fields = ("name",)
    ordering = ("search_key",)


class RepresentedFilter(admin.SimpleListFilter):
    """Whether somebody may sign today."""

    title = "représentant en fonction"
    parameter_name = "represented"

    def lookups(self, request, model_admin):
        """Offer both answers."""
        return (("yes", "oui"), ("no", "non"))

    def queryset(self, request, queryset):
        """Ask the QuerySet."""
        today = timezone.localdate()
        if self.value() == "yes":
            return queryset.represented_on(today)
        return queryset.unrepresented_on(today) if self.value() == "no" else queryset


@admin.register(Organisation)
class OrganisationAdmin(TolerantSearchMixin, ModelAdmin):
    """A party to acts and conventions, an owner or a lender."""

    section = Section.SITES
    section_rank = 20
    guide = "organismes-et-representants"
    description = (
        "Les organismes qui signent, possèdent, prêtent ou gèrent, et leurs représentants."
    )
    list_display = ("__str__", "kind", "short_name", "commune", "signatory")
    list_filter = ("kind", RepresentedFilter)
    ordering = ("search_key", "pk")
    search_help_text = "Nom, autre nom, nom court, SIREN, SIRET ou RNA."
    autocomplete_fields = ("commune",)
    formfield_overrides = {**ModelAdmin.formfield_overrides, **ADDRESS_WIDGET}
    fieldsets = (
        (
            "Identité",
            {"fields": ("kind", "commune", "official_name", ("article", "gender"), "short_name")},
        ),
        ("Numéros", {"fields": (("siren", "siret", "rna"),)}),
        (
            "Siège et contact",
            {"fields": ("seat_address", "seat_postal_code", ("email", "phone"))},
        ),
    )
    inlines = (RepresentativeInline, OrganisationAliasInline)
    layout = (
        "Identité",
        RepresentativeInline,
        OrganisationAliasInline,
        "Numéros",
        "Siège et contact",
    )

    def get_search_results(self, request, queryset, search_term):
        """Search; within one legal form for a field that expects no other."""
        found, twice = super().get_search_results(request, queryset, search_term)
        kind = request.GET.get("kind")
        return (found.filter(kind=kind) if kind else found), twice

    def get_queryset(self, request):
        """Load who signs today."""
        in_office = Representative.objects.on(timezone.localdate()).order_by(
            "position", "-start", "pk"
        )
        return (
            super()
            .get_queryset(request)
            .prefetch_related(Prefetch("representatives", in_office, to_attr="in_office"))
        )

    def get_urls(self):
        """Add the address of the names offered in long texts."""
        view = self.admin_site.admin_view(names_view)
        return [path("noms/", view, {"page": self}, name="sites_names"), *super().get_urls()]

    @admin.display(description="signataire aujourd’hui", empty_value="aucun")
    def signatory(self, organisation):
        """Return who signs by default today and in what capacity."""
        if not organisation.in_office:
            return None
        representative = organisation.in_office[0]
        return f"{representative.full_name}, {representative.agreed_capacity}"
