"""Private addresses under which people read the deadlines in their own calendar."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords


class CalendarFeed(models.Model):
    """One address, given once and revocable; only the hash of its secret is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name="compte",
    )
    name = models.CharField("nom", max_length=80, help_text="« Mon téléphone »")
    secret_hash = models.CharField("empreinte", max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField("créée le", editable=False)
    revoked_at = models.DateTimeField("révoquée le", null=True, blank=True, editable=False)
    last_used_on = models.DateField("lue le", null=True, blank=True, editable=False)

    history = HistoricalRecords(verbose_name="historique de l’adresse")

    not_in_history = {"last_used_on": "le jour de la dernière lecture, noté par le programme"}

    not_restored = "Une adresse secrète révoquée ne resert pas\u00a0: créez-en une autre."

    class Meta:
        verbose_name = "adresse d’agenda"
        # What people read in the menu: the page shows the deadlines, and its addresses below.
        verbose_name_plural = "agenda"

    def __str__(self) -> str:
        return self.name
