"""The professions of the team: who is counted together."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from csipa.models import Ordered
from sites.models.fields import KeyField
from sites.models.hours import Activity
from sites.rules.names import search_key


class ProfessionFamily(models.TextChoices):
    """Groups under which professions are listed."""

    MEDICAL = "medical", "professions médicales"
    PARAMEDICAL = "paramedical", "professions paramédicales"
    COORDINATION = "coordination", "coordination et prévention"
    ADMINISTRATIVE = "administrative", "accueil et administration"


class Profession(Ordered):
    """A profession, with what one full-time equivalent of it means.

    `weekly_hours` is the working week of one FTE; `consultation_minutes` how long one consultation
    takes on average, an assumption that people may change. Where it is unknown, no number of
    consultations is worked out.
    """

    name = models.CharField(
        "nom",
        max_length=80,
        help_text="Au masculin s’il varie\u00a0: «\u00a0médecin généraliste\u00a0», "
        "«\u00a0infirmier\u00a0», «\u00a0sage-femme\u00a0».",
    )
    feminine = models.CharField(
        "au féminin",
        max_length=80,
        blank=True,
        help_text="S’il change\u00a0: «\u00a0infirmière\u00a0».",
    )
    plural = models.CharField("au pluriel", max_length=80)
    search_key = KeyField(
        "clé de recherche", max_length=80, source="name", key=search_key, unique=True
    )
    family = models.CharField("famille", max_length=16, choices=ProfessionFamily.choices)
    activity = models.CharField(
        "activité à laquelle elle consulte", max_length=20, choices=Activity.choices, blank=True
    )
    weekly_hours = models.DecimalField(
        "heures par semaine d’un temps plein",
        max_digits=4,
        decimal_places=2,
        default=Decimal(35),
        validators=[MinValueValidator(Decimal(1))],
    )
    consultation_minutes = models.PositiveSmallIntegerField(
        "minutes par consultation",
        null=True,
        blank=True,
        help_text="Durée moyenne, hypothèse de tous les calculs de consultations.",
    )

    history = HistoricalRecords(
        verbose_name="version de la profession", verbose_name_plural="versions de la profession"
    )

    class Meta:
        verbose_name = "profession"
        verbose_name_plural = "professions"
        ordering = ("position", "search_key")
        constraints = [
            models.CheckConstraint(
                condition=Q(weekly_hours__gt=0, weekly_hours__lte=60),
                name="staffing_profession_hours",
                violation_error_message="Un temps plein compte de 1 à 60 heures par semaine.",
            ),
            models.CheckConstraint(
                condition=Q(consultation_minutes__isnull=True) | Q(consultation_minutes__gte=1),
                name="staffing_profession_minutes",
                violation_error_message="Une consultation dure au moins une minute.",
            ),
        ]

    def __str__(self):
        return self.name
