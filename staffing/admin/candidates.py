"""The pages of candidates, for those alone who may see them."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from csipa.admin import ModelAdmin, Section, TabularInline, ToolbarLink
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from staffing.actions.erasing import delete_candidates
from staffing.admin import candidates_views
from staffing.admin.candidates_forms import CandidatePageForm, StepForm, StepFormSet
from staffing.models import FINAL_STAGES, Candidate, CandidateStep, Stage
from staffing.review.recruiting import place_of

VIEWS = (
    ("a-effacer/", "to_erase", candidates_views.to_erase_view),
    ("<int:pk>/etape/", "move", candidates_views.move_view),
    ("<int:pk>/recruter/", "hire", candidates_views.hire_view),
    ("<int:pk>/effacer/", "erase", candidates_views.erase_view),
)
_CLOSED = "La campagne est close\u00a0: rouvrez-la pour corriger ce candidat ou ses étapes."
_ERASED = "Les données de ce candidat sont effacées\u00a0; ses étapes restent pour les chiffres."


class AnswerFilter(admin.SimpleListFilter):
    """What answer candidates had."""

    title = "réponse"
    parameter_name = "reponse"
    _WAITING = "attente"

    def lookups(self, request, model_admin):
        """Offer those who wait, then each final stage."""
        finals = [stage for stage in Stage if stage in FINAL_STAGES]
        told = [(stage.value, upper_first(stage.label)) for stage in finals]
        return [(self._WAITING, "En cours"), *told]

    def queryset(self, request, queryset):
        """Keep the candidates who had that answer, or none yet."""
        steps = CandidateStep.objects.filter(candidate=OuterRef("pk"))
        if self.value() == self._WAITING:
            return queryset.filter(~Exists(steps.filter(stage__in=FINAL_STAGES)))
        if self.value() in FINAL_STAGES:
            return queryset.filter(Exists(steps.filter(stage=self.value())))
        return queryset


class CandidateStepInline(TabularInline):
    """The stages, each with its day; a wrong one is corrected or deleted here."""

    model = CandidateStep
    form = StepForm
    formset = StepFormSet
    fields = ("stage", "reached_on")
    ordering = ("reached_on", "pk")


@admin.register(Candidate)
class CandidateAdmin(ModelAdmin):
    """People in touch about a campaign; names and addresses are erased after two years."""

    section = Section.STAFFING
    first_step = "Un candidat s’ajoute sur la page de sa campagne de recrutement."
    section_rank = 21
    guide = "recruter#suivre-les-candidats"
    guides = {
        "hire": "recruter#recruter",
        "erase": "recruter#effacer-les-candidats",
        "to_erase": "recruter#effacer-les-candidats",
    }
    description = "Qui s’est présenté, où en est chacun, qui est à effacer."
    views = VIEWS
    form = CandidatePageForm
    list_display = ("name", "recruitment", "stage", "last_contact_on", "kept_until")
    list_filter = (AnswerFilter, "recruitment__profession")
    search_fields = ("last_name", "first_name", "email")
    search_help_text = "Nom, prénom, courriel."
    ordering = ("-last_contact_on", "-pk")
    readonly_fields = ("recruitment", "assignment", "kept_until")
    inlines = (CandidateStepInline,)
    fieldsets = (
        (
            "Candidat",
            {
                "fields": (
                    ("first_name", "last_name"),
                    ("email", "phone"),
                    ("last_contact_on", "kept_until"),
                    ("recruitment", "assignment"),
                )
            },
        ),
    )
    layout = ("Candidat", CandidateStepInline)

    @admin.display(description="candidat", ordering="last_name")
    def name(self, row):
        """Show the name, or the number of somebody erased."""
        return upper_first(str(row))

    @admin.display(description="étape")
    def stage(self, row):
        """Show the furthest stage."""
        here = place_of(row, today=timezone.localdate()).here
        return upper_first(here.stage.label) if here else None

    @admin.display(description="à effacer le")
    def kept_until(self, row):
        """Show from which day the data is to be erased; it stands out when the day is near."""
        kept = place_of(row, today=timezone.localdate()).keeping
        if row.erased_on is not None:
            return f"effacé le {long_date(row.erased_on)}"
        if kept.until is None:
            return "gardé\u00a0: recruté"
        if kept.is_due:
            return format_html(
                '{} <span class="badge badge-danger">À effacer</span>', long_date(kept.until)
            )
        if kept.is_near:
            return format_html(
                '{} <span class="badge badge-to-do">Bientôt</span>', long_date(kept.until)
            )
        return long_date(kept.until)

    def get_queryset(self, request):
        """Read campaign and stages with the candidates; two queries for all."""
        rows = super().get_queryset(request).select_related("recruitment__profession")
        return rows.prefetch_related("steps")

    def has_add_permission(self, request):
        """Add candidates from their campaign, which says when it opened."""
        return False

    def locked_reason(self, request, obj):
        """Close the page of somebody erased, and those of a closed campaign."""
        if obj.erased_on is not None:
            return _ERASED
        return _CLOSED if obj.recruitment.closed_on is not None else ""

    def list_toolbar(self, request):
        """Lead to those whose data is to be erased."""
        return [ToolbarLink("À effacer", reverse("admin:staffing_candidate_to_erase"))]

    def toolbar(self, request, obj):
        """Lead to the campaign; erase ahead of time, when the candidate asks for it."""
        campaign = reverse("admin:staffing_recruitment_change", args=[obj.recruitment_id])
        links = [ToolbarLink("Voir la campagne", campaign)]
        kept = place_of(obj, today=timezone.localdate()).keeping
        if kept.until is not None and request.user.has_perm(candidates_views.ERASE):
            url = reverse("admin:staffing_candidate_erase", args=[obj.pk])
            links.append(ToolbarLink("Effacer ses données", url, more=True))
        return links

    def panels(self, request, obj):
        """Show where the candidate stands, and what may be done."""
        return candidates_views.candidate_panels(self, request, obj)

    def get_actions(self, request):
        """Delete candidates one by one."""
        return {}

    def delete_model(self, request, obj):
        """Delete somebody noted by mistake, former versions included."""
        delete_candidates(candidates=[obj], by=request.user)
