"""The series that give acts their numbers, without a gap and never twice."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from simple_history.models import HistoricalRecords

from conventions.models.act import Act
from conventions.models.choices import Nature
from conventions.rules.numbering import DEFAULT_PATTERN, PATTERN_FORM
from csipa.constraints import Refused, Sealed


class NumberSeries(models.Model):
    """One series: an authority, a nature of act, a year. `last` is the last number given.

    It only grows; once it has given a number, the series is no longer another's nor deleted.
    """

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
            ),
            Refused(
                name="conventions_numberseries_grows",
                message="Un numéro donné ne se reprend pas.",
                update="NEW.last < OLD.last OR (OLD.last > 0 AND (NEW.year <> OLD.year "
                "OR NEW.nature <> OLD.nature OR NEW.authority_id <> OLD.authority_id))",
                delete="OLD.last > 0",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_nature_display()} {self.year}"


class CancelledNumber(models.Model):
    """A number that was taken and stands for nothing any more; it is never given again.

    Without an act it was lost on paper. Without a rank it is the number of an act that came from
    elsewhere, in a style that is not that of the series.
    """

    authority = models.ForeignKey(
        "sites.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="autorité",
    )
    nature = models.CharField("nature", max_length=15, choices=Nature)
    year = models.PositiveSmallIntegerField("année")
    sequence = models.PositiveIntegerField("rang", null=True, blank=True)
    number = models.CharField("numéro", max_length=60)
    act = models.OneToOneField(
        Act,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cancellation",
        verbose_name="acte",
    )
    cancelled_on = models.DateField("annulé le")
    reason = models.TextField("motif")
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="annulé par",
    )

    class Meta:
        verbose_name = "numéro annulé"
        verbose_name_plural = "numéros annulés"
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "nature", "year", "sequence"],
                name="conventions_cancellednumber_once",
                violation_error_message="Ce numéro est déjà annulé.",
            ),
            Sealed(name="conventions_cancelled_sealed", owner="TRUE", guards_insert=False),
        ]

    def __str__(self) -> str:
        return f"{self.number} (annulé)"
