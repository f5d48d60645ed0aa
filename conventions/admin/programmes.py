"""Programmes of public health: who carries them, where, their axes and objectives, their sheets."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Count

from conventions.actions.objectives import set_objectives
from conventions.admin.deep_history import deep_trail
from conventions.admin.programme_forms import AxisForm, AxisFormSet
from conventions.admin.programme_panels import contract_panel, programme_toolbar, tree_panel
from conventions.admin.programme_parts import PROGRAMME_LINKS, PROGRAMME_PANELS
from conventions.admin.programme_views import booklet_view, carry_view, renumber_view
from conventions.models import Axis, Objective, Programme
from csipa.admin import FoldedSearchMixin, ModelAdmin, OrderedStackedInline, Section
from csipa.admin.history import entries, page_trails
from csipa.admin.scope import OrNone


class AxisInline(OrderedStackedInline):
    """The axes in their order, each with its objectives, one a line."""

    model = Axis
    form = AxisForm
    formset = AxisFormSet
    fields = (("code", "title"), "summary", "objective_lines")

    def get_queryset(self, request):
        """Load the objectives with their axis."""
        return super().get_queryset(request).prefetch_related("objectives")

    @admin.display(description="objectifs opérationnels")
    def objective_lines(self, axis):
        """Show the objectives of an axis that is read only."""
        rows = sorted(axis.objectives.all(), key=lambda row: (row.position, row.pk))
        return "\n".join(str(row) for row in rows)


@admin.register(Programme)
class ProgrammeAdmin(FoldedSearchMixin, ModelAdmin):
    """A local health contract, a council of mental health, a roadmap, the project of a CPTS."""

    section = Section.PROGRAMMES
    guide = "contrat-local-de-sante"
    guides = {"carry": "contrat-local-de-sante#le-contrat-suivant"}
    scoped_by = (OrNone("community"),)
    section_rank = 8
    description = (
        "Contrats locaux de santé, conseils locaux de santé mentale, projets de CPTS et feuilles "
        "de route\u00a0: axes, objectifs et fiches-actions."
    )
    list_display = ("name", "kind", "carrier_shown", "territory", "start", "end", "sheet_count")
    list_select_related = ("carrier", "territory")
    list_filter = ("kind",)
    search_fields = ("name", "short_name", "carrier__search_key", "territory__name")
    search_help_text = "Nom du programme, de qui le porte ou du territoire."
    ordering = ("-start", "name")
    autocomplete_fields = ("carrier", "community", "convention", "territory")
    fieldsets = (
        (
            "Identité",
            {
                "fields": (
                    "kind",
                    ("name", "short_name"),
                    ("carrier", "territory"),
                    "community",
                    ("start", "end"),
                    "summary",
                )
            },
        ),
        ("Contrat", {"fields": (("convention", "signed_on"), "previous")}),
    )
    inlines = (AxisInline,)
    layout = ("Identité", AxisInline, "Contrat")
    views = (
        ("<int:pk>/livret/", "booklet", booklet_view),
        ("<int:pk>/numeros/", "renumber", renumber_view),
        ("<int:pk>/reprise/", "carry", carry_view),
    )

    def get_queryset(self, request):
        """Count the sheets."""
        return super().get_queryset(request).annotate(sheet_count=Count("placements"))

    def toolbar(self, request, obj):
        """Offer the booklet, the numbers, the renewal, and what other modules add."""
        links = programme_toolbar(self, request, obj)
        return [*links, *(link for source in PROGRAMME_LINKS for link in source(request, obj))]

    def panels(self, request, obj):
        """Tell the tree, the contract, and what other modules tell."""
        own = (tree_panel(request, obj), contract_panel(request, obj))
        told = [panel for source in PROGRAMME_PANELS for panel in source(request, obj)]
        return [*(panel for panel in own if panel is not None), *told]

    def save_formset(self, request, form, formset, change):
        """Write the objectives once their axes are saved."""
        super().save_formset(request, form, formset, change)
        if formset.model is not Axis:
            return
        for line in formset.forms:
            changed = "objective_lines" in line.changed_data
            if changed and line.instance.pk and line not in formset.deleted_forms:
                set_objectives(
                    axis=line.instance, wanted=line.lines, seen=line.seen, by=request.user
                )

    def history_entries(self, request, obj):
        """Tell the objectives with the rest."""
        trails = page_trails(obj, self.get_inline_instances(request, obj))
        return entries([*trails, deep_trail(Objective, "axis", Axis, programme_id=obj.pk)])

    @admin.display(description="porté par", ordering="carrier__search_key")
    def carrier_shown(self, programme):
        """Show who carries it, briefly: the column is narrow."""
        return programme.carrier.brief_name if programme.carrier else None

    @admin.display(description="fiches", ordering="sheet_count")
    def sheet_count(self, programme):
        """Show how many sheets the programme holds."""
        return programme.sheet_count
