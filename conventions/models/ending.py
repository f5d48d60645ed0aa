"""How a convention goes on or ends: renewals decided, terminations and to whom they are told."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from conventions.models.act import Act
from conventions.models.choices import TerminationKind
from conventions.models.convention import Convention
from conventions.models.party import Party
from csipa.models import Ordered, Versioned


class RenewalDecision(models.Model):
    """An express renewal: the day it was decided, and until when the convention goes on."""

    convention = models.ForeignKey(
        Convention, on_delete=models.PROTECT, related_name="renewals", verbose_name="convention"
    )
    decided_on = models.DateField("décidée le")
    until = models.DateField("jusqu’au", help_text="Dernier jour inclus.")
    act = models.ForeignKey(
        Act,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="renewals",
        verbose_name="acte",
    )

    history = HistoricalRecords(verbose_name="historique de la reconduction")

    class Meta:
        verbose_name = "reconduction"
        verbose_name_plural = "reconductions"
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "until"],
                name="conventions_renewaldecision_once",
                violation_error_message="La convention est déjà reconduite jusqu’à ce jour.",
            ),
        ]

    def __str__(self) -> str:
        return f"Reconduction de {self.convention} jusqu’au {self.until:%d/%m/%Y}"


class Termination(Versioned):
    """The end of a convention by the will of a party or of all: who, when, from which day."""

    convention = models.OneToOneField(
        Convention, on_delete=models.PROTECT, related_name="termination", verbose_name="convention"
    )
    kind = models.CharField("nature", max_length=12, choices=TerminationKind)
    given_by = models.ForeignKey(
        Party,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="terminations",
        verbose_name="à l’initiative de",
    )
    given_on = models.DateField("donnée le", help_text="Jour de la lettre ou de l’accord.")
    effect_on = models.DateField(
        "dernier jour de la convention", help_text="Calculé d’après le préavis."
    )
    reason = models.TextField("motif", blank=True)
    short_notice_reason = models.TextField("motif d’un effet avant la fin du préavis", blank=True)
    act = models.ForeignKey(
        Act,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="terminations",
        verbose_name="acte qui l’autorise",
    )

    history = HistoricalRecords(verbose_name="historique de la fin de la convention")

    class Meta:
        verbose_name = "résiliation"
        verbose_name_plural = "résiliations"
        constraints = [
            models.CheckConstraint(
                condition=Q(effect_on__gte=F("given_on")),
                name="conventions_termination_order",
                violation_error_message="La convention ne peut pas finir avant que la résiliation "
                "soit donnée.",
            ),
            models.CheckConstraint(
                condition=Q(kind=TerminationKind.AGREEMENT) | Q(given_by__isnull=False),
                name="conventions_termination_given_by",
                violation_error_message="Dites quelle partie met fin à la convention.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display().capitalize()} : {self.convention}"


class TerminationNotice(Ordered):
    """What one of the other parties was told, and when."""

    termination = models.ForeignKey(
        Termination, on_delete=models.CASCADE, related_name="notices", verbose_name="résiliation"
    )
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name="notices", verbose_name="partie"
    )
    sent_on = models.DateField("envoyée le", null=True, blank=True)
    received_on = models.DateField("reçue le", null=True, blank=True)

    history = HistoricalRecords(verbose_name="historique de la notification")

    class Meta:
        verbose_name = "notification"
        verbose_name_plural = "notifications"
        constraints = [
            models.UniqueConstraint(
                fields=["termination", "party"],
                name="conventions_terminationnotice_once",
                violation_error_message="Cette partie est déjà notée.",
            ),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True)
                | Q(received_on__isnull=True)
                | Q(received_on__gte=F("sent_on")),
                name="conventions_terminationnotice_order",
                violation_error_message="Une lettre n’est pas reçue avant d’être envoyée.",
            ),
        ]

    def __str__(self) -> str:
        return f"Notification à {self.party}"
