"""The pages of the library of clauses: their wordings in turn, and who carries which."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from conventions.admin import clauses_views
from conventions.admin.clause_texts import version_cards
from conventions.admin.clauses_forms import DraftForm, DraftFormSet
from conventions.admin.placeholder_picker import PlaceholderPicker
from conventions.models import Clause, ClauseVersion
from conventions.review.clauses import clauses_found, versions_of, with_use
from csipa.admin import ModelAdmin, Panel, Section, StackedInline, ToolbarLink
from csipa.admin.history import Entry, entries, page_trails
from csipa.french.numbers import counted

VIEWS = (
    ("importer/", "import", clauses_views.import_view),
    ("redactions-anciennes/", "older", clauses_views.older_view),
    ("<int:pk>/nouvelle-version/", "new_version", clauses_views.new_version_view),
    ("<int:pk>/publier/", "publish", clauses_views.publish_view),
)


def _has_wording(clause: Any) -> bool:
    """Tell whether a clause read by its page has a wording, published or in preparation."""
    return bool(clause.has_draft or clause.current_number)


class DraftInline(StackedInline):
    """The wording in preparation; those that were published are shown above the form, closed."""

    model = ClauseVersion
    form = DraftForm
    formset = DraftFormSet
    max_num = 1
    verbose_name = "version en préparation"
    verbose_name_plural = "version en préparation"
    fields = ("title", "introduction", "body", ("role", "commitments"))

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave the published versions to the database, which keeps them closed."""
        return super().get_queryset(request).filter(published_on__isnull=True)

    def get_extra(self, request: HttpRequest, obj: Clause | None = None, **kwargs: Any) -> int:
        """Open the first wording with the clause; the next ones start from the last."""
        return 0 if obj and _has_wording(obj) else 1

    def has_add_permission(self, request: HttpRequest, obj: Clause | None) -> bool:
        """Let the first wording be typed; the next ones are prepared from the last."""
        first = obj is None or not _has_wording(obj)
        return first and super().has_add_permission(request, obj)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Show the form to those who may type in it; the others read it above."""
        return bool(self.has_change_permission(request, obj))


@admin.register(Clause)
class ClauseAdmin(PlaceholderPicker, ModelAdmin):
    """Clauses that several conventions share, each with its successive wordings."""

    section = Section.ACTS
    section_rank = 22
    guide = "bibliotheque-de-clauses"
    guides = {"older": "bibliotheque-de-clauses#rédactions-anciennes"}
    description = "Les articles tout écrits dont les modèles se composent, version après version."
    views = VIEWS
    list_display = ("name", "subject", "current", "since", "carried", "carried_older")
    list_filter = ("subject",)
    search_fields = ("name",)
    search_help_text = "Un mot du nom, du titre ou du texte ; les accents sont facultatifs."
    ordering = ("name",)
    inlines = (DraftInline,)
    fields = (("name", "subject"), "note")

    @admin.display(description="version", ordering="current_number")
    def current(self, clause: Any) -> str:
        """Show the number of the latest wording, and whether another is in preparation."""
        number = f"version {clause.current_number}" if clause.current_number else "aucune"
        if not clause.has_draft:
            return number
        return format_html('{} <span class="badge">une en préparation</span>', number)

    @admin.display(description="publiée le", ordering="current_since")
    def since(self, clause: Any) -> str | None:
        """Show since when the latest wording is written in new conventions."""
        return f"{clause.current_since:%d/%m/%Y}" if clause.current_since else None

    @admin.display(description="en vigueur, à jour", ordering="carries_current")
    def carried(self, clause: Any) -> int | None:
        """Count the conventions in force that carry the latest wording."""
        return clause.carries_current or None

    @admin.display(description="rédaction ancienne", ordering="carries_older")
    def carried_older(self, clause: Any) -> str | None:
        """Count the conventions in force that carry an older wording, and lead to them."""
        if not clause.carries_older:
            return None
        told = counted(clause.carries_older, "convention", "conventions")
        return format_html('<a href="{}">{}</a>', older_url(clause), told)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Tell of each clause its latest wording and how many conventions carry it."""
        return with_use(super().get_queryset(request), today=timezone.localdate())

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """Search the name, the remark and the wordings; accents are optional."""
        return clauses_found(queryset, search_term), False

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Show the wording in preparation if there is one, or the first while there is none.

        What a page opened before the publication sends back is still read, not to lose it.
        """
        published = obj is not None and not obj.has_draft and obj.current_number
        return () if published and "versions-TOTAL_FORMS" not in request.POST else self.inlines

    def history_entries(self, request: HttpRequest, obj: Any) -> list[Entry]:
        """Tell the saves of the clause and of all its wordings."""
        return entries(page_trails(obj, [DraftInline(self.model, self.admin_site)]))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Keep a clause that was published: conventions were written from it."""
        return super().has_delete_permission(request, obj) and not (
            obj is not None and obj.versions.published().exists()
        )

    def toolbar(self, request: HttpRequest, obj: Any) -> list[ToolbarLink]:
        """Publish the wording in preparation; lead to the conventions that carry an older one."""
        links = []
        if obj.has_draft and self.has_change_permission(request, obj):
            url = reverse("admin:conventions_clause_publish", args=[obj.pk])
            links.append(ToolbarLink("Publier…", url, primary=True))
        if obj.carries_older:
            links.append(ToolbarLink("Rédactions anciennes", older_url(obj)))
        return links

    def list_toolbar(self, request: HttpRequest) -> list[ToolbarLink]:
        """Lead to the older wordings; offer the starter library while there is no clause."""
        links = [ToolbarLink("Rédactions anciennes", reverse("admin:conventions_clause_older"))]
        if self.has_add_permission(request) and not Clause.objects.exists():
            url = reverse("admin:conventions_clause_import")
            links.insert(0, ToolbarLink("Importer la bibliothèque de départ", url, primary=True))
        return links

    def panels(self, request: HttpRequest, obj: Any) -> list[Panel]:
        """Show every wording, newest first, each with what it changed."""
        may_change = self.has_change_permission(request, obj)
        versions = [row for row in versions_of(obj) if row.published_on or not may_change]
        if not versions:
            return []
        context = {
            "clause": obj,
            "cards": version_cards(versions),
            "may_prepare": may_change and not obj.has_draft,
        }
        return [Panel("admin/conventions/clause/_versions.html", context)]


def older_url(clause: Clause) -> str:
    """Return the page of the conventions that carry an older wording of one clause."""
    return f"{reverse('admin:conventions_clause_older')}?clause={clause.pk}"
