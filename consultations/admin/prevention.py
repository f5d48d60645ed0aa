"""Prevention actions and team meetings: what the team does beside consultations."""

from __future__ import annotations

import datetime as dt

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest

from consultations.admin.prevention_forms import ActionForm, AttendanceForm, MeetingForm
from consultations.admin.prevention_lists import (
    CopiedInline,
    CopiedMixin,
    OwnSitesMixin,
    YearFilter,
    workbook_view,
)
from consultations.models import (
    MeetingAttendance,
    PreventionAction,
    PreventionPartner,
    TeamMeeting,
)
from consultations.review.prevention import actions_of, meetings_of
from consultations.review.prevention_sheets import actions_sheet, meetings_sheet
from csipa.admin import ModelAdmin, OrNone, Section
from csipa.french.grammar import upper_first
from csipa.french.hours import said_length
from csipa.french.numbers import integer


class PartnerInline(CopiedInline):
    """Who took part: an organisation of the records, or a name."""

    model = PreventionPartner
    fields = ("organisation", "name")
    autocomplete_fields = ("organisation",)
    copied = ("organisation", "name")


class AttendanceInline(CopiedInline):
    """Which professions came, and how many of each; nobody is named."""

    model = MeetingAttendance
    form = AttendanceForm
    fields = ("profession", "other", "number")
    copied = ("profession", "other", "number")


@admin.register(PreventionAction)
class PreventionActionAdmin(CopiedMixin, OwnSitesMixin, ModelAdmin):
    """Actions: theme, public, place, partners, people reached, time."""

    section = Section.ACTIVITY
    section_rank = 10
    guide = "prevention-et-reunions#une-action-de-prévention"
    scoped_by = (OrNone("site"),)
    description = "Thème, public, lieu, partenaires, personnes touchées et temps passé."
    form = ActionForm
    inlines = (PartnerInline,)
    views = (("tableur/", "workbook", workbook_view("prevention", actions_sheet)),)
    list_display = ("title", "shown_theme", "day", "where", "shown_reached", "shown_time")
    list_filter = (YearFilter, "theme", "place", ("site", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("site", "commune")
    search_fields = ("title", "public", "place_name", "partners__name", "commune__name")
    search_help_text = "Intitulé, public, lieu, commune, partenaire."
    ordering = ("-date", "-pk")
    autocomplete_fields = ("commune",)
    fieldsets = (
        ("Action", {"fields": ("title", ("theme", "public"), ("date", "last_day"))}),
        ("Lieu", {"fields": (("place", "site"), ("commune", "place_name"))}),
        ("Ce qui a été fait", {"fields": (("reached", "minutes"), "commitment", "comment")}),
    )
    layout = ("Action", "Lieu", PartnerInline, "Ce qui a été fait")
    copied = (
        *("title", "theme", "public", "place", "site", "commune", "place_name"),
        "commitment",
    )
    copy_label = "Refaire cette action"
    copy_last_label = "Refaire la dernière action"

    def get_queryset(self, request: HttpRequest) -> QuerySet[PreventionAction]:
        """Keep the actions of the sites of the account, and those of no site."""
        return actions_of(request.user).order_by(*self.ordering)

    @admin.display(description="thème", ordering="theme")
    def shown_theme(self, row: PreventionAction) -> str:
        """Show the theme as people read it."""
        return upper_first(row.get_theme_display())

    @admin.display(description="date", ordering="date")
    def day(self, row: PreventionAction) -> dt.date:
        """Show the first day."""
        return row.date

    @admin.display(description="lieu", ordering="place")
    def where(self, row: PreventionAction) -> str:
        """Show the place, its site or its commune."""
        kind = {"partner": "chez un partenaire", "mobile": "en cabinet mobile"}.get(row.place, "")
        name = row.place_name or (str(row.site) if row.site else "")
        told = [part for part in (name, str(row.commune) if row.commune else "", kind) if part]
        return ", ".join(dict.fromkeys(told)) or upper_first(row.get_place_display())

    @admin.display(description="personnes touchées", ordering="reached")
    def shown_reached(self, row: PreventionAction) -> str | None:
        """Show how many people, nothing where nobody counted."""
        return None if row.reached is None else integer(row.reached)

    @admin.display(description="temps", ordering="minutes")
    def shown_time(self, row: PreventionAction) -> str | None:
        """Show the time of the team."""
        return _time(row.minutes)


@admin.register(TeamMeeting)
class TeamMeetingAdmin(CopiedMixin, OwnSitesMixin, ModelAdmin):
    """Meetings as dates, lengths and professions; never a name, of a patient or of anybody."""

    section = Section.ACTIVITY
    section_rank = 11
    guide = "prevention-et-reunions#une-réunion"
    scoped_by = ("site",)
    description = "Dates, durée et professions présentes : jamais un nom."
    form = MeetingForm
    inlines = (AttendanceInline,)
    views = (("tableur/", "workbook", workbook_view("reunions", meetings_sheet)),)
    list_display = ("day", "shown_kind", "site", "shown_time", "who", "is_open")
    list_filter = (YearFilter, "kind", "is_open", ("site", admin.RelatedOnlyFieldListFilter))
    search_fields = ("attendance__profession__name", "attendance__other", "site__name")
    search_help_text = "Profession présente, site."
    ordering = ("-date", "-pk")
    fieldsets = (
        ("Réunion", {"fields": (("date", "site"), ("kind", "minutes"), ("cases", "is_open"))}),
        ("Projet de santé", {"fields": ("commitment",)}),
    )
    layout = ("Réunion", AttendanceInline, "Projet de santé")
    copied = ("site", "kind", "minutes", "is_open", "commitment")
    copy_label = "Refaire cette réunion"
    copy_last_label = "Refaire la dernière réunion"

    def get_queryset(self, request: HttpRequest) -> QuerySet[TeamMeeting]:
        """Keep the meetings of the sites of the account, and how many came to each."""
        came = MeetingAttendance.objects.select_related("profession").order_by("position", "pk")
        rows = meetings_of(request.user).order_by(*self.ordering)
        return rows.prefetch_related(Prefetch("attendance", came))

    @admin.display(description="date", ordering="date")
    def day(self, row: TeamMeeting) -> dt.date:
        """Show the day, which leads to the page."""
        return row.date

    @admin.display(description="objet", ordering="kind")
    def shown_kind(self, row: TeamMeeting) -> str:
        """Show the kind as people read it."""
        return upper_first(row.get_kind_display())

    @admin.display(description="durée", ordering="minutes")
    def shown_time(self, row: TeamMeeting) -> str | None:
        """Show how long it lasted."""
        return _time(row.minutes)

    @admin.display(description="professions présentes")
    def who(self, row: TeamMeeting) -> str | None:
        """Show the professions and how many of each."""
        return ", ".join(f"{one} ({one.number})" for one in row.attendance.all()) or None


def _time(minutes: int | None) -> str | None:
    return None if minutes is None else said_length(dt.timedelta(minutes=minutes))
