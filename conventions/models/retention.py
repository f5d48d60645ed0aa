"""How long a kind of document is kept, and what becomes of it then."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from conventions.models.choices import AccessDelay, Fate, Kept, KeptFrom


class RetentionRule(models.Model):
    """The rule of one nature from a day on: administrative life, fate, when anybody may read it."""

    nature = models.CharField("nature", max_length=15, choices=Kept)
    starts_on = models.DateField("en vigueur depuis le")
    years = models.PositiveSmallIntegerField(
        "durée d’utilité administrative, en années",
        help_text="Le temps pendant lequel le service en a besoin.",
    )
    counted_from = models.CharField("comptée depuis", max_length=10, choices=KeptFrom)
    fate = models.CharField("sort final", max_length=1, choices=Fate)
    access = models.CharField("communicable", max_length=6, choices=AccessDelay)
    source = models.TextField("source", help_text="Le texte, ou l’accord des Archives, qui le dit.")

    history = HistoricalRecords(verbose_name="historique de la règle")

    class Meta:
        verbose_name = "règle de conservation"
        verbose_name_plural = "règles de conservation"
        constraints = [
            models.UniqueConstraint(
                fields=["nature", "starts_on"],
                name="conventions_retentionrule_once",
                violation_error_message="Une règle de cette nature commence déjà ce jour-là.",
            ),
            models.CheckConstraint(
                condition=Q(years__lte=150),
                name="conventions_retentionrule_years",
                violation_error_message="Cent cinquante ans au plus.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_nature_display()}, depuis le {self.starts_on:%d/%m/%Y}"
