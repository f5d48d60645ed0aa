"""The directory of communes: looked up every day, changed once a year by an import."""

from dataclasses import astuple

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from csipa.admin import ModelAdmin, Panel, Section, TabularInline, ToolbarLink, own_page
from csipa.carried import NotCarried, signed, unsigned
from csipa.charts import Series, data_table, line_chart
from csipa.french.grammar import enumeration
from csipa.french.numbers import integer
from sites.actions import CommunesChanged, import_communes
from sites.admin.search import TolerantSearchMixin
from sites.admin_forms import CommunesFileForm
from sites.bulk.communes import import_communes_later, rows_from
from sites.models import Commune, CommuneAlias, PostalCode
from sites.review.commune_import import plan_communes
from sites.rules.communes_csv import FaultyFile

_SALT = "sites.admin.communes"
_IMPORT = "admin:sites_commune_import"
_SHOWN = 100
# Beyond so many rows, writing takes longer than a page may: a worker does it.
AT_ONCE = 1000


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


@require_http_methods(["GET", "POST"])
def import_view(request, page):
    """Take a file of communes, show what it changes, then write it or have it written."""
    if not page.may_import(request):
        raise PermissionDenied
    if "apercu" in request.POST:
        return _applied(request, page)
    form = CommunesFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            return _previewed(request, page, data["rows"], data["population_year"])
        except FaultyFile as error:
            form.add_error("file", [str(fault) for fault in error.faults])
    context = {"title": "Import de communes", "form": form}
    return own_page(request, page, "admin/sites/commune/import.html", context)


def _previewed(request, page, rows, population_year):
    """Show what rows would change. Raises FaultyFile for what the database refuses."""
    plan = plan_communes(rows, population_year=population_year)
    content = {
        "rows": [astuple(row) for row in rows],
        "population_year": population_year,
        "digest": plan.digest,
    }
    context = {
        "title": "Aperçu de l’import de communes",
        "plan": plan,
        "changes": plan.changes[:_SHOWN],
        "changes_left": max(0, len(plan.changes) - _SHOWN),
        "is_long": len(rows) > AT_ONCE,
        "carried": signed(content, salt=_SALT, person=request.user.pk) if plan.changes else "",
    }
    return own_page(request, page, "admin/sites/commune/import_preview.html", context)


def _applied(request, page):
    """Write what the preview showed; show it again when the directory changed meanwhile."""
    try:
        content = unsigned(request.POST["apercu"], salt=_SALT, person=request.user.pk)
    except NotCarried as error:
        messages.error(request, str(error))
        return redirect(_IMPORT)
    rows, year = rows_from(content["rows"]), content["population_year"]
    asked = {"population_year": year, "digest": content["digest"], "by": request.user}
    if len(rows) > AT_ONCE:
        job = import_communes_later(rows, **asked, now=timezone.now())
        return redirect("admin:jobs_job_change", job.pk)
    try:
        messages.success(request, str(import_communes(rows=rows, **asked)))
    except CommunesChanged as error:
        messages.warning(request, str(error))
        return _previewed(request, page, rows, year)
    except FaultyFile as error:
        messages.error(request, f"Rien n’est importé : {error.faults[0]}")
        return redirect(_IMPORT)
    return redirect("admin:sites_commune_changelist")


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
            links.append(ToolbarLink("Importer un fichier", reverse(_IMPORT)))
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
