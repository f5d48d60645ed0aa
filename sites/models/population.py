"""Populations of communes by census year, and outlines drawn on maps."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from sites.models.commune import Commune


class CommunePopulation(models.Model):
    """The legal population of a commune for one census year (INSEE).

    `municipal` counts those who live there; `total` adds those counted apart. Sums over several
    communes use the municipal one: the other counts people twice.
    """

    commune = models.ForeignKey(
        Commune, models.CASCADE, related_name="populations", verbose_name="commune"
    )
    year = models.PositiveSmallIntegerField(
        "année du recensement", help_text="Année de référence, et non année de publication."
    )
    municipal = models.PositiveIntegerField("population municipale")
    total = models.PositiveIntegerField("population totale", null=True, blank=True)
    source = models.CharField("source", max_length=200)

    history = HistoricalRecords(
        verbose_name="version de la population", verbose_name_plural="versions de la population"
    )

    class Meta:
        verbose_name = "population par année"
        verbose_name_plural = "populations par année"
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "year"],
                name="sites_communepopulation_once",
                violation_error_message="La population de cette année est déjà connue.",
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1800, 2200)),
                name="sites_communepopulation_year",
                violation_error_message="Donnez une année en quatre chiffres.",
            ),
            models.CheckConstraint(
                condition=Q(total__isnull=True) | Q(total__gte=models.F("municipal")),
                name="sites_communepopulation_total",
                violation_error_message="La population totale n’est pas plus petite que la "
                "population municipale.",
            ),
        ]

    def __str__(self):
        return f"{self.commune}, {self.year}"


class CommuneOutline(models.Model):
    """The outline of a commune, imported by an administrator, for maps.

    `polygons` is a list of polygons; a polygon is a list of rings, the first one outside; a ring is
    a closed list of [longitude, latitude] in degrees (WGS 84), as in GeoJSON (RFC 7946).
    """

    commune = models.OneToOneField(
        Commune, models.CASCADE, related_name="outline", verbose_name="commune"
    )
    polygons = models.JSONField("polygones")
    source = models.CharField("source", max_length=200)
    imported_on = models.DateField("importé le")

    history = HistoricalRecords(
        verbose_name="version du contour", verbose_name_plural="versions du contour"
    )

    class Meta:
        verbose_name = "contour de commune"
        verbose_name_plural = "contours de communes"

    def __str__(self):
        return str(self.commune)
