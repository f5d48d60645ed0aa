"""A room of a site."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from csipa.models import Ordered
from sites.models.site import Site


class Room(Ordered):
    """A room of a site; its area is in square metres."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="rooms", verbose_name="site")
    name = models.CharField("nom", max_length=120)
    area = models.DecimalField(
        "surface (m²)", max_digits=7, decimal_places=2, null=True, blank=True
    )

    history = HistoricalRecords(
        verbose_name="version de la salle", verbose_name_plural="versions de la salle"
    )

    class Meta:
        verbose_name = "salle"
        verbose_name_plural = "salles"
        constraints = [
            models.UniqueConstraint(
                fields=["site", "name"],
                name="sites_room_unique",
                violation_error_message="Une salle de ce site porte déjà ce nom.",
            ),
            models.CheckConstraint(
                condition=Q(area__isnull=True) | Q(area__gt=0),
                name="sites_room_area",
                violation_error_message="La surface est un nombre positif de mètres carrés.",
            ),
        ]

    def __str__(self):
        return self.name
