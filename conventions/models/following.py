"""What becomes of a commitment once it is taken: how often it is due, when it was honoured."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from conventions.models.article import Commitment
from conventions.models.choices import Periodicity


class Tracking(models.Model):
    """How a commitment is followed; it says nothing of the text, and may change at any time."""

    commitment = models.OneToOneField(
        Commitment, on_delete=models.CASCADE, related_name="tracking", verbose_name="engagement"
    )
    periodicity = models.CharField(
        "périodicité", max_length=10, choices=Periodicity, default=Periodicity.CONTINUOUS
    )
    first_due_on = models.DateField(
        "échéance, ou première échéance",
        null=True,
        blank=True,
        help_text="Vide : un mois, un trimestre… après la prise d’effet, selon la périodicité.",
    )
    proof = models.CharField(
        "preuve attendue", max_length=300, blank=True, help_text="« Planning du mois », « PV »…"
    )

    history = HistoricalRecords(verbose_name="historique du suivi")

    class Meta:
        verbose_name = "suivi d’un engagement"
        verbose_name_plural = "suivi des engagements"
        constraints = [
            models.CheckConstraint(
                condition=~Q(periodicity=Periodicity.ONCE) | Q(first_due_on__isnull=False),
                name="conventions_tracking_once",
                violation_error_message="Donnez la date à laquelle l’engagement doit être tenu.",
            )
        ]

    def __str__(self) -> str:
        return f"Suivi : {self.commitment}"


class Fulfilment(models.Model):
    """One time that a commitment was honoured, and what shows it."""

    commitment = models.ForeignKey(
        Commitment, on_delete=models.CASCADE, related_name="fulfilments", verbose_name="engagement"
    )
    done_on = models.DateField("fait le")
    proof = models.CharField("preuve", max_length=300, blank=True)
    noted_at = models.DateTimeField("noté le", editable=False)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="noté par",
    )

    history = HistoricalRecords(verbose_name="historique de la réalisation")

    class Meta:
        verbose_name = "réalisation d’un engagement"
        verbose_name_plural = "réalisations des engagements"
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "done_on"],
                name="conventions_fulfilment_once_a_day",
                violation_error_message="Cet engagement est déjà noté comme tenu ce jour-là.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.commitment} – {self.done_on:%d/%m/%Y}"
