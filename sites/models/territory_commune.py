"""The communes of a territory, and since when."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from csipa.models import Period, PeriodQuerySet
from sites.models.commune import Commune
from sites.models.territory import Territory
from sites.rules.periods import periods_overlap


class TerritoryCommune(Period):
    """The membership of a commune in a territory; an open start means « from the beginning »."""

    OVERLAP = "Cette commune est déjà membre de ce territoire pendant cette période."
    # Lines edited together are compared with each other, not with the rows they replace.
    compared_alone = True

    territory = models.ForeignKey(
        Territory, models.CASCADE, related_name="memberships", verbose_name="territoire"
    )
    commune = models.ForeignKey(
        Commune, models.PROTECT, related_name="memberships", verbose_name="commune"
    )

    objects = PeriodQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name="version de l’appartenance", verbose_name_plural="versions de l’appartenance"
    )

    class Meta(Period.Meta):
        verbose_name = "commune du territoire"
        verbose_name_plural = "communes du territoire"
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["territory", "commune"],
                condition=Q(end__isnull=True),
                name="sites_territorycommune_open_once",
                violation_error_message="Cette commune est déjà membre de ce territoire.",
            ),
        ]

    def __str__(self):
        return str(self.commune)

    def clean(self):
        """Refuse a second membership of the same commune during the same days."""
        if not (self.compared_alone and self.territory_id and self.commune_id):
            return
        others = TerritoryCommune.objects.filter(
            territory=self.territory_id, commune=self.commune_id
        )
        if any(periods_overlap(self, other) for other in others.exclude(pk=self.pk)):
            raise ValidationError(self.OVERLAP)
