"""Months closed, checked, validated, and reopened with a reason."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from consultations.models.validators import validate_no_person
from consultations.rules.months import MonthState as State
from consultations.rules.months import MonthStep as Step
from csipa.constraints import Refused
from sites.models import Site


class MonthState(models.TextChoices):
    """How far a month has come; from « clos » on its figures no longer change."""

    OPEN = State.OPEN.value, "en cours"
    CLOSED = State.CLOSED.value, "clos"
    CHECKED = State.CHECKED.value, "vérifié"
    VALIDATED = State.VALIDATED.value, "validé"


class MonthStep(models.TextChoices):
    """What somebody did with a month."""

    CLOSE = Step.CLOSE.value, "clôture"
    CHECK = Step.CHECK.value, "vérification"
    VALIDATE = Step.VALIDATE.value, "validation"
    REOPEN = Step.REOPEN.value, "réouverture"


class MonthLock(models.Model):
    """The month of a site; `month` is its first day, `last_day` its last.

    The row is made with the first count of the month; on PostgreSQL it is also what writers of
    one month wait for.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="months", verbose_name="site")
    month = models.DateField("mois", help_text="Son premier jour.")
    last_day = models.DateField("dernier jour", editable=False)
    state = models.CharField(
        "état", max_length=10, choices=MonthState.choices, default=MonthState.OPEN
    )

    history = HistoricalRecords(
        verbose_name="version du mois", verbose_name_plural="versions du mois"
    )

    class Meta:
        verbose_name = "mois d’un site"
        verbose_name_plural = "mois"
        permissions = [
            ("close_month", "Clore un mois"),
            ("check_month", "Vérifier un mois"),
            ("validate_month", "Valider un mois"),
            ("reopen_month", "Rouvrir un mois"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "month"],
                name="consultations_monthlock_once",
                violation_error_message="Ce mois existe déjà pour ce site.",
            ),
            models.CheckConstraint(
                condition=Q(last_day__gt=F("month")),
                name="consultations_monthlock_days",
                violation_error_message="Le dernier jour du mois suit le premier.",
            ),
        ]

    def __str__(self):
        return f"{self.site}, {self.month:%m/%Y}"


class MonthEvent(models.Model):
    """One step of a month: who, when, and why for a reopening; it never changes."""

    lock = models.ForeignKey(MonthLock, models.CASCADE, related_name="events", verbose_name="mois")
    step = models.CharField("étape", max_length=10, choices=MonthStep.choices)
    at = models.DateTimeField("le")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="par",
    )
    reason = models.CharField("motif", max_length=300, blank=True, validators=[validate_no_person])

    class Meta:
        verbose_name = "étape d’un mois"
        verbose_name_plural = "étapes d’un mois"
        default_permissions = ("view",)
        ordering = ("at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(step="reopen") | ~Q(reason=""),
                name="consultations_monthevent_reason",
                violation_error_message="Un mois se rouvre avec un motif\u00a0: écrivez-le.",
            ),
            Refused(
                name="consultations_monthevent_kept",
                message="La trace d’un mois ne se modifie ni ne s’efface.",
                update="1 = 1",
                delete="1 = 1",
            ),
        ]

    def __str__(self):
        return f"{self.lock}\u00a0: {self.get_step_display()}"
