"""Who represents an organisation, in what capacity and during which days."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from csipa.models import Ordered, Period, PeriodQuerySet
from sites.models.organisation import Gender, Organisation


class Representative(Ordered, Period):
    """A person who signs for an organisation; of those in office, the first in rank by default.

    `capacity` is stored in its masculine form (« vice-président délégué »): it agrees when read.
    `on_behalf` is empty for the principal; otherwise the words that open the signature.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="representatives", verbose_name="organisme"
    )
    title = models.CharField(
        "titre", max_length=40, blank=True, help_text="« Docteur », « M. », « Mme » ; facultatif."
    )
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    gender = models.CharField("genre", max_length=1, choices=Gender.choices)
    capacity = models.CharField(
        "qualité",
        max_length=120,
        help_text="Au masculin : « président », « vice-président délégué », « maire ». "
        "L’accord se fait tout seul.",
    )
    on_behalf = models.CharField(
        "par délégation",
        max_length=120,
        blank=True,
        help_text="« Par délégation du Président » ; vide si la personne signe de plein droit.",
    )

    objects = PeriodQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name="version du représentant", verbose_name_plural="versions du représentant"
    )

    class Meta(Period.Meta):
        verbose_name = "représentant"
        verbose_name_plural = "représentants"
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=Q(gender__in=["m", "f"]),
                name="sites_representative_gender",
                violation_error_message="Choisissez le genre : la qualité s’accorde avec lui.",
            ),
        ]

    def __str__(self):
        return " ".join(part for part in (self.title, self.first_name, self.last_name) if part)
