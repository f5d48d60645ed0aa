"""The pages of the models of conventions: parties by role, clauses in order, usual terms."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from conventions.admin import templates_views
from conventions.admin.placeholder_picker import PlaceholderPicker
from conventions.admin.templates_forms import TemplateForm
from conventions.models import ConventionTemplate, TemplateClause, TemplateParty
from conventions.review.clauses import templates_with_use
from csipa.admin import FoldedSearchMixin, ModelAdmin, OrderedTabularInline, Section, ToolbarLink
from csipa.french.dates import long_date
from csipa.french.numbers import counted

VIEWS = (
    ("<int:pk>/apercu/", "preview", templates_views.preview_view),
    ("<int:pk>/dupliquer/", "copy", templates_views.copy_view),
    ("<int:pk>/retirer/", "retire", templates_views.retire_view),
)


class TemplatePartyInline(OrderedTabularInline):
    """The parties that the model expects, in the order in which they appear everywhere."""

    model = TemplateParty
    fields = ("role", "legal_form")
    verbose_name_plural = "parties, par rôle"


class TemplateClauseInline(OrderedTabularInline):
    """The clauses of the model, in the order of the articles."""

    model = TemplateClause
    fields = ("clause",)
    autocomplete_fields = ("clause",)
    verbose_name_plural = "clauses, dans l’ordre des articles"


class InUseFilter(admin.SimpleListFilter):
    """Models in use, or retired; those in use unless asked."""

    title = "usage"
    parameter_name = "usage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer both."""
        return [("employes", "Employés"), ("retires", "Retirés")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Keep those asked for."""
        if self.value() in ("employes", "retires"):
            return queryset.filter(retired_on__isnull=self.value() == "employes")
        return queryset


@admin.register(ConventionTemplate)
class ConventionTemplateAdmin(FoldedSearchMixin, PlaceholderPicker, ModelAdmin):
    """Models from which a convention is written in one step."""

    section = Section.ACTS
    section_rank = 21
    guide = "bibliotheque-de-clauses#composer-un-modèle"
    description = "Les conventions toutes prêtes : parties, clauses, durée et décision."
    views = VIEWS
    form = TemplateForm
    list_display = ("name", "kind", "clauses_shown", "written_shown", "state")
    list_filter = (InUseFilter, "kind")
    search_fields = ("name", "description", "title")
    ordering = ("name",)
    inlines = (TemplatePartyInline, TemplateClauseInline)
    layout = (
        "Identité",
        TemplatePartyInline,
        "Préambule",
        TemplateClauseInline,
        "Durée, préavis, argent",
        "Décision qui l’autorise",
    )
    fieldsets = (
        ("Identité", {"fields": (("name", "kind"), "description", "title", "subtitle")}),
        ("Préambule", {"fields": ("preamble",)}),
        (
            "Durée, préavis, argent",
            {
                "description": "Ce que propose le formulaire d’une nouvelle convention ; chacun "
                "peut y être changé.",
                "fields": (
                    ("renewal", "renewal_times", "renewal_years"),
                    ("renewal_deadline_value", "renewal_deadline_unit"),
                    ("notice_value", "notice_unit", "notice_form", "notice_to"),
                    "finance_mode",
                ),
            },
        ),
        (
            "Décision qui l’autorise",
            {
                "description": "Ce que dit la décision préparée en même temps que la convention. "
                "Les visas de délégation et les formules usuelles s’y ajoutent d’eux-mêmes.",
                "fields": (
                    "subject_matter",
                    "decision_title",
                    "decision_recitals",
                    "decision_provision",
                ),
            },
        ),
    )

    @admin.display(description="clauses", ordering="clause_count")
    def clauses_shown(self, template: Any) -> str:
        """Count the clauses, and those that nothing can be written from yet."""
        told = counted(template.clause_count, "clause", "clauses")
        unready = counted(template.unready, "non publiée", "non publiées")
        return f"{told}, dont {unready}" if template.unready else told

    @admin.display(description="conventions écrites", ordering="written")
    def written_shown(self, template: Any) -> str | None:
        """Count the conventions written from the model."""
        return str(template.written) if template.written else None

    @admin.display(description="état", ordering="retired_on")
    def state(self, template: ConventionTemplate) -> str:
        """Tell whether the model is offered."""
        if template.retired_on:
            return f"retiré le {long_date(template.retired_on)}"
        return "employé"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Count clauses and conventions."""
        return templates_with_use(super().get_queryset(request))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Keep a model that conventions were written from: it is retired instead."""
        return super().has_delete_permission(request, obj) and not (obj and obj.written)

    def toolbar(self, request: HttpRequest, obj: Any) -> list[ToolbarLink]:
        """Preview the model and write a convention from it; copy it, retire it."""
        links = [_link("Aperçu", "preview", obj)]
        may_write = request.user.has_perm("conventions.add_convention")
        if may_write and not obj.retired_on and not obj.unready and obj.clause_count:
            url = reverse("admin:conventions_convention_write_from", args=[obj.pk])
            links.append(ToolbarLink("Écrire une convention", url, primary=True))
        if self.has_add_permission(request):
            links.append(_link("Dupliquer…", "copy", obj, more=True))
        if self.has_change_permission(request, obj):
            word = "Remettre en usage…" if obj.retired_on else "Retirer…"
            links.append(_link(word, "retire", obj, more=True))
        return links

    def list_toolbar(self, request: HttpRequest) -> list[ToolbarLink]:
        """Write a convention; while there is no model, offer the starter library."""
        if self.has_add_permission(request) and not ConventionTemplate.objects.exists():
            url = reverse("admin:conventions_clause_import")
            return [ToolbarLink("Importer la bibliothèque de départ", url, primary=True)]
        if request.user.has_perm("conventions.add_convention"):
            return [
                ToolbarLink("Écrire une convention", reverse("admin:conventions_convention_write"))
            ]
        return []


def _link(
    label: str, name: str, template: ConventionTemplate, *, more: bool = False
) -> ToolbarLink:
    url = reverse(f"admin:conventions_conventiontemplate_{name}", args=[template.pk])
    return ToolbarLink(label, url, more=more)
