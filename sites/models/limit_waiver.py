"""Why an antenna may pass over a limit set for antennas."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from csipa.models import Period, PeriodQuerySet
from sites.models.site import Site


class AntennaLimit(models.TextChoices):
    """What antennas may not pass (arrêté du 27 février 2018 relatif aux centres de santé)."""

    HOURS = "hours", "heures d’ouverture par semaine"
    TRAVEL = "travel", "trajet depuis le centre"


class LimitWaiver(Period):
    """A reasoned leave to pass over one limit during some days; who decided it, and when."""

    site = models.ForeignKey(
        Site, models.CASCADE, related_name="limit_waivers", verbose_name="antenne"
    )
    limit = models.CharField("limite", max_length=10, choices=AntennaLimit.choices)
    reason = models.TextField("motif")
    decided_by = models.CharField(
        "décidé par", max_length=160, help_text="Qui l’a admis, par quel écrit."
    )
    decided_on = models.DateField("décidé le")

    objects = PeriodQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name="version de la dérogation", verbose_name_plural="versions de la dérogation"
    )

    class Meta(Period.Meta):
        verbose_name = "dérogation"
        verbose_name_plural = "dérogations"
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="sites_limitwaiver_reason",
                violation_error_message="Une dérogation a un motif.",
            ),
        ]

    def __str__(self):
        return f"{self.site}\u00a0: {self.get_limit_display()}"
