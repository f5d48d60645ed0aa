"""Meetings of committees: their list of members, what they decided, what became of it."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from conventions.admin import committee_views
from conventions.models import CommitteeDecision, CommitteeMeeting
from conventions.review.committees import open_before, presence_at
from csipa.admin import ModelAdmin, OrderedStackedInline, Panel, Section, ToolbarLink
from csipa.admin.scope import OrNone
from csipa.french.dates import long_date


class CommitteeDecisionInline(OrderedStackedInline):
    """What was decided, who sees to it, and by when."""

    model = CommitteeDecision
    autocomplete_fields = ("sheet",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "text",
                    ("responsible", "due_on"),
                    "sheet",
                    ("done_on", "outcome"),
                )
            },
        ),
    )


@admin.register(CommitteeMeeting)
class CommitteeMeetingAdmin(ModelAdmin):
    """A meeting of a committee."""

    section = Section.PROGRAMMES
    guide = "instances#une-réunion"
    scoped_by = (OrNone("committee__programme__community"),)
    section_rank = 12
    description = "Convocations, présences, relevés de décisions des comités."
    views = (
        ("<int:pk>/presences/", "names", committee_views.names_view),
        ("<int:pk>/membres/", "members", committee_views.members_view),
        ("<int:pk>/<str:paper>.pdf", "paper", committee_views.paper_view),
        ("<int:pk>/reunion.ics", "calendar", committee_views.calendar_view),
    )
    list_display = ("day", "committee_name", "place", "presence", "open_count")
    list_filter = ("committee__programme", "committee")
    search_fields = ("committee__name", "committee__programme__name", "place", "decisions__text")
    search_help_text = "Instance, programme, lieu ou mots d’une décision."
    ordering = ("-held_on", "pk")
    fieldsets = (
        (
            "Réunion",
            {"fields": ("committee", ("held_on", "held_at"), "place", "agenda", "minutes")},
        ),
    )
    readonly_fields = ("committee",)
    inlines = (CommitteeDecisionInline,)
    layout = ("Réunion", CommitteeDecisionInline)

    @admin.display(description="réunion du", ordering="held_on")
    def day(self, meeting):
        """Show the day in words."""
        return long_date(meeting.held_on)

    @admin.display(description="instance", ordering="committee__name")
    def committee_name(self, meeting):
        """Show the committee and its programme."""
        return f"{meeting.committee} – {meeting.committee.programme}"

    @admin.display(description="présents ou représentés")
    def presence(self, meeting):
        """Show how many members came out of those expected."""
        return f"{meeting.there} sur {meeting.expected}" if meeting.expected else "–"

    @admin.display(description="décisions ouvertes")
    def open_count(self, meeting):
        """Show how many decisions wait to be carried out."""
        return meeting.waiting

    def get_queryset(self, request):
        """Count members, those who came and open decisions; read the committee."""
        members = Q(attendances__member__isnull=False)
        came = members & Q(attendances__status__in=("present", "represented"))
        waiting = Q(decisions__done_on__isnull=True)
        return (
            super()
            .get_queryset(request)
            .select_related("committee__programme")
            .annotate(
                expected=Count("attendances", members, distinct=True),
                there=Count("attendances", came, distinct=True),
                waiting=Count("decisions", waiting, distinct=True),
            )
        )

    def list_toolbar(self, request):
        """Lead to what is to be followed."""
        return [ToolbarLink("Suites des réunions", reverse("admin:conventions_decisions"))]

    def add_view(self, request, form_url="", extra_context=None):
        """Ask for the committee and the day: the members in office come by themselves."""
        return committee_views.add_view(request, self)

    def toolbar(self, request, obj):
        """Offer the list of members, then the papers of the meeting."""
        links = []
        if self.has_change_permission(request, obj):
            url = reverse("admin:conventions_committeemeeting_names", args=[obj.pk])
            links.append(ToolbarLink("Relever les présences", url, primary=True))
        for paper, label in committee_views.PAPER_LABELS.items():
            url = reverse("admin:conventions_committeemeeting_paper", args=[obj.pk, paper])
            links.append(ToolbarLink(f"{label} (PDF)", url, new_tab=True))
        calendar = reverse("admin:conventions_committeemeeting_calendar", args=[obj.pk])
        return [*links, ToolbarLink("Ajouter à un agenda", calendar, more=True)]

    def panels(self, request, obj):
        """Tell who came, and what earlier meetings decided that is still to be done."""
        today = timezone.localdate()
        lines = list(obj.attendances.select_related("member__organisation"))
        told = {
            "meeting": obj,
            "presence": presence_at(lines),
            "guests": [line.name for line in lines if not line.member_id],
            "is_past": obj.held_on <= today,
            "may_change": self.has_change_permission(request, obj),
        }
        earlier = {
            "decisions": open_before(obj, today=today),
            "today": today,
            "may_follow": request.user.has_perm(committee_views.MAY_FOLLOW),
            "back": reverse("admin:conventions_committeemeeting_change", args=[obj.pk]),
        }
        folder = "admin/conventions/committeemeeting/"
        panels = [Panel(f"{folder}_presence.html", told)]
        if earlier["decisions"]:
            panels.append(Panel(f"{folder}_earlier.html", earlier))
        return panels
