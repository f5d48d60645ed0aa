"""The directory of communes: looked up every day, changed once a year by an import."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse

from csipa.admin import ModelAdmin, Panel, Section, TabularInline, ToolbarLink, own_page
from csipa.charts import Series, data_table, line_chart
from csipa.french.grammar import enumeration
from csipa.french.numbers import integer
from sites.actions import ImportedCommunes, import_communes
from sites.admin.search import TolerantSearchMixin
from sites.admin_forms import CommunesFileForm
from sites.models import Commune, CommuneAlias, PostalCode
from sites.rules.communes_csv import FaultyFile


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


def import_view(request, page):
    """Take a file of communes, as `manage.py import_communes` does."""
    if not page.may_import(request):
        raise PermissionDenied
    form = CommunesFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (done := _imported(request, form)):
        messages.success(request, str(done))
        return redirect("admin:sites_commune_changelist")
    context = {"title": "Import de communes", "form": form}
    return own_page(request, page, "admin/sites/commune/import.html", context)


def _imported(request, form) -> ImportedCommunes | None:
    """Write the rows of a good file; put on the form what the database refuses."""
    data = form.cleaned_data
    try:
        return import_communes(
            rows=data["rows"], population_year=data["population_year"], by=request.user
        )
    except FaultyFile as error:
        form.add_error("file", [str(fault) for fault in error.faults])
        return None


def _population_panel(commune) -> list[Panel]:
    """Return the populations of a commune by census year as a line and a table; one query."""
    rows = list(commune.populations.order_by("year"))
    if not rows:
        return []
    labels = [str(row.year) for row in rows]
    series = [Series("Population municipale", [row.municipal for row in rows])]
    if any(row.total is not None for row in rows):
        series.append(Series("Population totale", [row.total for row in rows]))
    title = f"Population {commune.de}"
    numbers = {"labels": labels, "series": series, "unit": "habitants"}
    context = {
        "chart": line_chart(title=title, width=600, height=220, **numbers),
        "table": data_table(caption=title, heading="Année", **numbers),
        "sources": enumeration(sorted({row.source for row in rows})),
    }
    return [Panel("admin/sites/commune/_populations.html", context)]


@admin.register(Commune)
class CommuneAdmin(TolerantSearchMixin, ModelAdmin):
    """A commune, its codes and its names."""

    section = Section.TERRITORY
    section_rank = 20
    guide = "communes"
    guides = {"import": "communes#mettre-à-jour-ou-changer-de-territoire"}
    description = "Le répertoire des communes\u00a0: code INSEE, nom, codes postaux, population."
    views = (("import/", "import", import_view),)
    list_display = ("official_name", "insee_code", "codes", "department", "inhabitants", "census")
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

    def panels(self, request, obj):
        """Show how the population changed, to those who may see it."""
        panels = super().panels(request, obj)
        if request.user.has_perm("sites.view_communepopulation"):
            panels += _population_panel(obj)
        return panels

    def get_queryset(self, request):
        """Load the postal codes that the list shows."""
        return super().get_queryset(request).prefetch_related("postal_codes")

    def list_toolbar(self, request):
        """Offer the import to those who may write all it writes."""
        links = super().list_toolbar(request)
        if self.may_import(request):
            links.append(ToolbarLink("Importer un fichier", reverse("admin:sites_commune_import")))
        return links

    def may_import(self, request) -> bool:
        """Tell whether the user may add and change communes."""
        return self.has_add_permission(request) and self.has_change_permission(request)

    @admin.display(description="nom", ordering="search_key")
    def official_name(self, commune):
        """Return the name, sorted without regard to accents."""
        return commune.name

    @admin.display(description="population municipale", ordering="population")
    def inhabitants(self, commune):
        """Return the population, its thousands apart."""
        return commune.population and integer(commune.population)

    @admin.display(description="année de la population", ordering="population_year")
    def census(self, commune):
        """Return the year as it is written, not as a quantity."""
        return commune.population_year and str(commune.population_year)

    @admin.display(description="codes postaux")
    def codes(self, commune):
        """Return the postal codes in order."""
        return ", ".join(sorted(str(code) for code in commune.postal_codes.all()))
