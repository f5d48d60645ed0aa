"""What a site is made of: its rooms, and the equipment others lend it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from csipa.models import Ordered, Period, PeriodQuerySet
from sites.models.organisation import Organisation
from sites.models.site import Site


class Room(Ordered):
    """A room of a site; its area is in square metres."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="rooms", verbose_name="site")
    name = models.CharField("nom", max_length=120)
    area = models.DecimalField(
        "surface (m²)", max_digits=7, decimal_places=2, null=True, blank=True
    )

    history = HistoricalRecords(
        verbose_name="version du local", verbose_name_plural="versions du local"
    )

    class Meta:
        verbose_name = "local"
        verbose_name_plural = "locaux"
        constraints = [
            models.UniqueConstraint(
                fields=["site", "name"],
                name="sites_room_unique",
                violation_error_message="Un local de ce site porte déjà ce nom.",
            ),
            models.CheckConstraint(
                condition=Q(area__isnull=True) | Q(area__gt=0),
                name="sites_room_area",
                violation_error_message="La surface est un nombre positif de mètres carrés.",
            ),
        ]

    def __str__(self):
        return self.name


class Equipment(Period):
    """Things installed at a site, their number, and who lends them during which days."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="equipment", verbose_name="site")
    room = models.ForeignKey(
        Room,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="equipment",
        verbose_name="local",
    )
    label = models.CharField("désignation", max_length=200)
    quantity = models.PositiveSmallIntegerField("quantité", default=1)
    lent_by = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="lent_equipment",
        verbose_name="prêté par",
        help_text="Vide si le matériel appartient au gestionnaire du site.",
    )

    objects = PeriodQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name="version du matériel", verbose_name_plural="versions du matériel"
    )

    class Meta(Period.Meta):
        verbose_name = "matériel"
        verbose_name_plural = "matériels"
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=Q(quantity__gte=1),
                name="sites_equipment_quantity",
                violation_error_message="La quantité est d’au moins un.",
            ),
        ]

    def __str__(self):
        return self.label

    def clean(self):
        """Refuse a room of another site."""
        if self.room_id and self.site_id and self.room.site_id != self.site_id:
            raise ValidationError(
                {"room": f"«\u00a0{self.room}\u00a0» est un local d’un autre site."}
            )
