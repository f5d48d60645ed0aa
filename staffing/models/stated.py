"""Figures on the team as somebody stated them, to stand beside those that the records give."""

from django.db import models
from simple_history.models import HistoricalRecords

from csipa.models import Stated
from sites.models import Site
from staffing.models.profession import Profession


class StaffingMeasure(models.TextChoices):
    """What a stated figure measures."""

    AUTHORISED = "authorised", "ETP autorisés"
    FILLED = "filled", "ETP pourvus"
    VACANT = "vacant", "ETP vacants"
    DEFERRED = "deferred", "ETP différés"
    HEADS = "heads", "personnes présentes"


class StatedStaffing(Stated):
    """« Il manque 4 ETP de médecin », said by whom, where and for which day."""

    profession = models.ForeignKey(
        Profession, models.PROTECT, related_name="stated_figures", verbose_name="profession"
    )
    site = models.ForeignKey(
        Site,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stated_staffing",
        verbose_name="site",
        help_text="Vide\u00a0: tous les sites.",
    )
    measure = models.CharField("ce qui est dit", max_length=12, choices=StaffingMeasure.choices)

    history = HistoricalRecords(
        verbose_name="version du chiffre énoncé", verbose_name_plural="versions du chiffre énoncé"
    )

    class Meta:
        verbose_name = "chiffre énoncé"
        verbose_name_plural = "chiffres énoncés"

    def __str__(self):
        return f"{self.get_measure_display()}, {self.profession}"
