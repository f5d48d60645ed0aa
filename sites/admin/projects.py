"""Health projects: editions, their commitments, what is kept of them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from csipa.admin import ModelAdmin, OrderedStackedInline, Panel, Section, ToolbarLink
from csipa.admin.contributions import act_address, contribute_panels
from sites.admin.projects_views import next_view, review_view, sheet_view
from sites.admin.site_duties import site_panels
from sites.models import HealthCommitment, HealthProject
from sites.review.promises import projects_in_force, standing_of

PANEL = "admin/sites/healthproject/_standing.html"


class CommitmentInline(OrderedStackedInline):
    """What the edition promises, in its order."""

    model = HealthCommitment
    fields = (
        "text",
        ("theme", "due_on"),
        ("activity", "weekday", "opens_at", "closes_at"),
    )


class InForceFilter(admin.SimpleListFilter):
    """Whether the edition applies today."""

    title = "en vigueur"
    parameter_name = "en-vigueur"

    def lookups(self, request, model_admin):
        """Offer what applies today, and what does not yet."""
        return (("oui", "Aujourd’hui"), ("preparation", "En préparation"))

    def queryset(self, request, queryset):
        """Ask the QuerySet."""
        if self.value() == "oui":
            return queryset.filter(applies_today=True)
        if self.value() == "preparation":
            return queryset.filter(applies_from__isnull=True)
        return queryset


@admin.register(HealthProject)
class HealthProjectAdmin(ModelAdmin):
    """One edition of the health project of a centre."""

    section = Section.SITES
    section_rank = 30
    guide = "projet-de-sante"
    guides = {"review": "projet-de-sante#faire-le-point"}
    scoped_by = ("site",)
    description = "Les éditions du projet de santé, ce qu’elles promettent et ce qui est tenu."
    list_display = ("name", "site", "applies_from", "sent_on", "receipt_on", "in_force")
    list_filter = (InForceFilter, "site")
    ordering = ("site", "-edition")
    fieldsets = (
        ("Édition", {"fields": (("site", "edition"), "title", "applies_from")}),
        ("Adoption", {"fields": (("act_number", "adopted_on"),)}),
        (
            "Agence régionale de santé",
            {"fields": ("sent_on", ("receipt_on", "receipt_number"))},
        ),
    )
    inlines = (CommitmentInline,)
    layout = ("Édition", CommitmentInline, "Adoption", "Agence régionale de santé")
    views = (
        ("<int:pk>/point/", "review", review_view),
        ("<int:pk>/point.pdf", "sheet", sheet_view),
        ("<int:pk>/edition-suivante/", "next", next_view),
    )

    def get_queryset(self, request):
        """Load the site, which the pages name, and whether the edition applies today."""
        chosen = projects_in_force(timezone.localdate()).filter(pk=OuterRef("pk"))
        rows = super().get_queryset(request).select_related("site__commune", "site__manager")
        return rows.annotate(applies_today=Exists(chosen))

    def toolbar(self, request: HttpRequest, obj: Any) -> list[ToolbarLink]:
        """Lead to the check of every promise, the sheet, the next edition, the act."""
        links = [
            ToolbarLink("Faire le point", _address("review", obj), primary=True),
            ToolbarLink("Imprimer le point (PDF)", _address("sheet", obj), new_tab=True),
        ]
        if self.has_add_permission(request):
            links.append(ToolbarLink("Préparer l’édition suivante", _address("next", obj)))
        if found := act_address(request, obj.act_number):
            links.append(ToolbarLink("Acte qui l’adopte", found))
        return links

    def panels(self, request: HttpRequest, obj: Any) -> list[Panel]:
        """Tell what is kept of the edition today."""
        standing = standing_of(obj, day=timezone.localdate())
        if not standing.lines:
            return []
        return [Panel(PANEL, {"standing": standing, "review": _address("review", obj)})]

    @admin.display(description="édition", ordering="edition")
    def name(self, project):
        """Show title and edition."""
        return str(project)

    @admin.display(description="en vigueur")
    def in_force(self, project):
        """Tell whether the edition applies today."""
        if project.applies_today:
            return format_html('<span class="badge badge-done">{}</span>', "En vigueur")
        return "en préparation" if project.applies_from is None else None


def _address(name: str, project: HealthProject) -> str:
    return reverse(f"admin:sites_healthproject_{name}", args=[project.pk])


contribute_panels("sites.Site", site_panels)
