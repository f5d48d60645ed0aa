"""The pages of who may sign: mandates, delegations of the council, orders of delegation."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.db.models import Count
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.html import format_html

from conventions.admin.power_forms import MandateField, OrderForm
from conventions.admin.power_lines import state_badge
from conventions.models import (
    CouncilDelegation,
    DelegatedSubject,
    DelegationOrder,
    Mandate,
)
from conventions.review.standing import (
    delegations_with_end,
    mandates_with_end,
    orders_with_end,
    standing_of,
    term_of,
)
from csipa.admin import ModelAdmin, OrderedStackedInline, Section
from csipa.french.dates import long_date
from csipa.french.grammar import Gender
from csipa.french.numbers import counted

_BADGE = '<span class="{}"><span aria-hidden="true">{} </span>{}</span>'


@admin.register(Mandate)
class MandateAdmin(ModelAdmin):
    """From the installation of a council to that of the next."""

    section = Section.ACTS
    section_rank = 30
    guide = "qui-peut-signer#1-le-mandat"
    description = (
        "Les conseils et le jour de leur installation : les délégations prennent fin avec eux."
    )
    list_display = ("opened", "authority", "last_day", "members", "state")
    list_filter = (("authority", admin.RelatedOnlyFieldListFilter),)
    ordering = ("-installed_on", "pk")
    autocomplete_fields = ("authority",)
    fields = ("authority", "installed_on", "members")

    def get_queryset(self, request):
        """Know when the next council was installed."""
        return mandates_with_end(super().get_queryset(request).select_related("authority"))

    @admin.display(description="mandat", ordering="installed_on")
    def opened(self, mandate):
        """Name the mandate by its first day."""
        return str(mandate)

    @admin.display(description="prend fin le", empty_value="à l’installation du prochain conseil")
    def last_day(self, mandate):
        """Show the eve of the next installation, once that is known."""
        last = term_of(mandate, mandate.next_installed_on).last
        return long_date(last) if last else None

    @admin.display(description="aujourd’hui")
    def state(self, mandate):
        """Tell whether the mandate runs."""
        today, term = timezone.localdate(), term_of(mandate, mandate.next_installed_on)
        look, shape, word = "badge", "✓", "en cours"
        if term.is_over_on(today):
            look, shape, word = "badge badge-danger", "✕", "terminé"
        elif not term.holds_on(today):
            shape, word = "○", "à venir"
        return format_html(_BADGE, look, shape, word)

    def get_changeform_initial_data(self, request):
        """Propose the body of the last mandate."""
        last = Mandate.objects.order_by("-installed_on", "-pk").first()
        initial = {"authority": last.authority_id} if last else {}
        return {**initial, **super().get_changeform_initial_data(request)}


class PowerAdmin(ModelAdmin):
    """What delegations and orders share: their act, its dates, what it is worth today."""

    section = Section.ACTS
    autocomplete_fields: tuple[str, ...] = ("authority", "act")
    ordering = (Coalesce("act__signature_date", "date").desc(), "-pk")
    gender = Gender.FEMININE
    act_fields = (
        "authority",
        "mandate",
        "act",
        ("number", "date"),
        ("enforceable_on", "ended_on"),
    )
    act_help = (
        "Si l’acte est au registre, choisissez-le : son numéro, sa date et le jour où il devient "
        "exécutoire en viennent, et le suivent s’ils changent. Sinon, recopiez-les."
    )

    @admin.display(description="aujourd’hui")
    def state(self, power):
        """Tell what the power is worth today."""
        worth = standing_of(
            power, next_installed_on=power.next_installed_on, day=timezone.localdate()
        )
        return state_badge(worth, self.gender)

    @admin.display(description="exécutoire le")
    def in_force(self, power):
        """Show since when the power holds."""
        day = power.in_force_from()
        return long_date(day) if day else None

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Tell mandates apart by the body they belong to."""
        if db_field.name == "mandate":
            kwargs["form_class"] = MandateField
            kwargs["queryset"] = Mandate.objects.select_related("authority").order_by(
                "-installed_on", "pk"
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request):
        """Propose the mandate that runs."""
        today = timezone.localdate()
        begun = Mandate.objects.filter(installed_on__lte=today)
        running = begun.order_by("-installed_on", "-pk").first()
        initial = {"authority": running.authority_id, "mandate": running.pk} if running else {}
        return {**initial, **super().get_changeform_initial_data(request)}


class SubjectInline(OrderedStackedInline):
    """The matters that a delegation covers, one a line."""

    model = DelegatedSubject
    fields = ("text",)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Let a matter grow with what is typed."""
        if db_field.name == "text":
            kwargs["widget"] = forms.Textarea(attrs={"rows": 2})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(CouncilDelegation)
class CouncilDelegationAdmin(PowerAdmin):
    """Deliberations by which a council leaves some of its powers to others."""

    section_rank = 31
    guide = "qui-peut-signer#2-la-délégation-du-conseil"
    description = (
        "Les matières que le conseil a déléguées au président, au maire ou au bureau, et jusqu’à "
        "quand."
    )
    list_display = ("name", "authority", "delegate", "matters", "in_force", "state")
    list_filter = ("delegate", ("mandate", admin.RelatedOnlyFieldListFilter))
    search_fields = ("number", "subjects__text")
    fieldsets = (
        ("Délibération", {"description": PowerAdmin.act_help, "fields": PowerAdmin.act_fields}),
        ("Portée", {"fields": (("delegate", "subdelegation_allowed"),)}),
    )
    inlines = (SubjectInline,)

    def get_queryset(self, request):
        """Count the matters and know when the mandate ended."""
        rows = delegations_with_end(super().get_queryset(request))
        return rows.annotate(matter_count=Count("subjects", distinct=True))

    @admin.display(description="délibération", ordering="date")
    def name(self, delegation):
        """Show number and date."""
        return str(delegation)

    @admin.display(description="matières", ordering="matter_count")
    def matters(self, delegation):
        """Count the matters that the delegation covers."""
        return counted(delegation.matter_count, "matière", "matières")


@admin.register(DelegationOrder)
class DelegationOrderAdmin(PowerAdmin):
    """Orders by which the executive lets others act or sign in its place."""

    section_rank = 32
    guide = "qui-peut-signer#3-larrêté-de-délégation"
    description = "Les arrêtés qui délèguent des fonctions ou la signature, et à qui."
    gender = Gender.MASCULINE
    form = OrderForm
    autocomplete_fields = ("authority", "act", "delegate")
    list_display = ("name", "delegate", "kind", "domain", "in_force", "state")
    list_filter = ("kind", ("mandate", admin.RelatedOnlyFieldListFilter))
    search_fields = ("number", "domain", "delegate__last_name", "delegate__first_name")
    fieldsets = (
        ("Arrêté", {"description": PowerAdmin.act_help, "fields": PowerAdmin.act_fields}),
        ("Délégation", {"fields": (("delegate", "kind"), "domain", "subjects")}),
    )

    def get_queryset(self, request):
        """Know when the mandate ended."""
        return orders_with_end(super().get_queryset(request))

    @admin.display(description="arrêté", ordering="date")
    def name(self, order):
        """Show number and date."""
        return str(order)
