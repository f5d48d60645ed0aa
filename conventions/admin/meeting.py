"""The pages of meetings: who was there, whether they could decide, what they decided."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.db.models import Count

from conventions.admin import meeting_views
from conventions.admin.meeting_forms import AttendanceForm, AttendanceFormSet
from conventions.admin.meeting_panels import meeting_panels, meeting_toolbar
from conventions.models import Attendance, Meeting
from csipa.admin import ModelAdmin, OrderedTabularInline, Section
from csipa.french.dates import NotADate, parse_long_date

LOCKED = (
    "Un acte de cette réunion est signé : sa liste ne change plus. Vous pouvez encore y ajouter "
    "des actes."
)
VIEWS = (
    ("<int:pk>/membres/", "members", meeting_views.members_view),
    ("<int:pk>/compte-rendu/", "report", meeting_views.report_view),
    ("<int:pk>/compte-rendu/pdf/", "report_pdf", meeting_views.report_pdf_view),
)


class AttendanceInline(OrderedTabularInline):
    """The members, in the order in which minutes name them."""

    model = Attendance
    form = AttendanceForm
    formset = AttendanceFormSet
    fields = ("name", "status", "proxy_name")

    @admin.display(description="pouvoir donné à")
    def proxy_name(self, line):
        """Show who holds the proxy, on a page that is read only."""
        return line.proxy.name if line.proxy_id else None


@admin.register(Meeting)
class MeetingAdmin(ModelAdmin):
    """Meetings of councils and bureaus."""

    section = Section.ACTS
    section_rank = 3
    guide = "reunions-et-comptes-rendus"
    guides = {"report": "reunions-et-comptes-rendus#4-le-compte-rendu-au-conseil"}
    description = "Réunions du conseil et du bureau : présences, pouvoirs, quorum, actes pris."
    views = VIEWS
    list_display = ("name", "authority", "place", "act_count")
    list_filter = ("body",)
    search_fields = ("authority__official_name", "place", "chair")
    search_help_text = "Date (3 février 2026 ou 03/02/2026), lieu ou collectivité."
    ordering = ("-held_on", "-pk")
    autocomplete_fields = ("authority",)
    inlines = (AttendanceInline,)
    fieldsets = (
        (
            "Réunion",
            {
                "fields": (
                    "authority",
                    ("body", "held_on", "held_at"),
                    "place",
                    ("convened_on", "second_convocation"),
                    ("chair", "secretary", "in_office"),
                )
            },
        ),
    )
    layout = ("Réunion", AttendanceInline)

    @admin.display(description="réunion", ordering="held_on")
    def name(self, meeting):
        """Show the body and the day."""
        return str(meeting)

    @admin.display(description="actes")
    def act_count(self, meeting):
        """Show how many acts were taken at the meeting."""
        return meeting.acts_taken

    def get_queryset(self, request):
        """Count the acts of each meeting of the list."""
        return super().get_queryset(request).annotate(acts_taken=Count("acts"))

    def get_search_results(self, request, queryset, search_term):
        """Find a meeting by its day, written in words or in figures, else by its words."""
        if (day := _day(search_term)) is not None:
            return queryset.filter(held_on=day), False
        return super().get_search_results(request, queryset, search_term)

    def get_changeform_initial_data(self, request):
        """Open a new meeting as the last one was."""
        initial = {}
        if last := Meeting.objects.order_by("-held_on", "-pk").first():
            initial = {
                "authority": last.authority_id,
                "body": last.body,
                "place": last.place,
                "in_office": last.in_office,
                "chair": last.chair,
            }
        return {**initial, **super().get_changeform_initial_data(request)}

    def locked_reason(self, request, obj):
        """Close a meeting with the first act signed in it."""
        return LOCKED if obj.acts.signed().exists() else ""

    def toolbar(self, request, obj):
        """Add an act, take names, report decisions."""
        return meeting_toolbar(self, request, obj)

    def panels(self, request, obj):
        """Show the quorum, what is to be checked, and the acts of the meeting."""
        return meeting_panels(self, request, obj)

    @property
    def media(self):
        """Add the script that counts while statuses change."""
        return super().media + forms.Media(js=["csipa/js/quorum.js"])


def _day(text):
    """Return the day that a search is about, None when it is about something else."""
    try:
        return parse_long_date(text)
    except NotADate:
        pass
    try:
        return forms.DateField().clean(text)
    except forms.ValidationError:
        return None
