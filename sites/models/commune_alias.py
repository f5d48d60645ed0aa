"""The other names of a commune."""

from django.db import models
from simple_history.models import HistoricalRecords

from sites.models.commune import Commune
from sites.models.fields import KeyField
from sites.rules.names import search_key


class CommuneAlias(models.Model):
    """A former or usual name, under which papers still call the commune."""

    commune = models.ForeignKey(
        Commune, models.CASCADE, related_name="aliases", verbose_name="commune"
    )
    name = models.CharField("ancien nom ou nom d’usage", max_length=80)
    search_key = KeyField("clé de recherche", max_length=80, source="name", key=search_key)

    history = HistoricalRecords(
        verbose_name="version de l’autre nom", verbose_name_plural="versions de l’autre nom"
    )

    class Meta:
        verbose_name = "autre nom de la commune"
        verbose_name_plural = "autres noms de la commune"
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "name"],
                name="sites_communealias_unique",
                violation_error_message="Cette commune porte déjà ce nom.",
            )
        ]

    def __str__(self):
        return self.name
