"""Abstract bases that several apps share: an order, a version, a period with its constraint."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q


class Ordered(models.Model):
    """A line of an ordered list; `position` counts from 1 and is renumbered at each save."""

    position = models.PositiveIntegerField("rang", default=0, help_text="De 1 à n, de haut en bas.")

    class Meta:
        abstract = True


class Versioned(models.Model):
    """The root of what is edited as one page; `version` grows by one at each save of that page.

    The back office refuses a save that started from an older version and shows what changed.
    """

    version = models.PositiveIntegerField("version", default=1, editable=False)

    class Meta:
        abstract = True


class Precision(models.TextChoices):
    """How exactly somebody stated a figure."""

    EXACT = "exact", "exact"
    ABOUT = "about", "environ"
    AT_LEAST = "at_least", "au moins"
    AT_MOST = "at_most", "au plus"


PRECISION_SIGNS = {
    Precision.EXACT: "",
    Precision.ABOUT: "≈\u00a0",
    Precision.AT_LEAST: "≥\u00a0",
    Precision.AT_MOST: "≤\u00a0",
}


class Stated(models.Model):
    """A figure as somebody stated it: value, how exact, for which day, where it was read.

    It is kept as it was stated, and shown beside the one that the records give, never in its place.
    """

    value = models.DecimalField("valeur", max_digits=14, decimal_places=3)
    precision = models.CharField(
        "précision", max_length=10, choices=Precision.choices, default=Precision.EXACT
    )
    as_of = models.DateField("à la date du", help_text="Jour sur lequel porte le chiffre.")
    source = models.CharField(
        "source", max_length=200, help_text="Qui l’a dit, et où\u00a0: titre, auteur, page."
    )
    source_date = models.DateField("date de la source", null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def sign(self) -> str:
        """Return the sign to write before the value, empty for an exact one."""
        return PRECISION_SIGNS[Precision(self.precision)]


class PeriodQuerySet(models.QuerySet):
    """Questions put to rows that hold during a period."""

    def on(self, day: dt.date) -> PeriodQuerySet:
        """Return the rows in force on `day`; both ends belong to the period."""
        return self.filter(
            Q(start__isnull=True) | Q(start__lte=day), Q(end__isnull=True) | Q(end__gte=day)
        )


class Period(models.Model):
    """A period whose first and last day belong to it; an unknown or open end is null."""

    start = models.DateField("depuis le", null=True, blank=True)
    end = models.DateField("jusqu’au", null=True, blank=True, help_text="Dernier jour inclus.")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                name="%(app_label)s_%(class)s_period",
                violation_error_message="La fin de la période précède son début.",
            )
        ]

    def holds_on(self, day: dt.date) -> bool:
        """Tell whether `day` belongs to the period."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)
