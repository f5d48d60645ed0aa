"""Days on which a site, or one of its activities, receives nobody."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from csipa.models import PeriodQuerySet
from sites.models.hours import Activity
from sites.models.site import Site


class Closure(models.Model):
    """A closure of some days, both ends included; without an activity, the whole site closes."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="closures", verbose_name="site")
    start = models.DateField("du")
    end = models.DateField("au", help_text="Dernier jour inclus.")
    activity = models.CharField(
        "activité",
        max_length=20,
        choices=Activity.choices,
        blank=True,
        help_text="Vide\u00a0: tout le site est fermé.",
    )
    reason = models.CharField(
        "motif",
        max_length=120,
        help_text="Travaux, congés d’été, pont… Jamais l’état de santé d’une personne.",
    )

    objects = PeriodQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name="version de la fermeture", verbose_name_plural="versions de la fermeture"
    )

    class Meta:
        verbose_name = "fermeture"
        verbose_name_plural = "fermetures"
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gte=F("start")),
                name="sites_closure_period",
                violation_error_message="La fin de la fermeture précède son début.",
            )
        ]
        indexes = [models.Index(fields=["start", "end"], name="sites_closure_days")]

    def __str__(self):
        return f"{self.site}\u00a0: {self.reason}"
