"""Changes to tell the regional agency of: what the records show, what was declared, or is late."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import F, Value
from django.db.models.functions import StrIndex
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from csipa.admin import ModelAdmin, Panel, Section, ToolbarLink
from csipa.french.grammar import upper_first
from sites.actions.declarations import only_agency
from sites.admin.declaration_state import said_state
from sites.admin.declarations_views import (
    declare_view,
    letter_view,
    print_view,
    proposals_context,
    set_aside_view,
    take_up_view,
)
from sites.models import ChangeNature, SiteKind, SubstantialChange
from sites.review.declarations import in_state, state_sql
from sites.rules.declarations import DeclarationState

PANEL = "admin/sites/substantialchange/_state_panel.html"
_OF_ANTENNAS = (
    ChangeNature.ANTENNA_MOVED,
    ChangeNature.ANTENNA_OPENED,
    ChangeNature.ANTENNA_CLOSED,
)


class DeclarationForm(forms.ModelForm):
    """A change, and how the agency was told of it."""

    def clean(self) -> dict[str, Any]:
        """Refuse a nature that is not one of the site, and mail that has not gone yet."""
        cleaned = super().clean() or {}
        site, nature = cleaned.get("site"), cleaned.get("nature")
        if site and nature in _OF_ANTENNAS and site.kind != SiteKind.ANTENNA:
            self.add_error("nature", f"{site} est un centre : choisissez l’antenne dont il s’agit.")
        if site and nature == ChangeNature.CENTRE_MOVED and site.kind != SiteKind.CENTRE:
            self.add_error("nature", f"{site} est une antenne : choisissez une nature d’antenne.")
        for name, label in (("sent_on", "L’envoi"), ("received_on", "La réception")):
            day = cleaned.get(name)
            if day and day > timezone.localdate():
                self.add_error(name, f"{label} est à venir : notez-le le jour venu.")
        return cleaned


class DeclarationList(ChangeList):
    """The rows of the list; the state is sorted by what is left to do."""

    def get_ordering_field(self, field_name):
        """Return what sorts a column."""
        if field_name == "state":
            order = Value(" ".join(DeclarationState))
            return StrIndex(order, state_sql(timezone.localdate()))
        return super().get_ordering_field(field_name)


class StateFilter(admin.SimpleListFilter):
    """Where the declaration stands today."""

    title = "état"
    parameter_name = "etat"

    def lookups(self, request, model_admin):
        """Offer the states in the order of what is left to do."""
        return [(state.value, upper_first(state.label)) for state in DeclarationState]

    def queryset(self, request, queryset):
        """Ask the database."""
        if self.value() not in set(DeclarationState):
            return queryset
        return in_state(queryset, DeclarationState(self.value()), today=timezone.localdate())


@admin.register(SubstantialChange)
class SubstantialChangeAdmin(ModelAdmin):
    """A change, its letter, and the proof that it was sent."""

    form = DeclarationForm
    section = Section.SITES
    section_rank = 40
    guide = "declarer-un-changement"
    guides = {"letter": "declarer-un-changement#la-lettre"}
    scoped_by = ("site",)
    description = (
        "Ce qui change au centre et dans ses antennes, à déclarer à l’agence régionale de santé "
        "dans les quinze jours."
    )
    change_list_template = "admin/sites/substantialchange/change_list.html"
    list_display = ("change", "site", "happened_on", "state")
    list_filter = (StateFilter, "nature", "site")
    list_select_related = ("site",)
    # What is still to be sent first, the oldest change before; then what was sent last.
    ordering = (F("sent_on").desc(nulls_first=True), "happened_on", "pk")
    autocomplete_fields = ("site", "agency")
    fieldsets = (
        (
            "Changement",
            {"fields": (("nature", "site"), "happened_on", "description")},
        ),
        (
            "Envoi à l’agence",
            {"fields": ("agency", ("sent_on", "means"), ("proof", "received_on"))},
        ),
    )
    views = (
        ("declarer/", "declare", declare_view),
        ("ecarter/", "set_aside", set_aside_view),
        ("ecartes/<int:pk>/reprendre/", "take_up", take_up_view),
        ("<int:pk>/lettre/", "letter", letter_view),
        ("<int:pk>/lettre.pdf", "print", print_view),
    )

    def get_queryset(self, request):
        """Load what pages and letter name."""
        relations = ("site__commune", "site__parent__commune", "site__parent__manager__commune")
        return (
            super()
            .get_queryset(request)
            .select_related(*relations, "site__manager__commune", "agency__commune")
        )

    def get_changelist(self, request, **kwargs):
        """Sort states as the work goes."""
        return DeclarationList

    def get_changeform_initial_data(self, request):
        """Propose the only agency that the records know."""
        agency = only_agency()
        initial = {"agency": agency.pk} if agency else {}
        return {**initial, **super().get_changeform_initial_data(request)}

    def changelist_view(self, request, extra_context=None):
        """Tell above the list what the records show and nobody told."""
        context = {"proposed": proposals_context(request, self), **(extra_context or {})}
        return super().changelist_view(request, context)

    def toolbar(self, request: HttpRequest, obj: Any) -> list[ToolbarLink]:
        """Lead to the letter."""
        url = reverse("admin:sites_substantialchange_letter", args=[obj.pk])
        return [ToolbarLink("Lettre à l’agence", url, primary=True)]

    def panels(self, request: HttpRequest, obj: Any) -> list[Panel]:
        """Tell until when the agency is to be told."""
        state = said_state(obj, today=timezone.localdate())
        return [Panel(PANEL, {"state": state, "change": obj})]

    @admin.display(description="changement", ordering="nature")
    def change(self, change):
        """Show the nature."""
        return upper_first(change.get_nature_display())

    @admin.display(description="état", ordering="happened_on")
    def state(self, change):
        """Show where the declaration stands."""
        said = said_state(change, today=timezone.localdate())
        more = format_html(' <span class="list-more">{}</span>', said.more) if said.more else ""
        return format_html('<span class="{}">{}</span>{}', said.mark, said.label, more)
