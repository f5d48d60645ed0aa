"""What a convention costs, to whom, and when it is due. Amounts are euros, exact to the cent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from conventions.models.act_parts import CONVENTION_SEAL
from conventions.models.choices import FinanceMode, PaymentPeriod
from conventions.models.convention import Convention
from conventions.models.party import Party
from csipa.constraints import Sealed
from csipa.models import Ordered


class MoneyField(models.DecimalField):
    """Euros with their cents."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("max_digits", 12)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(*args, **kwargs)


class PercentField(models.DecimalField):
    """A share in per cent, to the thousandth."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("max_digits", 6)
        kwargs.setdefault("decimal_places", 3)
        super().__init__(*args, **kwargs)


class FinancialTerm(models.Model):
    """The price of a convention written here; that of an imported one stays in its own words."""

    convention = models.OneToOneField(
        Convention,
        on_delete=models.CASCADE,
        related_name="financial_term",
        verbose_name="convention",
    )
    mode = models.CharField("mode", max_length=12, choices=FinanceMode, default=FinanceMode.FREE)
    amount = MoneyField(
        "montant (€)",
        null=True,
        blank=True,
        help_text="Du loyer par période, ou du total.",
    )
    valued_at = MoneyField(
        "valeur de ce qui est gratuit (€)", null=True, blank=True, help_text="Pour toute la durée."
    )
    period = models.CharField("par", max_length=8, choices=PaymentPeriod, blank=True)
    starts_after_months = models.PositiveSmallIntegerField(
        "mois de franchise", null=True, blank=True, help_text="1 : dû à partir du deuxième mois."
    )
    index_name = models.CharField(
        "indice", max_length=60, blank=True, help_text="IRL, ILC, ILAT, ICC…"
    )
    index_quarter = models.CharField(
        "trimestre de référence", max_length=20, blank=True, help_text="« 2 » ou « 2025-T2 »."
    )
    review_date = models.CharField(
        "révision", max_length=20, blank=True, help_text="Une date, ou un jour de l’année : 01/02."
    )
    unit_amount = MoneyField("prix de l’unité (€)", null=True, blank=True)
    unit = models.CharField(
        "unité", max_length=60, blank=True, help_text="« heure », « consultation »…"
    )

    history = HistoricalRecords(verbose_name="historique des conditions financières")

    class Meta:
        verbose_name = "conditions financières"
        verbose_name_plural = "conditions financières"
        constraints = [
            models.CheckConstraint(
                condition=(Q(amount__isnull=True) | Q(amount__gte=0))
                & (Q(valued_at__isnull=True) | Q(valued_at__gte=0))
                & (Q(unit_amount__isnull=True) | Q(unit_amount__gte=0)),
                name="conventions_financialterm_positive",
                violation_error_message="Un montant n’est pas négatif.",
            ),
            Sealed(name="conventions_financialterm_sealed", owner=CONVENTION_SEAL),
        ]

    def __str__(self) -> str:
        return str(self.get_mode_display())


class Instalment(Ordered):
    """One payment of several: its share or its amount, and when it is due."""

    convention = models.ForeignKey(
        Convention, on_delete=models.CASCADE, related_name="instalments", verbose_name="convention"
    )
    percent = PercentField("part (%)", null=True, blank=True)
    amount = MoneyField("montant (€)", null=True, blank=True)
    due_on = models.DateField("dû le", null=True, blank=True)
    when = models.CharField(
        "ou à quelle occasion", max_length=200, blank=True, help_text="« à la signature »"
    )

    history = HistoricalRecords(verbose_name="historique du versement")

    class Meta:
        verbose_name = "versement"
        verbose_name_plural = "versements"
        constraints = [
            models.CheckConstraint(
                condition=(Q(percent__isnull=True) | Q(percent__range=(0, 100)))
                & (Q(amount__isnull=True) | Q(amount__gte=0)),
                name="conventions_instalment_positive",
                violation_error_message="Une part va de 0 à 100 %%, un montant n’est pas négatif.",
            ),
            Sealed(name="conventions_instalment_sealed", owner=CONVENTION_SEAL),
        ]

    def __str__(self) -> str:
        return f"versement {self.position}"


class Payer(Ordered):
    """A party that pays, and its share."""

    convention = models.ForeignKey(
        Convention, on_delete=models.CASCADE, related_name="payers", verbose_name="convention"
    )
    party = models.ForeignKey(
        Party, on_delete=models.CASCADE, related_name="shares", verbose_name="partie"
    )
    percent = PercentField("part (%)", null=True, blank=True)
    amount = MoneyField("montant (€)", null=True, blank=True)

    history = HistoricalRecords(verbose_name="historique du payeur")

    class Meta:
        verbose_name = "payeur"
        verbose_name_plural = "payeurs"
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "party"],
                name="conventions_payer_once",
                violation_error_message="Cette partie paie déjà une part.",
            ),
            models.CheckConstraint(
                condition=(Q(percent__isnull=True) | Q(percent__range=(0, 100)))
                & (Q(amount__isnull=True) | Q(amount__gte=0)),
                name="conventions_payer_positive",
                violation_error_message="Une part va de 0 à 100 %%, un montant n’est pas négatif.",
            ),
            Sealed(name="conventions_payer_sealed", owner=CONVENTION_SEAL),
        ]

    def __str__(self) -> str:
        return str(self.party)


class RentReview(models.Model):
    """A review of a rent by its index: the two values read, and the rent that follows."""

    convention = models.ForeignKey(
        Convention, on_delete=models.PROTECT, related_name="reviews", verbose_name="convention"
    )
    reviewed_on = models.DateField("révisé au", help_text="Premier jour du nouveau loyer.")
    base_value = models.DecimalField("indice de référence", max_digits=8, decimal_places=2)
    new_value = models.DecimalField("nouvel indice", max_digits=8, decimal_places=2)
    amount = MoneyField("nouveau montant (€)", editable=False)

    history = HistoricalRecords(verbose_name="historique de la révision")

    class Meta:
        verbose_name = "révision du loyer"
        verbose_name_plural = "révisions du loyer"
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "reviewed_on"],
                name="conventions_rentreview_once",
                violation_error_message="Le loyer est déjà révisé à cette date.",
            ),
            models.CheckConstraint(
                condition=Q(base_value__gt=0, new_value__gt=0, amount__gte=0),
                name="conventions_rentreview_positive",
                violation_error_message="Un indice est un nombre positif.",
            ),
        ]

    def __str__(self) -> str:
        return f"Révision au {self.reviewed_on:%d/%m/%Y}"
