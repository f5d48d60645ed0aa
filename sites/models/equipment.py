"""What is installed at a site, and who lends it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from csipa.models import Period, PeriodQuerySet
from sites.models.organisation import Organisation
from sites.models.room import Room
from sites.models.site import Site


class Equipment(Period):
    """Things installed at a site, their number, and who lends them during which days."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="equipment", verbose_name="site")
    room = models.ForeignKey(
        Room,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="equipment",
        verbose_name="salle",
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
                {"room": f"«\u00a0{self.room}\u00a0» est une salle d’un autre site."}
            )
