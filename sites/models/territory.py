"""A territory: a set of communes that changes with time."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from simple_history.models import HistoricalRecords

from csipa.models import Period, PeriodQuerySet, Versioned
from sites.models.commune import Commune
from sites.models.fields import CodeField
from sites.rules.periods import periods_overlap


class TerritoryKind(models.TextChoices):
    """What the territory is drawn for."""

    EPCI = "epci", "intercommunalité"
    CPTS = "cpts", "communauté professionnelle territoriale de santé"
    CLS = "cls", "contrat local de santé"
    TVS = "tvs", "territoire de vie-santé"
    OTHER = "other", "autre"


class TerritoryQuerySet(models.QuerySet):
    """Territories found by where they lie."""

    def covering(self, commune: Commune, day: dt.date) -> TerritoryQuerySet:
        """Return the territories to which `commune` belongs on `day`."""
        members = TerritoryCommune.objects.on(day).filter(commune=commune)
        return self.filter(Exists(members.filter(territory=OuterRef("pk"))))


class Territory(Versioned):
    """A dated set of communes: an EPCI, a CPTS, a local health contract, a living area."""

    kind = models.CharField("nature", max_length=10, choices=TerritoryKind.choices)
    name = models.CharField("nom", max_length=200)
    code = CodeField(
        "code",
        max_length=20,
        blank=True,
        help_text="SIREN d’une intercommunalité, code INSEE d’un territoire de vie-santé.",
    )

    objects = TerritoryQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name="version du territoire", verbose_name_plural="versions du territoire"
    )

    class Meta:
        verbose_name = "territoire"
        verbose_name_plural = "territoires"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"],
                condition=~Q(code=""),
                name="sites_territory_code_unique",
                violation_error_message="Un territoire de même nature porte déjà ce code.",
            ),
            models.UniqueConstraint(
                fields=["kind", "name"],
                name="sites_territory_name_unique",
                violation_error_message="Un territoire de même nature porte déjà ce nom.",
            ),
        ]

    def __str__(self):
        return self.name

    def communes_on(self, day: dt.date) -> models.QuerySet[Commune]:
        """Return the member communes on `day`, unordered."""
        members = TerritoryCommune.objects.on(day).filter(territory=self, commune=OuterRef("pk"))
        return Commune.objects.filter(Exists(members))


class TerritoryCommune(Period):
    """The membership of a commune in a territory; an open start means « from the beginning »."""

    territory = models.ForeignKey(
        Territory, models.CASCADE, related_name="memberships", verbose_name="territoire"
    )
    commune = models.ForeignKey(
        Commune, models.PROTECT, related_name="memberships", verbose_name="commune"
    )

    objects = PeriodQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name="version de l’appartenance", verbose_name_plural="versions de l’appartenance"
    )

    class Meta(Period.Meta):
        verbose_name = "commune du territoire"
        verbose_name_plural = "communes du territoire"
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["territory", "commune"],
                condition=Q(end__isnull=True),
                name="sites_territorycommune_open_once",
                violation_error_message="Cette commune est déjà membre de ce territoire.",
            ),
        ]

    def __str__(self):
        return str(self.commune)

    def clean(self):
        """Refuse a second membership of the same commune during the same days."""
        if not (self.territory_id and self.commune_id):
            return
        others = TerritoryCommune.objects.filter(
            territory=self.territory_id, commune=self.commune_id
        )
        if any(periods_overlap(self, other) for other in others.exclude(pk=self.pk)):
            raise ValidationError(
                "Cette commune est déjà membre de ce territoire pendant cette période."
            )
