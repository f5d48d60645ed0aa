"""How the agency classes communes and living areas where doctors are missing, and since when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from csipa.models import Period, PeriodQuerySet
from sites.models.commune import Commune
from sites.models.figure import PROFESSION_CHOICES
from sites.models.territory import Territory
from sites.rules.care_professions import DOCTOR


class Zone(models.TextChoices):
    """Classes of a zoning, the neediest first (CSP L. 1434-4, arrêté of 13 November 2017)."""

    ZIP = "zip", "zone d’intervention prioritaire (ZIP)"
    ZAC = "zac", "zone d’action complémentaire (ZAC)"
    ZAR = "zar", "zone d’accompagnement régional (ZAR)"
    WATCH = "watch", "zone de vigilance"
    OUT = "out", "hors zonage"


class Zoning(Period):
    """The class of a commune, or of a living area (TVS), for one profession from a day on."""

    commune = models.ForeignKey(
        Commune,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="zonings",
        verbose_name="commune",
    )
    territory = models.ForeignKey(
        Territory,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="zonings",
        verbose_name="territoire de vie-santé",
    )
    profession = models.CharField(
        "profession", max_length=2, choices=PROFESSION_CHOICES, default=DOCTOR
    )
    zone = models.CharField("zone", max_length=8, choices=Zone.choices)
    source = models.CharField("source", max_length=200, help_text="L’arrêté et sa date.")

    objects = PeriodQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name="version du zonage", verbose_name_plural="versions du zonage"
    )

    class Meta(Period.Meta):
        verbose_name = "zonage"
        verbose_name_plural = "zonages"
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=Q(start__isnull=False),
                name="sites_zoning_start",
                violation_error_message="Donnez le jour où ce zonage prend effet.",
            ),
            models.CheckConstraint(
                condition=Q(territory__isnull=False, commune__isnull=True)
                | Q(territory__isnull=True, commune__isnull=False),
                name="sites_zoning_scope",
                violation_error_message="Un zonage porte sur une commune ou sur un territoire de "
                "vie-santé\u00a0: choisissez l’un des deux.",
            ),
            models.UniqueConstraint(
                fields=["commune", "profession", "start"],
                name="sites_zoning_commune_once",
                violation_error_message="Le zonage de cette commune à cette date est déjà connu.",
            ),
            models.UniqueConstraint(
                fields=["territory", "profession", "start"],
                name="sites_zoning_territory_once",
                violation_error_message="Le zonage de ce territoire à cette date est déjà connu.",
            ),
        ]

    def __str__(self):
        return f"{self.get_zone_display()}, {self.commune or self.territory}"
