"""Figures that somebody stated about a territory or a commune."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from csipa.models import Stated
from sites.models.commune import Commune
from sites.models.territory import Territory
from sites.rules.care_professions import CARE_PROFESSIONS
from sites.rules.indicators import MEANINGS, Measure

MEASURE_CHOICES = [(measure.value, meaning.label) for measure, meaning in MEANINGS.items()]
PROFESSION_CHOICES = [(one.code, one.plural) for one in CARE_PROFESSIONS]


class Figure(Stated):
    """« 32 000 habitants sans médecin traitant », said by whom, where and for which day.

    It bears on a territory or on a commune. `profession` narrows professionals and retirements;
    `years` is the horizon of expected retirements, in years from `as_of`.
    """

    territory = models.ForeignKey(
        Territory,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name="territoire",
    )
    commune = models.ForeignKey(
        Commune,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name="commune",
    )
    measure = models.CharField("ce qui est dit", max_length=20, choices=MEASURE_CHOICES)
    profession = models.CharField(
        "profession",
        max_length=2,
        choices=PROFESSION_CHOICES,
        blank=True,
        help_text="Pour les professionnels et les départs\u00a0; vide\u00a0: toutes.",
    )
    years = models.PositiveSmallIntegerField(
        "dans les années",
        null=True,
        blank=True,
        help_text="Pour les départs attendus\u00a0: en combien d’années.",
    )
    label = models.CharField(
        "libellé", max_length=120, blank=True, help_text="Pour «\u00a0autre chiffre\u00a0»."
    )
    comment = models.CharField("remarque", max_length=300, blank=True)

    history = HistoricalRecords(
        verbose_name="version du chiffre", verbose_name_plural="versions du chiffre"
    )

    class Meta:
        verbose_name = "chiffre du territoire"
        verbose_name_plural = "chiffres du territoire"
        constraints = [
            models.CheckConstraint(
                condition=Q(territory__isnull=False, commune__isnull=True)
                | Q(territory__isnull=True, commune__isnull=False),
                name="sites_figure_scope",
                violation_error_message="Un chiffre porte sur un territoire ou sur une "
                "commune\u00a0: choisissez l’un des deux.",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="sites_figure_value",
                violation_error_message="Un chiffre n’est pas négatif.",
            ),
            models.CheckConstraint(
                condition=~Q(measure__in=[m for m in Measure if m.value.endswith("_share")])
                | Q(value__lte=100),
                name="sites_figure_share",
                violation_error_message="Une part va de 0 à 100\u00a0%.",
            ),
            models.CheckConstraint(
                condition=Q(profession="") | Q(measure__in=["professionals", "retirements"]),
                name="sites_figure_profession",
                violation_error_message="La profession ne se précise que pour des professionnels "
                "ou des départs.",
            ),
            models.CheckConstraint(
                condition=Q(measure="retirements", years__gte=1)
                | (~Q(measure="retirements") & Q(years__isnull=True)),
                name="sites_figure_years",
                violation_error_message="Des départs attendus demandent un nombre d’années\u00a0; "
                "les autres chiffres n’en ont pas.",
            ),
            models.CheckConstraint(
                condition=(Q(measure="other") & ~Q(label="")) | (~Q(measure="other") & Q(label="")),
                name="sites_figure_label",
                violation_error_message="Un «\u00a0autre chiffre\u00a0» demande un libellé\u00a0; "
                "les autres portent déjà le leur.",
            ),
        ]

    def __str__(self):
        return f"{self.label or self.get_measure_display()}, {self.territory or self.commune}"
