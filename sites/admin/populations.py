"""« Populations »: what the census counts, commune by commune, brought up to date from a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.validators import FileExtensionValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from csipa.admin import ModelAdmin, Section, ToolbarLink, own_page
from csipa.carried import NotCarried, signed, unsigned
from csipa.french.numbers import integer
from sites.actions.populations import SOURCE, PopulationsChanged, import_populations
from sites.models import CommunePopulation
from sites.review.population_import import plan_populations
from sites.rules.csv_files import FaultyFile, LineFault
from sites.rules.populations_csv import PopulationFile, PopulationLine, parse_populations

LARGEST_FILE = 3_000_000
_SALT = "sites.admin.populations"
_LIST = "admin:sites_communepopulation_changelist"
_SHOWN = 100


class PopulationsForm(forms.Form):
    """A file of populations to look at; nothing is written yet."""

    file = forms.FileField(
        label="Fichier CSV",
        validators=[FileExtensionValidator(["csv", "txt"])],
        help_text="Une commune et une année par ligne. Colonnes : insee_code, year, municipal, "
        "total (facultative), séparées par « , » ou « ; ».",
    )
    source = forms.CharField(label="Source", max_length=200, initial=SOURCE)

    def clean_file(self) -> Any:
        """Read the lines of the file; keep them in `read`."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError("Ce fichier dépasse 3 Mo : importez-le en plusieurs fois.")
        try:
            self.cleaned_data["read"] = parse_populations(file.read())
        except FaultyFile as error:
            raise forms.ValidationError([str(fault) for fault in error.faults]) from error
        return file


@require_http_methods(["GET", "POST"])
def import_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Take a file, show what it changes, then write it."""
    if not (page.has_add_permission(request) and page.has_change_permission(request)):
        raise PermissionDenied
    if "apercu" in request.POST:
        return _applied(request, page)
    form = PopulationsForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _previewed(request, page, form.cleaned_data["read"], form.cleaned_data["source"])
    context = {"title": "Import de populations", "form": form}
    return own_page(request, page, "admin/sites/communepopulation/import.html", context)


def _applied(request: HttpRequest, page: Any) -> HttpResponse:
    try:
        content = unsigned(request.POST["apercu"], salt=_SALT, person=request.user.pk)
    except NotCarried as error:
        messages.error(request, str(error))
        return redirect("admin:sites_communepopulation_import")
    read = PopulationFile(
        [PopulationLine(*line) for line in content["lines"]],
        [LineFault(*fault) for fault in content["faults"]],
    )
    try:
        done = import_populations(
            lines=read.lines,
            faults=read.faults,
            source=content["source"],
            only_good="bonnes" in request.POST,
            digest=content["digest"],
            by=request.user,
        )
    except PopulationsChanged as error:
        messages.warning(request, str(error))
        return _previewed(request, page, read, content["source"])
    except FaultyFile:
        messages.error(request, "Rien n’est importé : des lignes sont à corriger ou à laisser.")
        return _previewed(request, page, read, content["source"])
    messages.success(request, f"Import enregistré : {done}")
    return redirect(_LIST)


def _previewed(request: HttpRequest, page: Any, read: PopulationFile, source: str) -> HttpResponse:
    plan = plan_populations(read.lines, read.faults)
    content = {
        "lines": [
            (line.line, line.insee_code, line.year, line.municipal, line.total)
            for line in read.lines
        ],
        "faults": [(fault.line, fault.reason) for fault in read.faults],
        "source": source,
        "digest": plan.digest,
    }
    context = {
        "title": "Aperçu de l’import de populations",
        "plan": plan,
        "source": source,
        "faults": plan.faults[:_SHOWN],
        "faults_left": max(0, len(plan.faults) - _SHOWN),
        "changes": plan.changes[:_SHOWN],
        "changes_left": max(0, len(plan.changes) - _SHOWN),
        "carried": signed(content, salt=_SALT, person=request.user.pk) if plan.changes else "",
    }
    return own_page(request, page, "admin/sites/communepopulation/import_preview.html", context)


@admin.register(CommunePopulation)
class CommunePopulationAdmin(ModelAdmin):
    """The population of a commune for one census year."""

    section = Section.TERRITORY
    section_rank = 19
    guide = "carte-et-populations#les-populations"
    menu_name = "Populations"
    description = "La population légale de chaque commune, recensement par recensement."
    views = (("import/", "import", import_view),)
    list_display = ("commune", "census", "inhabitants", "with_counted_apart", "source")
    list_filter = ("year", "commune__memberships__territory")
    list_select_related = ("commune",)
    search_fields = ("commune__search_key", "commune__insee_code")
    search_help_text = "Nom de la commune, sans accents, ou code INSEE."
    ordering = ("commune__search_key", "-year")
    autocomplete_fields = ("commune",)
    fieldsets = (
        ("Recensement", {"fields": ("commune", "year")}),
        ("Population", {"fields": (("municipal", "total"), "source")}),
    )

    def list_toolbar(self, request):
        """Offer the import to those who may write all it writes."""
        links = super().list_toolbar(request)
        if self.has_add_permission(request) and self.has_change_permission(request):
            address = reverse("admin:sites_communepopulation_import")
            links.append(ToolbarLink("Importer un fichier", address))
        return links

    @admin.display(description="année du recensement", ordering="year")
    def census(self, population):
        """Return the year as it is written, not as a quantity."""
        return str(population.year)

    @admin.display(description="population municipale", ordering="municipal")
    def inhabitants(self, population):
        """Return the population, its thousands apart."""
        return integer(population.municipal)

    @admin.display(description="population totale", ordering="total")
    def with_counted_apart(self, population):
        """Return the total population, its thousands apart."""
        return population.total and integer(population.total)
