"""The pages of who may sign: mandates, delegations of the council, orders of delegation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from conventions.admin.power_forms import ActPowerForm, MandateField, OrderForm, SubjectField
from conventions.admin.power_forms import subjects_of as matters_of
from conventions.exchange.powers import POWER_RELATIONS
from conventions.models import (
    ActPower,
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
    standing_words,
    term_of,
)
from conventions.rules.mandates import Standing
from csipa.admin import ModelAdmin, OrderedStackedInline, Section
from csipa.french.dates import long_date
from csipa.french.grammar import Gender
from csipa.french.numbers import counted

_SHAPES = {Standing.IN_FORCE: ("badge", "✓"), Standing.NOT_YET: ("badge", "○")}
_NO_LONGER = ("badge badge-danger", "✕")


def state_badge(worth: Standing, gender: Gender) -> SafeString:
    """Return what a power is worth as words with a shape."""
    look, shape = _SHAPES.get(worth, _NO_LONGER)
    words = standing_words(worth, gender)
    return format_html(
        '<span class="{}"><span aria-hidden="true">{} </span>{}</span>', look, shape, words
    )


@admin.register(Mandate)
class MandateAdmin(ModelAdmin):
    """From the installation of a council to that of the next."""

    section = Section.ACTS
    section_rank = 30
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
            look, shape, word = (*_NO_LONGER, "terminé")
        elif not term.holds_on(today):
            shape, word = "○", "à venir"
        html = '<span class="{}"><span aria-hidden="true">{} </span>{}</span>'
        return format_html(html, look, shape, word)

    def get_changeform_initial_data(self, request):
        """Propose the body of the last mandate."""
        last = Mandate.objects.order_by("-installed_on", "-pk").first()
        initial = {"authority": last.authority_id} if last else {}
        return {**initial, **super().get_changeform_initial_data(request)}


class PowerAdmin(ModelAdmin):
    """What delegations and orders share: their act, its dates, what it is worth today."""

    section = Section.ACTS
    autocomplete_fields: tuple[str, ...] = ("authority", "act")
    ordering = ("-date", "-pk")
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


class ActPowerInline(OrderedStackedInline):
    """The delegated matters that an act makes use of; its visas of delegation come from them."""

    model = ActPower
    form = ActPowerForm
    fields = ("subject",)

    def get_queryset(self, request):
        """Read each matter with its delegation."""
        return super().get_queryset(request).select_related(*POWER_RELATIONS)

    def get_formset(self, request, obj=None, **kwargs):
        """Offer the matters delegated by the council of the body that takes the act."""
        request.act_authority = obj.authority_id if obj else None
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Tell of each matter what its delegation is worth today."""
        if db_field.name == "subject":
            kwargs["form_class"] = SubjectField
            kwargs["queryset"] = matters_of(request.act_authority)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
