"""« Rencontres »: the events of a CPTS, whom they invited, who came, who joined."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.http import HttpRequest
from django.urls import reverse

from csipa.admin import (
    FoldedSearchMixin,
    ModelAdmin,
    Panel,
    Section,
    TabularInline,
    ToolbarLink,
    own_page,
)
from csipa.french.grammar import upper_first
from staffing.admin import events_files, events_invite, events_views, mobilisation
from staffing.admin.community_filter import CommunityFilter, MomentFilter
from staffing.admin.community_rows import only_community
from staffing.admin.events_forms import CountForm, CountFormSet, EventForm
from staffing.documents.funnel import number_words
from staffing.models import CommunityEvent, EventCount, EventKind
from staffing.review.event_sheet import event_sheet
from staffing.review.funnel import read_funnel, read_funnels
from staffing.rules.funnel import Step

WHEN = ("title", ("held_on", "starts_at", "minutes"), "place")
_WHAT = "Rencontre"
_GOALS = (EventKind.INFORMATION, EventKind.ASSEMBLY, EventKind.OTHER)
KINDS = (
    (EventKind.INFORMATION, "Une soirée ou une réunion pour faire connaître la CPTS et adhérer."),
    (EventKind.ASSEMBLY, "L’assemblée des adhérents."),
    (EventKind.BOARD, "Une réunion du conseil d’administration ou du bureau."),
    (EventKind.GROUP, "Une réunion d’un groupe de travail, avec ses participants."),
    (EventKind.TRAINING, "Une formation, avec son formateur et ses heures."),
    (EventKind.OTHER, "Toute autre rencontre."),
)


class EventList(ChangeList):
    """The rows of the list, each with its funnel."""

    def get_results(self, request):
        """Read the funnels of the page in two queries."""
        super().get_results(request)
        rows = list(self.result_list)
        for row, funnel in zip(rows, read_funnels(rows), strict=True):
            row.funnel = funnel
        self.result_list = rows


class CountInline(TabularInline):
    """Numbers as somebody counted them, of all professions or of one."""

    model = EventCount
    form = CountForm
    formset = CountFormSet
    verbose_name = "ligne de nombres"
    verbose_name_plural = "nombres énoncés"
    fields = ("profession", "invited", "present", "joined")
    ordering = ("profession", "pk")


@admin.register(CommunityEvent)
class CommunityEventAdmin(FoldedSearchMixin, ModelAdmin):
    """An event of a CPTS."""

    section = Section.NETWORK
    section_rank = 5
    guide = "rencontres"
    guides = {
        "attendance": "rencontres#à-lentrée",
        "sheet": "rencontres#le-bilan-dune-rencontre",
        "join": "rencontres#noter-une-adhésion",
        "mobilisation": "rencontres#lannée",
        "year": "rencontres#lannée",
    }
    description = "Soirées, assemblées, réunions et formations\u00a0: invités, présents, adhésions."
    scoped_by = ("community",)
    form = EventForm
    inlines = (CountInline,)
    formfield_overrides = {
        **ModelAdmin.formfield_overrides,
        models.TextField: {"widget": forms.Textarea({"rows": 4})},
    }
    list_display = ("title", "shown_kind", "held_on", "community", "place", "heads")
    list_filter = ("kind", MomentFilter, CommunityFilter)
    list_select_related = ("community__organisation__commune",)
    search_fields = ("title", "place", "trainer", "group__name")
    search_help_text = "Intitulé, lieu, formateur, groupe de travail."
    ordering = ("-held_on", "-pk")
    views = (*events_views.VIEWS, *events_invite.VIEWS, *events_files.VIEWS, *mobilisation.VIEWS)

    layout = (_WHAT, "Contenu", "Origine des nombres", CountInline)

    def get_changelist(self, request, **kwargs):
        """Return the list that loads the funnels."""
        return EventList

    def get_queryset(self, request):
        """Load the CPTS, which every page names."""
        rows = super().get_queryset(request)
        return rows.select_related("community__organisation__commune", "group")

    def get_form(self, request, obj=None, **kwargs):
        """Return the form of the kind that was asked for."""
        form = super().get_form(request, obj, **kwargs)
        return type("KindForm", (form,), {"asked_kind": _kind(request, obj)})

    def get_fieldsets(self, request, obj=None):
        """Return the columns that the kind calls for."""
        kind = _kind(request, obj)
        first = [("community", "group") if kind == EventKind.GROUP else "community", *WHEN]
        if kind == EventKind.TRAINING:
            first.append("trainer")
        if kind in _GOALS:
            first.append("joined_goal")
        if obj is not None:
            first.insert(0, "kind")
        return (
            (_WHAT, {"fields": first}),
            ("Contenu", {"fields": ("agenda", "outcome")}),
            ("Origine des nombres", {"fields": ("source",)}),
        )

    def add_view(self, request, form_url="", extra_context=None):
        """Ask for the kind first: it tells which columns the page has."""
        if _kind(request, None) or not self.has_add_permission(request):
            return super().add_view(request, form_url, extra_context)
        kept = request.GET.dict()
        kinds = [
            (_title(kind), why, f"?{urlencode({**kept, 'kind': kind.value})}")
            for kind, why in KINDS
        ]
        context = {"title": "Ajouter une rencontre", "kinds": kinds}
        return own_page(request, self, "admin/staffing/event/kinds.html", context)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Load what the names of the CPTS are made of."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "community":
            field.queryset = field.queryset.select_related("organisation__commune")
        return field

    def list_toolbar(self, request: HttpRequest) -> list[ToolbarLink]:
        """Lead to what the events brought and to the year, of the only CPTS."""
        only = only_community(request)
        if only is None:
            return []
        return [
            ToolbarLink(label, reverse(f"admin:staffing_communityevent_{name}", args=[only]))
            for label, name in (("Mobilisation", "mobilisation"), ("Bilan de l’année", "year"))
        ]

    def toolbar(self, request: HttpRequest, obj: Any) -> list[ToolbarLink]:
        """Lead to the page of the event, its list, its files."""
        return events_views.event_links(request, obj)

    def panels(self, request: HttpRequest, obj: Any) -> list[Panel]:
        """Show the funnel above the form."""
        sheet = event_sheet(read_funnel(obj))
        context = {"event": obj, "sheet": sheet}
        return [Panel("admin/staffing/event/_panel.html", context)]

    @admin.display(description="nature", ordering="kind")
    def shown_kind(self, row):
        """Show the kind as people read it."""
        return upper_first(row.get_kind_display())

    @admin.display(description="invités → présents → adhésions")
    def heads(self, row):
        """Show the three numbers, « – » for those that are unknown."""
        whole = row.funnel.best.whole
        if not whole.is_known:
            return None
        return " → ".join(number_words(whole.at(step)) for step in Step)


def _kind(request: HttpRequest, obj: Any) -> str:
    if obj is not None:
        return obj.kind
    asked = request.GET.get("kind", "")
    return asked if asked in EventKind.values else ""


def _title(kind: str) -> str:
    return upper_first(EventKind(kind).label) if kind else "Rencontre"
