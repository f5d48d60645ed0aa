"""« Groupes de travail »: who takes part, who leads, the meetings and what came out of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from csipa.admin import ModelAdmin, Panel, Section, TabularInline, ToolbarLink, own_page
from csipa.admin.responses import change_page, visible
from csipa.french.numbers import counted
from staffing.actions.events import EventRefused, plan_meeting
from staffing.admin.community_filter import CommunityFilter
from staffing.admin.events_forms import MeetingForm
from staffing.admin.events_views import ADD_GUESTS, VIEW_GUESTS
from staffing.models import Membership, WorkingGroup, WorkingGroupMember
from staffing.review.groups import default_title, group_sheet

_PANEL = "admin/staffing/event/_group_panel.html"
PLAN = ("staffing.add_communityevent", ADD_GUESTS)


@require_http_methods(["GET", "POST"])
def meeting_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Ask for the day of the next meeting; plan it, its participants being invited."""
    group = visible(request, page, pk)
    if not request.user.has_perms(PLAN):
        raise PermissionDenied
    form = MeetingForm(request.POST or None, initial={"title": default_title(group)})
    if form.is_valid():
        try:
            event = plan_meeting(group=group, by=request.user, **form.cleaned_data)
        except EventRefused as refused:
            form.add_error(None, str(refused))
        else:
            told = counted(event.guests.count(), "personne invitée", "personnes invitées")
            messages.success(request, f"La réunion est prévue\u00a0: {told}.")
            return redirect("admin:staffing_communityevent_sheet", event.pk)
    context = {"title": "Prévoir une réunion", "form": form, "group": group}
    return own_page(request, page, "admin/staffing/event/meeting.html", context, group)


class GroupMemberForm(forms.ModelForm):
    """A participant: a member, or the name of somebody else."""

    class Meta:
        model = WorkingGroupMember
        fields = ("membership", "guest")

    def clean(self) -> dict[str, Any]:
        """Tell that one of the two is wanted, on the line itself."""
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("membership")) == bool(cleaned.get("guest")):
            self.add_error(None, "Choisissez un adhérent, ou donnez le nom d’un invité.")
        return cleaned


class ParticipantInline(TabularInline):
    """The participants of a group."""

    model = WorkingGroupMember
    form = GroupMemberForm
    fields = ("membership", "guest")
    ordering = ("membership__last_name", "guest", "pk")

    def get_formset(self, request, obj=None, **kwargs):
        """Offer the members of the CPTS of the group."""
        request.working_group = obj
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Keep the choice to the members of that CPTS."""
        if db_field.name == "membership":
            kwargs["queryset"] = offered(getattr(request, "working_group", None))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(WorkingGroup)
class WorkingGroupAdmin(ModelAdmin):
    """A working group of a CPTS."""

    section = Section.NETWORK
    section_rank = 6
    guide = "rencontres#groupes-de-travail"
    description = "Participants, pilote, réunions, et ce qui en ressort."
    scoped_by = ("community",)
    inlines = (ParticipantInline,)
    formfield_overrides = {
        **ModelAdmin.formfield_overrides,
        models.TextField: {"widget": forms.Textarea({"rows": 3})},
    }
    list_display = ("name", "community", "lead", "shown_size", "last_meeting", "end")
    list_filter = (CommunityFilter,)
    list_select_related = ("community__organisation__commune", "lead__organisation__commune")
    search_fields = ("name", "purpose", "lead__last_name")
    search_help_text = "Nom, objet, pilote."
    ordering = ("name", "pk")
    views = (("<int:pk>/reunion/", "meeting", meeting_view),)

    def get_fieldsets(self, request, obj=None):
        """Ask for the lead once the CPTS is known: it is one of its members."""
        fields = ["community", "name", "purpose", ("start", "end")]
        if obj is not None:
            fields.insert(2, "lead")
        return (("Groupe", {"fields": fields}),)

    def get_inlines(self, request, obj):
        """Ask for the participants once the CPTS is known."""
        return self.inlines if obj is not None else ()

    def get_queryset(self, request):
        """Count the participants, and find the last meeting held."""
        held = Q(meetings__held_on__lte=timezone.localdate())
        rows = super().get_queryset(request)
        return rows.annotate(
            size=Count("participants", distinct=True),
            met_on=Max("meetings__held_on", filter=held),
        )

    def get_form(self, request, obj=None, **kwargs):
        """Return the form, whose lead is a member of the CPTS of the group."""
        request.working_group = obj
        return super().get_form(request, obj, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Keep the lead to the members of the CPTS; load what names are made of."""
        if db_field.name == "lead":
            kwargs["queryset"] = offered(getattr(request, "working_group", None))
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "community":
            field.queryset = field.queryset.select_related("organisation__commune")
        return field

    def response_post_save_add(self, request, obj):
        """Go to the page of the group, where its participants are asked for."""
        return change_page(self, obj)

    def toolbar(self, request: HttpRequest, obj: Any) -> list[ToolbarLink]:
        """Plan a meeting; go back to the CPTS."""
        links = []
        if request.user.has_perms(PLAN):
            url = reverse("admin:staffing_workinggroup_meeting", args=[obj.pk])
            links.append(ToolbarLink("Prévoir une réunion", url, primary=True))
        if request.user.has_perm("staffing.view_communityevent"):
            board = reverse("admin:staffing_communityevent_mobilisation", args=[obj.community_id])
            links.append(ToolbarLink("Mobilisation de la CPTS", board))
        return links

    def panels(self, request: HttpRequest, obj: Any) -> list[Panel]:
        """Show the meetings, and how often each person came."""
        if not request.user.has_perm("staffing.view_communityevent"):
            return []
        context = {
            "group": obj,
            "sheet": group_sheet(obj, today=timezone.localdate()),
            "sees_people": request.user.has_perm(VIEW_GUESTS),
        }
        return [Panel(_PANEL, context)]

    @admin.display(description="participants", ordering="size")
    def shown_size(self, row):
        """Show how many take part."""
        return counted(row.size, "participant", "participants") if row.size else None

    @admin.display(description="dernière réunion", ordering="met_on")
    def last_meeting(self, row):
        """Show the day of the last meeting held."""
        return row.met_on


def offered(group: WorkingGroup | None) -> models.QuerySet[Membership]:
    """Return who may be in a group: the members of its CPTS who have not left, by name.

    Who is in it already stays among them once gone: the page could not be saved otherwise.
    """
    if group is None:
        return Membership.objects.none()
    rows = Membership.objects.filter(
        Q(end__isnull=True)
        | Q(end__gte=timezone.localdate())
        | Q(pk=group.lead_id)
        | Q(pk__in=group.participants.exclude(membership=None).values("membership")),
        community=group.community_id,
    )
    return rows.select_related("organisation__commune").order_by("last_name", "first_name", "pk")
