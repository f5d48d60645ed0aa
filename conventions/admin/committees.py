"""Committees of a programme: who sits there in what role, how often they meet, who comes."""

from __future__ import annotations

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from conventions.admin.committee_places import place_view
from conventions.admin.committee_views import open_view
from conventions.models import Committee, CommitteeMember
from conventions.review.committees import seat_records
from csipa.admin import (
    FoldedSearchMixin,
    ModelAdmin,
    OrderedStackedInline,
    Panel,
    Section,
    ToolbarLink,
)
from csipa.admin.scope import OrNone


class CommitteeMemberInline(OrderedStackedInline):
    """The members, in the order in which papers name them."""

    model = CommitteeMember
    autocomplete_fields = ("organisation",)
    fieldsets = ((None, {"fields": (("organisation", "person"), ("quality", "start", "end"))}),)


@admin.register(Committee)
class CommitteeAdmin(FoldedSearchMixin, ModelAdmin):
    """A committee and its members over time."""

    section = Section.PROGRAMMES
    guide = "instances"
    guides = {"place": "partenariats#la-place-dun-organisme"}
    scoped_by = (OrNone("programme__community"),)
    section_rank = 11
    description = (
        "Comités de pilotage, comités techniques et groupes de travail : qui y siège, à quel titre."
    )
    views = (
        ("place/", "place", place_view),
        ("<int:pk>/reunion/", "open", open_view),
    )
    list_display = ("name", "programme", "kind", "yearly_meetings")
    list_filter = ("kind", "programme")
    search_fields = ("name", "programme__name", "members__person")
    search_help_text = "Nom de l’instance, du programme ou d’un membre."
    ordering = ("programme", "kind", "name")
    autocomplete_fields = ("programme",)
    fieldsets = (("Instance", {"fields": ("programme", ("kind", "name"), "yearly_meetings")}),)
    inlines = (CommitteeMemberInline,)
    layout = ("Instance", CommitteeMemberInline)

    def list_toolbar(self, request):
        """Lead to where an organisation sits."""
        url = reverse("admin:conventions_committee_place")
        return [ToolbarLink("Place d’un organisme", url)]

    def toolbar(self, request, obj):
        """Offer a new meeting, and the meetings held."""
        meetings = reverse("admin:conventions_committeemeeting_changelist")
        links = []
        if request.user.has_perm("conventions.add_committeemeeting"):
            url = reverse("admin:conventions_committee_open", args=[obj.pk])
            links.append(ToolbarLink("Nouvelle réunion", url, primary=True))
        if request.user.has_perm("conventions.view_committeemeeting"):
            url = f"{meetings}?committee__id__exact={obj.pk}"
            links.append(ToolbarLink("Réunions", url))
        return links

    def panels(self, request, obj):
        """Tell who came, member by member, once names were taken."""
        if not request.user.has_perm("conventions.view_committeemeeting"):
            return []
        records, meetings = seat_records(obj, until=timezone.localdate())
        context = {"records": records, "meetings": meetings}
        return [Panel("admin/conventions/committee/_records.html", context)] if meetings else []
