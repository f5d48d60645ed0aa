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
