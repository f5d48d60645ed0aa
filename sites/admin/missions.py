"""A mission of a CPTS: its dates, what the CPTS does, by what it is judged."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from csipa.admin import ModelAdmin, OrderedStackedInline, Section, ToolbarLink
from sites.admin.mission_values import values_view
from sites.models import CommunityMission, MissionIndicator
from sites.rules.typed_values import without_zeros


class MissionIndicatorForm(forms.ModelForm):
    """An indicator; its numbers are shown without useless decimals (« 400,000 » misleads)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("baseline", "target"):
            if self.initial.get(name) is not None:
                self.initial[name] = without_zeros(self.initial[name])


class MissionIndicatorInline(OrderedStackedInline):
    """The indicators of the mission; their values are typed together on a page of their own."""

    model = MissionIndicator
    form = MissionIndicatorForm
    fields = (
        ("name", "unit"),
        "how",
        ("baseline", "target", "target_on", "direction"),
    )


@admin.register(CommunityMission)
class CommunityMissionAdmin(ModelAdmin):
    """A mission of a CPTS."""

    section = Section.NETWORK
    guide = "cpts#une-mission"
    guides = {"values": "cpts#un-indicateur"}
    hidden_in_menu = True
    scoped_by = ("community",)
    list_display = ("mission", "community", "start", "started_on", "deployed_on", "end")
    list_filter = ("mission",)
    list_select_related = ("community__organisation__commune",)
    search_fields = ("community__organisation__search_key", "community__organisation__short_key")
    ordering = ("community", "mission", "pk")
    autocomplete_fields = ("community",)
    fieldsets = (
        ("Mission", {"fields": (("community", "mission"), ("start", "end"))}),
        ("Avancement", {"fields": (("started_on", "deployed_on"), "summary")}),
    )
    inlines = (MissionIndicatorInline,)
    layout = ("Mission", "Avancement", MissionIndicatorInline)
    views = (("<int:pk>/valeurs/", "values", values_view),)

    def get_queryset(self, request):
        """Load the CPTS and its association, which the pages name."""
        return super().get_queryset(request).select_related("community__organisation__commune")

    def toolbar(self, request: HttpRequest, obj: Any) -> list[ToolbarLink]:
        """Lead to the grid of values, and to the dashboard of the CPTS."""
        links = [
            ToolbarLink(
                "Valeurs des indicateurs",
                reverse("admin:sites_communitymission_values", args=[obj.pk]),
                primary=True,
            )
        ]
        if request.user.has_perm("sites.view_community"):
            board = reverse("admin:sites_community_board", args=[obj.community_id])
            links.append(ToolbarLink("Tableau de bord de la CPTS", board))
        return links
