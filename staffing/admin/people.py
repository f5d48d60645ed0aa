"""People of the team: their names, the posts they hold and held, the days they are away."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from csipa.admin import ModelAdmin, Panel, Section, TabularInline, ToolbarLink
from csipa.french.dates import long_date
from sites.admin.search import TolerantSearchMixin
from staffing.admin.course import course_panel
from staffing.admin_forms import AbsenceFormSet
from staffing.models import Absence, Assignment, Person
from staffing.rules.rpps import has_right_key


class PresenceFilter(admin.SimpleListFilter):
    """Whether the person holds a post today."""

    title = "présence"
    parameter_name = "presence"

    def lookups(self, request, model_admin):
        """Offer those who are there, to come or gone."""
        return (
            ("en-poste", "En poste aujourd’hui"),
            ("a-venir", "À venir"),
            ("sans-poste", "Sans poste"),
        )

    def queryset(self, request, queryset):
        """Ask the assignments."""
        today = timezone.localdate()
        now = Assignment.objects.on(today).values("person")
        later = Assignment.objects.filter(start__gt=today).values("person")
        if self.value() == "en-poste":
            return queryset.filter(pk__in=now)
        if self.value() == "a-venir":
            return queryset.filter(pk__in=later).exclude(pk__in=now)
        if self.value() == "sans-poste":
            return queryset.exclude(pk__in=now).exclude(pk__in=later)
        return queryset


class AbsenceInline(TabularInline):
    """Days on which the person is away: dates only."""

    model = Absence
    formset = AbsenceFormSet
    fields = ("start", "end")
    ordering = ("-start", "pk")


@admin.register(Person)
class PersonAdmin(TolerantSearchMixin, ModelAdmin):
    """Somebody who works or worked at the centre."""

    section = Section.STAFFING
    section_rank = 12
    guide = "postes-et-affectations#affecter-quelquun"
    description = "Les personnes de l’équipe, leur parcours et leurs absences."
    list_display = ("name", "posts_today", "rpps", "email")
    list_filter = (PresenceFilter,)
    search_fields = ("last_name",)
    search_help_text = "Nom, prénom ou début du numéro RPPS."
    ordering = ("last_name", "first_name", "pk")
    fieldsets = (
        ("Identité", {"fields": (("title", "gender"), ("first_name", "last_name"), "rpps")}),
        ("Contact", {"fields": (("email", "phone"),)}),
    )
    inlines = (AbsenceInline,)

    def get_queryset(self, request):
        """Load the posts held today and those to come, for the list."""
        not_over = Q(end=None) | Q(end__gte=timezone.localdate())
        held = Assignment.objects.filter(not_over).select_related("post").order_by("start", "pk")
        people = super().get_queryset(request)
        return people.prefetch_related(Prefetch("assignments", held, to_attr="not_over"))

    def toolbar(self, request, obj):
        """Offer to put the person on a post."""
        if not request.user.has_perm("staffing.add_assignment"):
            return []
        return [
            ToolbarLink(
                "Affecter à un poste",
                f"{reverse('admin:staffing_assignment_add')}?person={obj.pk}",
                primary=True,
            )
        ]

    def panels(self, request, obj) -> list[Panel]:
        """Tell the posts of today and the whole course."""
        return course_panel(request, obj)

    def save_related(self, request, form, formsets, change):
        """Save, and warn about what deserves a second look."""
        super().save_related(request, form, formsets, change)
        person = form.instance
        if person.rpps and "rpps" in form.changed_data and not has_right_key(person.rpps):
            messages.warning(
                request,
                f"La clé du numéro RPPS {person.rpps} ne suit pas la formule usuelle\u00a0: "
                "relisez-le. Il est enregistré tel quel.",
            )

    @admin.display(description="nom", ordering="last_name")
    def name(self, person):
        """Show the name as a directory does, last name first."""
        return f"{person.last_name.upper()} {person.first_name}"

    @admin.display(description="poste aujourd’hui", empty_value="aucun")
    def posts_today(self, person):
        """Show the posts held today; without any, the next ones and their day."""
        today = timezone.localdate()
        if held := [str(row.post) for row in person.not_over if row.start <= today]:
            return ", ".join(held)
        if not person.not_over:
            return None
        day = person.not_over[0].start
        posts = ", ".join(str(row.post) for row in person.not_over if row.start == day)
        return f"à partir du {long_date(day)}\u00a0: {posts}"
