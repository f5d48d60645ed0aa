"""People of the team."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from csipa.models import Versioned
from sites.models import Gender
from sites.models.fields import CodeField
from sites.rules.names import search_key


class PersonQuerySet(models.QuerySet):
    """People found by name."""

    def search(self, text: str) -> PersonQuerySet:
        """Return the people with each word of `text` in their names, or that RPPS number."""
        found = self
        for word in search_key(text).split():
            held = Q(last_name__spelt=word) | Q(first_name__spelt=word)
            # A number holds figures alone: for letters its column need not be read.
            found = found.filter(held | Q(rpps__startswith=word) if word.isdigit() else held)
        return found


class Person(Versioned):
    """Somebody who works or worked at the centre; nothing of their health, ever."""

    title = models.CharField(
        "titre", max_length=40, blank=True, help_text="«\u00a0Docteur\u00a0»\u00a0; facultatif."
    )
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    gender = models.CharField("genre", max_length=1, choices=Gender.choices)
    rpps = CodeField(
        "RPPS",
        max_length=11,
        blank=True,
        help_text="Onze chiffres\u00a0; facultatif.",
    )
    email = models.EmailField("courriel professionnel", blank=True)
    phone = models.CharField("téléphone professionnel", max_length=20, blank=True)

    objects = PersonQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name="version de la personne", verbose_name_plural="versions de la personne"
    )

    class Meta:
        verbose_name = "personne"
        verbose_name_plural = "personnes"
        indexes = [
            models.Index(fields=["last_name", "first_name", "id"], name="staffing_person_list"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(rpps="") | Q(rpps__regex=r"^[0-9]{11}$"),
                name="staffing_person_rpps",
                violation_error_message="Un numéro RPPS compte onze chiffres.",
            ),
            models.UniqueConstraint(
                fields=["rpps"],
                condition=~Q(rpps=""),
                name="staffing_person_rpps_unique",
                violation_error_message="Une autre personne porte déjà ce numéro RPPS.",
            ),
        ]

    def __str__(self):
        return f"{self.first_name} {self.last_name}"
