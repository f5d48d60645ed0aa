"""The postal codes of a commune."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from sites.models.commune import Commune
from sites.models.fields import CodeField
from sites.models.validators import validate_postal_code
from sites.rules.identifiers import POSTAL_CODE_PATTERN


class PostalCode(models.Model):
    """A postal code that serves a commune; one code may serve several communes."""

    commune = models.ForeignKey(
        Commune, models.CASCADE, related_name="postal_codes", verbose_name="commune"
    )
    code = CodeField("code postal", max_length=5, db_index=True, validators=[validate_postal_code])

    history = HistoricalRecords(
        verbose_name="version du code postal", verbose_name_plural="versions du code postal"
    )

    class Meta:
        verbose_name = "code postal"
        verbose_name_plural = "codes postaux"
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "code"],
                name="sites_postalcode_unique",
                violation_error_message="Ce code postal est déjà noté pour cette commune.",
            ),
            models.CheckConstraint(
                condition=Q(code__regex=POSTAL_CODE_PATTERN),
                name="sites_postalcode_code",
                violation_error_message="Un code postal compte cinq chiffres.",
            ),
        ]

    def __str__(self):
        return self.code
