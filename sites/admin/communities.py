"""CPTS: the association, its territory, the life of its project, its missions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from csipa.admin import FoldedSearchMixin, ModelAdmin, Section, StackedInline, ToolbarLink
from csipa.admin.contributions import contribute_panels
from csipa.admin.scope import OWN
from sites.admin.communities_board import board_view, site_panels
from sites.admin.community_creation import new_view
from sites.admin.community_prints import indicators_view, report_view, sheet_view
from sites.models import Community, CommunityMission


class CommunityMissionInline(StackedInline):
    """The missions taken on; their indicators are on the page of each."""

    model = CommunityMission
    fields = ("mission", ("start", "end"), ("started_on", "deployed_on"))
    ordering = ("start", "pk")
    show_change_link = True


@admin.register(Community)
class CommunityAdmin(FoldedSearchMixin, ModelAdmin):
    """A CPTS."""

    section = Section.NETWORK
    section_rank = 3
    guide = "cpts"
    menu_name = "CPTS"
    scoped_by = (OWN,)
    description = "Les communautés professionnelles du territoire, leurs missions et indicateurs."
    list_display = ("name", "board", "territory", "agreement_on", "agreement_until")
    list_select_related = ("organisation__commune",)
    search_fields = ("organisation__search_key", "organisation__short_key", "territory__name")
    ordering = ("organisation__search_key", "pk")
    autocomplete_fields = ("organisation", "territory")
    fieldsets = (
        ("Identité", {"fields": (("organisation", "territory"),)}),
        (
            "Vie du projet",
            {
                "fields": (
                    ("idea_on", "statutes_on"),
                    ("project_on", "validated_on"),
                    ("agreement_on", "agreement_until"),
                )
            },
        ),
        ("Suivi", {"fields": ("members_goal", "comment")}),
    )
    inlines = (CommunityMissionInline,)
    layout = ("Identité", "Vie du projet", CommunityMissionInline, "Suivi")
    tells_above_form = False  # the dashboard does
    views = (
        ("<int:pk>/tableau/", "board", board_view),
        ("<int:pk>/fiche/", "sheet", sheet_view),
        ("<int:pk>/bilan/", "report", report_view),
        ("<int:pk>/indicateurs.csv", "indicators", indicators_view),
    )

    def get_queryset(self, request):
        """Load the association and the territory, which every page names."""
        return super().get_queryset(request).select_related("organisation__commune", "territory")

    def toolbar(self, request: HttpRequest, obj: Any) -> list[ToolbarLink]:
        """Lead to the dashboard."""
        board = reverse("admin:sites_community_board", args=[obj.pk])
        return [ToolbarLink("Tableau de bord", board, primary=True)]

    def add_view(self, request, form_url="", extra_context=None):
        """Ask for the association, the territory and who presides, all at once."""
        return new_view(request, page=self)

    @admin.display(description="CPTS", ordering="organisation__search_key")
    def name(self, community):
        """Show the short name of the association, or its official one."""
        return str(community)

    @admin.display(description="tableau de bord")
    def board(self, community):
        """Lead to the dashboard."""
        address = reverse("admin:sites_community_board", args=[community.pk])
        return format_html(
            '<a href="{}">Ouvrir<span class="visually-hidden"> le tableau de bord de {}</span></a>',
            address,
            community,
        )


contribute_panels("sites.Site", site_panels)
