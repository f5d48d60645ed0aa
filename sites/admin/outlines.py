"""Outlines of communes for the map: brought in from a GeoJSON file, after a preview."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.validators import FileExtensionValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from csipa.admin import ModelAdmin, Section, ToolbarLink, own_page
from csipa.carried import NotCarried, signed, unsigned
from csipa.french.numbers import integer
from sites.actions.outlines import OutlinesChanged, import_outlines
from sites.models import CommuneOutline
from sites.review.outline_import import plan_outlines
from sites.rules.outlines_geojson import (
    LARGEST_FILE,
    OutlineFile,
    OutlineRow,
    OutlinesRefused,
    read_outlines,
)

_SALT = "sites.admin.outlines"
_LIST = "admin:sites_communeoutline_changelist"
_IMPORT = "admin:sites_communeoutline_import"
# Characters that a page carries at most.
LARGEST_CARRIED = 6_000_000


class OutlinesForm(forms.Form):
    """A file of outlines to look at; nothing is written yet."""

    file = forms.FileField(
        label="Fichier GeoJSON",
        validators=[FileExtensionValidator(["geojson", "json"])],
        help_text="En WGS 84 (degrés). Chaque contour porte le code INSEE de sa commune "
        "(code, insee, INSEE_COM ou codgeo).",
    )
    source = forms.CharField(
        label="Source", max_length=200, help_text="Producteur, nom du fichier, année."
    )

    def clean_file(self) -> Any:
        """Read the outlines of the file; keep them in `read`."""
        file = self.cleaned_data["file"]
        try:
            # One byte more than allowed is enough to refuse the file, whatever its size.
            self.cleaned_data["read"] = read_outlines(file.read(LARGEST_FILE + 1))
        except OutlinesRefused as error:
            raise forms.ValidationError(str(error)) from error
        return file


@require_http_methods(["GET", "POST"])
def import_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Take a file, show what it changes, then write it."""
    if not page.may_import(request):
        raise PermissionDenied
    if "apercu" in request.POST:
        return _applied(request)
    form = OutlinesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _previewed(request, page, form.cleaned_data["read"], form.cleaned_data["source"])
    context = {"title": "Import de contours", "form": form}
    return own_page(request, page, "admin/sites/communeoutline/import.html", context)


def _applied(request: HttpRequest) -> HttpResponse:
    try:
        content = unsigned(request.POST["apercu"], salt=_SALT, person=request.user.pk)
        done = import_outlines(
            rows=[OutlineRow(*row) for row in content["rows"]],
            source=content["source"],
            today=timezone.localdate(),
            replace="remplacer" in request.POST,
            digest=content["digest"],
            by=request.user,
        )
    except (NotCarried, OutlinesChanged) as error:
        messages.error(request, str(error))
        return redirect(_IMPORT)
    messages.success(request, f"Import enregistré : {done}")
    return redirect(_LIST)


def _previewed(request: HttpRequest, page: Any, read: OutlineFile, source: str) -> HttpResponse:
    plan = plan_outlines(read.rows, read.faults)
    content = {
        "rows": [
            (one.row.number, one.row.insee_code, one.row.name, one.row.polygons)
            for one in plan.changes
        ],
        "source": source,
        "digest": plan.digest,
    }
    text = signed(content, salt=_SALT, person=request.user.pk) if plan.changes else ""
    context = {
        "title": "Aperçu de l’import de contours",
        "plan": plan,
        "source": source,
        "is_too_long": len(text) > LARGEST_CARRIED,
        "carried": text if len(text) <= LARGEST_CARRIED else "",
    }
    return own_page(request, page, "admin/sites/communeoutline/import_preview.html", context)


@admin.register(CommuneOutline)
class CommuneOutlineAdmin(ModelAdmin):
    """The outline of a commune; its points come from a file, never from a form."""

    section = Section.TERRITORY
    first_step = "« Importer un fichier GeoJSON » les fait entrer."
    section_rank = 21
    guide = "carte-et-populations#les-contours"
    menu_name = "Contours"
    description = "Les contours des communes, dessinés sous la carte."
    views = (("import/", "import", import_view),)
    list_display = ("commune", "points", "source", "imported_on")
    list_filter = ("commune__memberships__territory", "source")
    list_select_related = ("commune",)
    search_fields = ("commune__search_key", "commune__insee_code")
    search_help_text = "Nom de la commune, sans accents, ou code INSEE."
    ordering = ("commune__search_key",)
    fields = ("commune", "source", "imported_on", "points")
    readonly_fields = ("commune", "imported_on", "points")

    def may_import(self, request) -> bool:
        """Tell whether the user may add and change outlines."""
        return super().has_add_permission(request) and self.has_change_permission(request)

    def has_add_permission(self, request) -> bool:
        """Say no: an outline is only brought in by a file."""
        return False

    def list_toolbar(self, request):
        """Offer the import to those who may write all it writes."""
        links = super().list_toolbar(request)
        if self.may_import(request):
            links.append(ToolbarLink("Importer un fichier GeoJSON", reverse(_IMPORT)))
        return links

    @admin.display(description="points du contour")
    def points(self, outline):
        """Return how many points draw it."""
        return integer(sum(len(ring) for polygon in outline.polygons for ring in polygon))
