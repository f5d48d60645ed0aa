"""The pages of the library of visas: texts, their state, and who cites them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from conventions.admin import library_views
from conventions.admin.library_forms import LegalTextForm
from conventions.admin.visa_lines import state_badge
from conventions.models import LegalText, Visa
from csipa.admin import ModelAdmin, Panel, Section, ToolbarLink
from csipa.french.numbers import counted, plural
from sites.admin.search import TolerantSearchMixin

# More lines than this would hide the form; the number of citations is told in full.
_MOST_CITATIONS = 20
VIEWS = (
    ("verifier/", "verify", library_views.verify_view),
    ("importer/", "import", library_views.import_view),
    ("depuis/<int:pk>/", "keep", library_views.keep_view),
)


@admin.register(LegalText)
class LegalTextAdmin(TolerantSearchMixin, ModelAdmin):
    """Texts that acts cite: each written once, with the state in which it was found."""

    section = Section.ACTS
    section_rank = 20
    guide = "visas"
    guides = {"verify": "visas#vérifier-un-texte"}
    description = "Les codes, lois, décrets et arrêtés que visent les actes, et leur état."
    views = VIEWS
    form = LegalTextForm
    list_display = ("name", "kind", "state_shown", "verified_on", "citations_shown")
    list_filter = ("state", "kind")
    search_help_text = "Un mot du nom ou du visa ; les accents sont facultatifs."
    autocomplete_fields = ("replaced_by",)
    actions = ("mark_verified",)
    fieldsets = (
        (
            "Texte",
            {
                "description": "Changer le visa change celui des projets qui citent ce texte ; "
                "les actes signés gardent leurs mots.",
                "fields": ("name", ("kind", "date"), "wording", "source"),
            },
        ),
        (
            "Vérification",
            {
                "description": "Changer le visa, le rang ou la date d’un texte vérifié le remet "
                "« à revoir », sauf si vous donnez en même temps une nouvelle date de "
                "vérification. Choisir le texte qui le remplace le rend périmé.",
                "fields": (("state", "verified_on"), "replaced_by", "note"),
            },
        ),
    )

    @admin.display(description="état", ordering="state")
    def state_shown(self, text: LegalText) -> str:
        """Show the state as a word with its shape."""
        return state_badge(text)

    @admin.display(description="cité par")
    def citations_shown(self, text: Any) -> str | None:
        """Count the visas that cite the text, and among them those of open acts."""
        if not text.cited:
            return None
        visas = counted(text.cited, "visa", "visas")
        if not text.cited_by_drafts:
            return f"{visas}, aucun dans un projet"
        drafts = plural(text.cited_by_drafts, "dans un projet", "dans des projets")
        return f"{visas}, dont {text.cited_by_drafts} {drafts}"

    @admin.action(description="Marquer comme vérifiés…", permissions=["change"])
    def mark_verified(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        """Ask on which day the chosen texts were checked."""
        keys = ",".join(str(pk) for pk in queryset.values_list("pk", flat=True))
        return redirect(f"{reverse('admin:conventions_legaltext_verify')}?ids={keys}")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Count the citations."""
        return super().get_queryset(request).with_citations()

    def get_ordering(self, request: HttpRequest) -> Any:
        """Follow the order of visas: rank, then date."""
        return LegalText.objects.in_rank_order().query.order_by

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Read an address typed without its scheme as https."""
        if db_field.name == "source":
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Say when new words put a checked text back to review."""
        super().save_model(request, obj, form, change)
        if form.must_be_reviewed:
            messages.warning(
                request,
                "Le visa a changé depuis sa vérification : le texte est de nouveau « à revoir ».",
            )

    def toolbar(self, request: HttpRequest, obj: LegalText) -> list[ToolbarLink]:
        """Lead to the check."""
        if not self.has_change_permission(request, obj):
            return []
        url = f"{reverse('admin:conventions_legaltext_verify')}?ids={obj.pk}"
        return [ToolbarLink("Marquer comme vérifié…", url)]

    def list_toolbar(self, request: HttpRequest) -> list[ToolbarLink]:
        """Offer the import of texts."""
        if not self.has_add_permission(request):
            return []
        url = reverse("admin:conventions_legaltext_import")
        return [ToolbarLink("Importer des textes", url)]

    def panels(self, request: HttpRequest, obj: Any) -> list[Panel]:
        """Show which acts cite the text."""
        if not obj.cited:
            return []
        visas = Visa.objects.filter(legal_text=obj).select_related("act", "convention")
        shown = list(visas.order_by("-act__pk", "-pk")[:_MOST_CITATIONS])
        context = {
            "visas": shown,
            "total": self.citations_shown(obj),
            "more": obj.cited - len(shown),
            "may_see": request.user.has_perm("conventions.view_act")
            or request.user.has_perm("conventions.change_act"),
        }
        return [Panel("admin/conventions/legaltext/_citations.html", context)]
