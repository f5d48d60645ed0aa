"""Assignments: who holds which post, from when to when, and the steps of their life."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from csipa.admin import ModelAdmin, Section, TabularInline, ToolbarLink
from staffing.admin.assignment_views import departure_view, fte_view
from staffing.admin_forms import FTE_OVERRIDES, AssignmentForm, AssignmentShareFormSet
from staffing.models import Assignment, AssignmentShare
from staffing.review.assigning import moment_counts, state_refusal
from staffing.review.posts import moment_of
from staffing.review.workload import overwork_words
from staffing.rules.capacity import fte_figures

_MOMENTS = {
    "now": ("En cours", "badge badge-done"),
    "to_come": ("À venir", "badge badge-to-do"),
    "past": ("Terminée", "badge badge-over"),
}


_TODAY = "En cours aujourd’hui"


class InForceFilter(admin.SimpleListFilter):
    """Those of today, unless others are asked for."""

    title = "quand"
    parameter_name = "quand"

    def lookups(self, request, model_admin):
        """Offer those to come, those that are over, and all."""
        return (("a-venir", "À venir"), ("terminees", "Terminées"), ("toutes", "Toutes"))

    def choices(self, changelist):
        """Put all first: the filter then tells that it keeps those of today."""
        today, *others, every = super().choices(changelist)
        yield every
        yield {**today, "display": _TODAY}
        yield from others

    def queryset(self, request, queryset):
        """Keep the assignments of that moment."""
        today = timezone.localdate()
        if self.value() == "toutes":
            return queryset
        if self.value() == "a-venir":
            return queryset.filter(start__gt=today)
        if self.value() == "terminees":
            return queryset.filter(end__lt=today)
        return queryset.on(today)


class ShareInline(TabularInline):
    """What each site receives of the assignment."""

    model = AssignmentShare
    formset = AssignmentShareFormSet
    formfield_overrides = FTE_OVERRIDES
    fields = ("site", "fte")
    ordering = ("-fte", "pk")


@admin.register(Assignment)
class AssignmentAdmin(ModelAdmin):
    """Somebody on a post, during a period."""

    section = Section.STAFFING
    section_rank = 11
    guide = "postes-et-affectations#affecter-quelquun"
    guides = {
        "departure": "postes-et-affectations#un-départ",
        "fte": "postes-et-affectations#changer-de-quotité",
    }
    description = "Qui tient quel poste, à quelle quotité et jusqu’à quand."
    form = AssignmentForm
    formfield_overrides = FTE_OVERRIDES
    list_display = ("person", "post", "part", "start", "end", "moment", "contract")
    list_filter = (InForceFilter, "post__profession", "contract")
    list_select_related = ("post__profession",)
    search_fields = ("person__last_name", "person__first_name", "post__label")
    search_help_text = "Personne ou poste."
    ordering = ("-start", "-pk")
    change_list_template = "admin/staffing/assignment/change_list.html"
    autocomplete_fields = ("post", "person")
    fieldsets = (
        ("Affectation", {"fields": ("post", "person", ("fte", "contract"), ("start", "end"))}),
        ("Recouvrement", {"fields": ("overlap_reason",)}),
        ("Départ", {"fields": ("departure_reason",)}),
    )
    inlines = (ShareInline,)
    layout = ("Affectation", ShareInline, "Recouvrement", "Départ")
    views = (
        ("<int:pk>/depart/", "departure", departure_view),
        ("<int:pk>/quotite/", "fte", fte_view),
    )

    def get_fieldsets(self, request, obj=None):
        """Offer the box that confirms, where the post asked for is not open."""
        named, *others = super().get_fieldsets(request, obj)
        told = _asked_state_refusal(request, obj)
        if not told:
            return [named, *others]
        title, options = named
        box = {"fields": (*options["fields"], "despite_state")}
        if request.method == "GET":
            box["description"] = told
        return [(title, {**options, **box}), *others]

    def changelist_view(self, request, extra_context=None):
        """Tell how many are in force, to come and over, with a link to each."""
        moments = {"moments": moment_counts(timezone.localdate())}
        return super().changelist_view(request, moments | (extra_context or {}))

    def toolbar(self, request, obj):
        """Offer to note a departure and to change the part of a full time."""
        if not self.has_change_permission(request, obj):
            return []
        links = []
        if moment_of(obj, timezone.localdate()) != "past":
            url = reverse("admin:staffing_assignment_departure", args=[obj.pk])
            links.append(ToolbarLink("Noter un départ", url, primary=True))
            if self.has_add_permission(request):
                url = reverse("admin:staffing_assignment_fte", args=[obj.pk])
                links.append(ToolbarLink("Changer la quotité", url))
        return links

    def save_model(self, request, obj, form, change):
        """Save, after its parts where it shrinks: they may not pass it meanwhile."""
        if not _shrinks(form, change):
            super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """Save the parts, and warn when the person passes one full time."""
        super().save_related(request, form, formsets, change)
        if _shrinks(form, change):
            super().save_model(request, form.instance, form, change)
        if told := overwork_words(form.instance.person):
            messages.warning(request, told)

    @admin.display(description="ETP", ordering="fte")
    def part(self, assignment):
        """Show the part of a full time."""
        return fte_figures(assignment.fte)

    @admin.display(description="état")
    def moment(self, assignment):
        """Show whether it is of today, to come or over."""
        words, badge = _MOMENTS[moment_of(assignment, timezone.localdate())]
        return format_html('<span class="{}">{}</span>', badge, words)


def _asked_state_refusal(request, obj):
    """Tell that the post asked for is not open that day; empty for what stays as it was."""
    if obj is not None and request.method != "POST":
        return ""
    asked = request.POST if request.method == "POST" else request.GET
    try:
        post = AssignmentForm.base_fields["post"].clean(asked.get("post"))
    except ValidationError:
        return ""
    try:
        start = AssignmentForm.base_fields["start"].clean(asked.get("start"))
    except ValidationError:
        start = timezone.localdate()
    if obj is not None and (obj.post_id, obj.start) == (post.pk, start):
        return ""
    return state_refusal(post.pk, start)


def _shrinks(form, change):
    """Tell whether an assignment that existed loses part of its time."""
    return change and "fte" in form.changed_data and form.cleaned_data["fte"] < form.initial["fte"]
