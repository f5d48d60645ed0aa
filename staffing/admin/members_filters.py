"""Filters of the list of memberships."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils import timezone

from staffing.models import MembershipFee

EVERY = "toutes"


class MomentFilter(admin.SimpleListFilter):
    """Memberships in force, unless others are asked for."""

    title = "période"
    parameter_name = "quand"

    def lookups(self, request, model_admin):
        """Offer those to come, those who left, and all; in force is what the list begins with."""
        return (("a-venir", "À venir"), ("partis", "Partis"), (EVERY, "Toutes"))

    def choices(self, changelist):
        """Name the choice that the list begins with."""
        first, *others = super().choices(changelist)
        return [{**first, "display": "En cours aujourd’hui"}, *others]

    def queryset(self, request, queryset):
        """Keep the memberships of that moment."""
        today = timezone.localdate()
        if self.value() == "a-venir":
            return queryset.filter(start__gt=today)
        if self.value() == "partis":
            return queryset.filter(end__lt=today)
        return queryset if self.value() == EVERY else queryset.on(today)


class FeeFilter(admin.SimpleListFilter):
    """What became of the fee of this year."""

    parameter_name = "cotisation"

    @property
    def title(self):
        """Name the year."""
        return f"cotisation {timezone.localdate().year}"

    def lookups(self, request, model_admin):
        """Offer the three states of a fee."""
        return (("payee", "Payée"), ("a-payer", "À payer"), ("non-appelee", "Pas encore appelée"))

    def queryset(self, request, queryset):
        """Keep the members whose fee is in that state."""
        fees = MembershipFee.objects.filter(
            membership=OuterRef("pk"), year=timezone.localdate().year
        )
        if self.value() == "payee":
            return queryset.filter(Exists(fees.filter(paid_on__isnull=False)))
        if self.value() == "a-payer":
            return queryset.filter(Exists(fees.filter(paid_on__isnull=True)))
        if self.value() == "non-appelee":
            return queryset.filter(~Exists(fees))
        return queryset


class ConsentFilter(admin.SimpleListFilter):
    """What the member agreed to."""

    title = "accord pour l’annuaire"
    parameter_name = "annuaire"

    def lookups(self, request, model_admin):
        """Offer the three levels of consent."""
        return (
            ("coordonnees", "Nom et coordonnées"),
            ("nom", "Nom seulement"),
            ("aucun", "Ne figure pas à l’annuaire"),
        )

    def queryset(self, request, queryset):
        """Keep the members with that consent."""
        if self.value() == "coordonnees":
            return queryset.filter(contacts_listed=True)
        if self.value() == "nom":
            return queryset.filter(listed=True, contacts_listed=False)
        if self.value() == "aucun":
            return queryset.filter(listed=False)
        return queryset


class TieFilter(admin.SimpleListFilter):
    """What the register tells of the member."""

    title = "répertoire"
    parameter_name = "repertoire"

    def lookups(self, request, model_admin):
        """Offer the three states of the tie."""
        return (
            ("rapproche", "Rapprochés et présents"),
            ("a-rapprocher", "À rapprocher"),
            ("parti", "Partis du répertoire"),
        )

    def queryset(self, request, queryset):
        """Keep the members in that state."""
        if self.value() == "rapproche":
            return queryset.filter(provider__isnull=False, provider__left_on__isnull=True)
        if self.value() == "a-rapprocher":
            return queryset.filter(provider__isnull=True, organisation__isnull=True)
        if self.value() == "parti":
            return queryset.filter(provider__left_on__isnull=False)
        return queryset
