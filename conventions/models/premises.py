"""What a convention puts at disposal, tied to the records of the site: rooms, things, hours."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from conventions.models.act_parts import CONVENTION_SEAL
from conventions.models.convention import Convention
from csipa.constraints import Sealed
from csipa.models import Ordered
from sites.models import Weekday


class OccupiedRoom(Ordered):
    """A room of the site that the convention opens to somebody."""

    convention = models.ForeignKey(
        Convention, on_delete=models.CASCADE, related_name="rooms", verbose_name="convention"
    )
    room = models.ForeignKey(
        "sites.Room", on_delete=models.PROTECT, related_name="occupations", verbose_name="salle"
    )

    history = HistoricalRecords(verbose_name="historique de la salle")

    class Meta:
        verbose_name = "salle mise à disposition"
        verbose_name_plural = "salles mises à disposition"
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "room"],
                name="conventions_occupiedroom_once",
                violation_error_message="Cette salle est déjà dans la convention.",
            ),
            Sealed(name="conventions_occupiedroom_sealed", owner=CONVENTION_SEAL),
        ]

    def __str__(self) -> str:
        return str(self.room)


class LentEquipment(Ordered):
    """Things of the site that the convention lends."""

    convention = models.ForeignKey(
        Convention, on_delete=models.CASCADE, related_name="equipment", verbose_name="convention"
    )
    equipment = models.ForeignKey(
        "sites.Equipment", on_delete=models.PROTECT, related_name="loans", verbose_name="matériel"
    )
    quantity = models.PositiveSmallIntegerField("quantité", default=1)

    history = HistoricalRecords(verbose_name="historique du prêt")

    class Meta:
        verbose_name = "matériel prêté"
        verbose_name_plural = "matériel prêté"
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "equipment"],
                name="conventions_lentequipment_once",
                violation_error_message="Ce matériel est déjà dans la convention.",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=1),
                name="conventions_lentequipment_quantity",
                violation_error_message="La quantité est d’au moins un.",
            ),
            Sealed(name="conventions_lentequipment_sealed", owner=CONVENTION_SEAL),
        ]

    def __str__(self) -> str:
        return str(self.equipment)


class OccupiedSlot(Ordered):
    """One weekly slot, its end left out; without a room, in all those of the convention."""

    convention = models.ForeignKey(
        Convention, on_delete=models.CASCADE, related_name="slots", verbose_name="convention"
    )
    room = models.ForeignKey(
        "sites.Room",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="slots",
        verbose_name="salle",
    )
    weekday = models.PositiveSmallIntegerField("jour", choices=Weekday.choices)
    starts_at = models.TimeField("de")
    ends_at = models.TimeField("à")
    use = models.CharField("usage", max_length=120, blank=True)

    history = HistoricalRecords(verbose_name="historique du créneau")

    class Meta:
        verbose_name = "créneau"
        verbose_name_plural = "créneaux hebdomadaires"
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__range=(1, 7)),
                name="conventions_occupiedslot_weekday",
                violation_error_message="Le jour va de lundi à dimanche.",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="conventions_occupiedslot_order",
                violation_error_message="Le créneau finit après avoir commencé.",
            ),
            Sealed(name="conventions_occupiedslot_sealed", owner=CONVENTION_SEAL),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts_at:%H:%M}–{self.ends_at:%H:%M}"
