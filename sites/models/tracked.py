"""An indicator that is followed: what it counts, from what to what. Its values are dated."""

from django.db import models

from csipa.models import Ordered, Stated


class Direction(models.TextChoices):
    """Which way is better."""

    UP = "up", "à la hausse"
    DOWN = "down", "à la baisse"


class Tracked(Ordered):
    """An indicator of a mission or of an action: name, unit, where it starts, where it should go.

    A target without a direction cannot be judged: the direction says which way is better.
    """

    name = models.CharField("indicateur", max_length=200)
    unit = models.CharField("unité", max_length=40, blank=True)
    how = models.CharField(
        "mode de calcul et source",
        max_length=300,
        blank=True,
        help_text="Ce qui est compté, divisé par quoi, lu où.",
    )
    baseline = models.DecimalField(
        "valeur de départ", max_digits=14, decimal_places=3, null=True, blank=True
    )
    target = models.DecimalField("cible", max_digits=14, decimal_places=3, null=True, blank=True)
    target_on = models.DateField("cible attendue le", null=True, blank=True)
    direction = models.CharField(
        "sens", max_length=4, choices=Direction.choices, default=Direction.UP
    )

    class Meta:
        abstract = True

    def __str__(self):
        return self.name


class TrackedValue(Stated):
    """One value of an indicator, for a day."""

    class Meta:
        abstract = True
