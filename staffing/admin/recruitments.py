"""The pages of recruitment campaigns."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.html import format_html

from csipa.admin import ModelAdmin, Section, ToolbarLink
from csipa.french.grammar import upper_first
from csipa.french.numbers import counted
from staffing.admin import recruitments_views
from staffing.admin.recruitments_forms import RecruitmentForm
from staffing.models import Outcome, Recruitment, Stage

_BADGES = {
    Outcome.RUNNING: "badge badge-to-do",
    Outcome.FILLED: "badge badge-done",
    Outcome.PARTLY: "badge",
    Outcome.NO_CANDIDATE: "badge badge-danger",
    Outcome.NONE_HIRED: "badge badge-danger",
}
VIEWS = (
    ("<int:pk>/clore/", "close", recruitments_views.close_view),
    ("<int:pk>/rouvrir/", "reopen", recruitments_views.reopen_view),
    ("<int:pk>/candidat/", "add_candidate", recruitments_views.add_view),
)


@admin.register(Recruitment)
class RecruitmentAdmin(ModelAdmin):
    """Campaigns: by which channel, who came, what they gave, what followed."""

    section = Section.STAFFING
    section_rank = 20
    guide = "recruter"
    guides = {"close": "recruter#clore"}
    description = "Campagnes par canal, candidats, issue, suites."
    views = VIEWS
    form = RecruitmentForm
    formfield_overrides = {
        **ModelAdmin.formfield_overrides,
        models.TextField: {"widget": forms.Textarea({"rows": 3})},
    }
    list_display = ("name", "profession", "shown_channel", "opened_on", "state", "candidates_told")
    list_filter = ("outcome", "profession", "channel")
    search_fields = ("title", "profession__name", "partner__official_name", "lesson")
    search_help_text = "Intitulé, profession, prestataire, ce qu’on en retient."
    ordering = ("-opened_on", "-pk")
    autocomplete_fields = ("partner",)
    readonly_fields = ("state", "closed_on")
    fieldsets = (
        (
            "Recherche",
            {
                "fields": (
                    "title",
                    ("profession", "post"),
                    ("site", "fte"),
                    ("channel", "partner"),
                    ("opened_on", "cost"),
                )
            },
        ),
        ("Bilan", {"fields": (("state", "closed_on"), "lesson", "followed_by")}),
    )

    @admin.display(description="campagne", ordering="title")
    def name(self, row):
        """Show the title, and the campaign that took over."""
        if not row.followed_by_id:
            return row.title
        return format_html(
            '{} <span class="list-more">suivie par\u00a0: {}</span>', row.title, row.followed_by
        )

    @admin.display(description="canal", ordering="channel")
    def shown_channel(self, row):
        """Show the channel as people read it."""
        return upper_first(row.get_channel_display())

    @admin.display(description="issue", ordering="outcome")
    def state(self, row):
        """Show what came of the campaign, in words."""
        badge = _BADGES.get(Outcome(row.outcome), "badge badge-over")
        return format_html(
            '<span class="{}">{}</span>', badge, upper_first(row.get_outcome_display())
        )

    @admin.display(description="candidats")
    def candidates_told(self, row):
        """Show how many candidates came, and how many were hired; never who."""
        told = counted(row.came, "candidat", "candidats")
        hired = counted(row.hired, "recruté", "recrutés")
        return f"{told}, {hired}" if row.came else told

    def get_queryset(self, request):
        """Count the candidates of each campaign of the list."""
        hired = Q(candidates__steps__stage=Stage.HIRED)
        rows = super().get_queryset(request).select_related("followed_by", "profession")
        return rows.annotate(
            came=Count("candidates", distinct=True),
            hired=Count("candidates", filter=hired, distinct=True),
        )

    def list_toolbar(self, request):
        """Lead to what each channel gives."""
        return [ToolbarLink("Canaux de recrutement", reverse("admin:staffing_channels"))]

    def toolbar(self, request, obj):
        """Add a candidate, close the campaign."""
        if obj.closed_on is not None:
            return []
        links = []
        if request.user.has_perm(recruitments_views.ADD_CANDIDATE):
            url = reverse("admin:staffing_recruitment_add_candidate", args=[obj.pk])
            links.append(ToolbarLink("Ajouter un candidat", url, primary=True))
        if self.has_change_permission(request, obj):
            url = reverse("admin:staffing_recruitment_close", args=[obj.pk])
            links.append(ToolbarLink("Clore la campagne", url))
        return links

    def panels(self, request, obj):
        """Show where the campaign stands, and its candidates to whoever may see them."""
        return recruitments_views.recruitment_panels(self, request, obj)

    def has_delete_permission(self, request, obj=None):
        """Keep a campaign that somebody answered: it counts in the figures of its channel."""
        if not super().has_delete_permission(request, obj):
            return False
        return obj is None or not obj.candidates.exists()

    def get_actions(self, request):
        """Delete no campaign from the list: those with candidates stay."""
        return {}
