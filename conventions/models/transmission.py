"""What goes to the State and comes back: packages of acts (@CTES) and their receipts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from conventions.models.act import Act
from conventions.models.agreeing import StoredFile
from csipa.constraints import Sealed


class Transmission(models.Model):
    """A package made for the State, kept as it was made; sending it is another matter.

    `day` and `rank` number the envelopes of one sender in one day, as their names demand.
    """

    act = models.ForeignKey(
        Act, on_delete=models.PROTECT, related_name="transmissions", verbose_name="acte"
    )
    identifier = models.CharField("identifiant de l’acte", max_length=60)
    siren = models.CharField("SIREN de l’émetteur", max_length=9)
    day = models.DateField("jour de l’enveloppe")
    rank = models.PositiveSmallIntegerField("rang dans le jour")
    name = models.CharField("nom du paquet", max_length=100)
    fields = models.JSONField("données transmises")
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="transmissions", verbose_name="paquet"
    )
    made_at = models.DateTimeField("préparé le")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="préparé par",
    )

    class Meta:
        verbose_name = "paquet de transmission"
        verbose_name_plural = "paquets de transmission"
        constraints = [
            models.UniqueConstraint(
                fields=["siren", "day", "rank"], name="conventions_transmission_rank"
            ),
            models.CheckConstraint(
                condition=Q(rank__gte=1), name="conventions_transmission_from_one"
            ),
            Sealed(name="conventions_transmission_sealed", owner="TRUE", guards_insert=False),
        ]

    def __str__(self) -> str:
        return self.name


class Receipt(models.Model):
    """The State's acknowledgement of an act, as it came; one an act, never changed."""

    act = models.OneToOneField(
        Act, on_delete=models.PROTECT, related_name="receipt", verbose_name="acte"
    )
    identifier = models.CharField("identifiant de l’acte", max_length=60, unique=True)
    received_on = models.DateField("reçu en préfecture le")
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="receipts", verbose_name="fichier reçu"
    )
    imported_at = models.DateTimeField("importé le")
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="importé par",
    )

    class Meta:
        verbose_name = "accusé de réception"
        verbose_name_plural = "accusés de réception"
        constraints = [Sealed(name="conventions_receipt_sealed", owner="TRUE", guards_insert=False)]

    def __str__(self) -> str:
        return self.identifier
