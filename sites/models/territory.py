"""A territory: a set of communes that changes with time."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from simple_history.models import HistoricalRecords

from csipa.models import Versioned
from sites.models.commune import Commune
from sites.models.fields import CodeField
from sites.models.organisation import Organisation


class TerritoryKind(models.TextChoices):
    """What the territory is drawn for."""

    EPCI = "epci", "intercommunalité"
    CPTS = "cpts", "communauté professionnelle territoriale de santé"
    CLS = "cls", "contrat local de santé"
    TVS = "tvs", "territoire de vie-santé"
    OTHER = "other", "autre"


class TerritoryQuerySet(models.QuerySet):
    """Territories with what they hold on a day."""

    def with_commune_count(self, day: dt.date) -> TerritoryQuerySet:
        """Add `commune_count`, the number of member communes on `day`."""
        membership = self.model._meta.get_field("memberships").related_model
        members = membership.objects.on(day).filter(territory=OuterRef("pk")).order_by()
        counted = members.values("territory").annotate(count=Count("pk")).values("count")
        return self.annotate(commune_count=Coalesce(Subquery(counted), 0))


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
    carrier = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="territories",
        verbose_name="porté par",
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
        return Commune.objects.filter(pk__in=self.memberships.on(day).values("commune"))
