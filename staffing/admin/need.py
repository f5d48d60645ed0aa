"""Studies of need by the WISN method, and the page of each profession in them."""

from __future__ import annotations

from django.contrib import admin
from django.shortcuts import redirect
from django.urls import reverse

from csipa.admin import (
    ModelAdmin,
    OrderedTabularInline,
    Section,
    StackedInline,
    ToolbarLink,
)
from csipa.admin.formsets import LineFormSet
from staffing.admin.need_views import (
    compare_view,
    duplicate_view,
    holidays_view,
    need_panel,
    print_view,
    study_view,
)
from staffing.models import NeedProfession, NeedStudy, ServiceWork, SupportWork
from staffing.rules.wisn import weekday_holidays

_TIME = (
    ("days_per_week", "hours_per_day"),
    ("public_holidays", "annual_leave"),
    ("sick_leave", "other_leave"),
)


class NeedProfessionFormSet(LineFormSet):
    """Professions of a study; a new one is offered the public holidays of its year."""

    def add_fields(self, form, index):
        """Fill in the public holidays of a new line."""
        super().add_fields(form, index)
        if not form.instance.pk and self.instance.year:
            form.initial["public_holidays"] = weekday_holidays(self.instance.year)


class NeedProfessionInline(StackedInline):
    """The year of one person, profession by profession; their work is on a page of their own."""

    model = NeedProfession
    formset = NeedProfessionFormSet
    fields = ("profession", *_TIME)
    ordering = ("profession__position", "profession__search_key")
    show_change_link = True


@admin.register(NeedStudy)
class NeedStudyAdmin(ModelAdmin):
    """A study: its year, its place, the professions it looks at."""

    section = Section.STAFFING
    section_rank = 30
    guide = "besoin-en-personnel"
    guides = {
        "study": "besoin-en-personnel#lire-le-résultat",
        "compare": "besoin-en-personnel#essayer-une-hypothèse",
    }
    description = (
        "Combien d’équivalents temps plein le travail demande, par la méthode WISN de "
        "l’Organisation mondiale de la santé."
    )
    list_display = ("title", "year", "site")
    list_filter = ("year",)
    ordering = ("-year", "title", "pk")
    search_fields = ("title",)
    fieldsets = (("Étude", {"fields": ("title", ("year", "site"), "assumptions")}),)
    inlines = (NeedProfessionInline,)
    views = (
        ("<int:pk>/etude/", "study", study_view),
        ("<int:pk>/imprimer/", "print", print_view),
        ("<int:pk>/dupliquer/", "duplicate", duplicate_view),
        ("<int:pk>/jours-feries/", "holidays", holidays_view),
        ("<int:pk>/comparer/", "compare", compare_view),
    )

    def toolbar(self, request, obj):
        """Lead to the whole calculation and to its print."""
        return [
            ToolbarLink("Étude complète", reverse("admin:staffing_needstudy_study", args=[obj.pk])),
            ToolbarLink(
                "Imprimer (PDF)",
                reverse("admin:staffing_needstudy_print", args=[obj.pk]),
                new_tab=True,
            ),
        ]

    def panels(self, request, obj):
        """Tell what the study gives."""
        return [need_panel(obj)]


class ServiceWorkInline(OrderedTabularInline):
    """Work for the public: how many a year, minutes each."""

    model = ServiceWork
    fields = ("label", "annual_workload", "minutes")


class SupportWorkInline(OrderedTabularInline):
    """Work beside care, of all or of some."""

    model = SupportWork
    fields = ("label", "scope", "people", "amount", "unit")


@admin.register(NeedProfession)
class NeedProfessionAdmin(ModelAdmin):
    """The work of one profession in a study; reached from the study."""

    section = Section.STAFFING
    first_step = "Une profession s’ajoute sur la page de son étude de besoin."
    guide = "besoin-en-personnel"
    hidden_in_menu = True
    list_display = ("profession", "study")
    list_select_related = ("profession", "study")
    ordering = ("study", "profession__position", "profession__search_key")
    fieldsets = (("Temps de travail d’une personne dans l’année", {"fields": _TIME}),)
    inlines = (ServiceWorkInline, SupportWorkInline)
    layout = (
        ServiceWorkInline,
        SupportWorkInline,
        "Temps de travail d’une personne dans l’année",
    )

    def has_add_permission(self, request, obj=None):
        """Add professions on the page of the study, which knows its year."""
        return False

    def toolbar(self, request, obj):
        """Lead back to the study."""
        links = [
            ToolbarLink(
                "Étude complète", reverse("admin:staffing_needstudy_study", args=[obj.study_id])
            )
        ]
        if request.user.has_perm("staffing.change_needstudy"):
            address = reverse("admin:staffing_needstudy_change", args=[obj.study_id])
            links.append(ToolbarLink("Modifier l’étude", address))
        return links

    def response_post_save_change(self, request, obj):
        """Go back to the whole calculation: that is where the effect shows."""
        if not request.user.has_perm("staffing.view_needstudy"):
            return super().response_post_save_change(request, obj)
        return redirect("admin:staffing_needstudy_study", obj.study_id)
