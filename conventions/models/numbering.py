"""The series that give acts their numbers, without a gap and never twice."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from simple_history.models import HistoricalRecords

from conventions.models.choices import Nature
from conventions.rules.numbering import DEFAULT_PATTERN, PATTERN_FORM


class NumberSeries(models.Model):
    """One series: an authority, a nature of act, a year. `last` is the last number given."""

    authority = models.ForeignKey(
        "sites.Organisation",
        on_delete=models.PROTECT,
        related_name="number_series",
        verbose_name="autorité",
    )
    nature = models.CharField("nature", max_length=15, choices=Nature)
    year = models.PositiveSmallIntegerField("année")
    pattern = models.CharField(
        "forme du numéro",
        max_length=60,
        default=DEFAULT_PATTERN,
        validators=[
            RegexValidator(
                PATTERN_FORM,
                "La forme du numéro contient {seq} ou {seq:03d}, et au besoin {year} : "
                "« {year} {seq:03d} » donne « 2026 008 ».",
            )
        ],
        help_text="{year} : l’année ; {seq:03d} : le rang sur trois chiffres.",
    )
    last = models.PositiveIntegerField(
        "dernier numéro donné",
        default=0,
        help_text="À régler une fois, quand la série a commencé sur un autre registre.",
    )

    history = HistoricalRecords(verbose_name="historique de la série")

    class Meta:
        verbose_name = "série de numéros"
        verbose_name_plural = "séries de numéros"
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "nature", "year"],
                name="conventions_numberseries_once",
                violation_error_message="Cette série existe déjà pour cette année.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_nature_display()} {self.year}"
