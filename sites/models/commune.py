"""A commune, known by its INSEE code; its name and its postal codes never identify it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from csipa.french import grammar
from sites.models.commune_queryset import CommuneQuerySet
from sites.models.fields import CodeField, KeyField
from sites.models.validators import (
    validate_department,
    validate_insee_code,
    validate_siren,
)
from sites.rules.identifiers import (
    INSEE_PATTERN,
    SIREN_PATTERN,
    department_of,
)
from sites.rules.names import search_key


class LinkedArticle(models.IntegerChoices):
    """INSEE's « type de nom en clair » (TNCC): how the name takes « de » and « à »."""

    NONE = 0, "aucun, consonne ou h aspiré\u00a0: de Béthune"
    ELIDED = 1, "aucun, voyelle ou h muet\u00a0: d’Hinges"
    LE = 2, "Le\u00a0: du Touquet"
    LA = 3, "La\u00a0: de La Couture"
    LES = 4, "Les\u00a0: des Attaques"
    L = 5, "L’\u00a0: de L’Haÿ"
    AUX = 6, "Aux\u00a0: des Marais"
    LAS = 7, "Las\u00a0: de Las Bordes"
    LOS = 8, "Los\u00a0: de Los Masos"


class Commune(models.Model):
    """A commune of the official geographic code (INSEE, COG)."""

    insee_code = CodeField(
        "code INSEE", max_length=5, primary_key=True, validators=[validate_insee_code]
    )
    name = models.CharField("nom", max_length=80)
    search_key = KeyField("clé de recherche", max_length=80, source="name", key=search_key)
    tncc = models.PositiveSmallIntegerField(
        "article du nom",
        choices=LinkedArticle.choices,
        help_text="Type de nom en clair (TNCC) du code officiel géographique.",
    )
    siren = CodeField("SIREN", max_length=9, blank=True, validators=[validate_siren])
    department = CodeField("département", max_length=3, validators=[validate_department])
    population = models.PositiveIntegerField("population municipale", null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(
        "année de la population",
        null=True,
        blank=True,
        help_text="Année du recensement, et non année de publication.",
    )
    latitude = models.DecimalField(
        "latitude", max_digits=9, decimal_places=6, null=True, blank=True
    )
    longitude = models.DecimalField(
        "longitude", max_digits=9, decimal_places=6, null=True, blank=True
    )

    objects = CommuneQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name="version de la commune", verbose_name_plural="versions de la commune"
    )

    class Meta:
        verbose_name = "commune"
        verbose_name_plural = "communes"
        constraints = [
            models.CheckConstraint(
                condition=Q(insee_code__regex=INSEE_PATTERN),
                name="sites_commune_insee_code",
                violation_error_message="Un code INSEE compte cinq chiffres (62620, 2A004).",
            ),
            models.CheckConstraint(
                condition=Q(tncc__range=(0, 8)),
                name="sites_commune_tncc",
                violation_error_message="Le type de nom en clair va de 0 à 8.",
            ),
            models.CheckConstraint(
                condition=Q(siren="") | Q(siren__regex=SIREN_PATTERN),
                name="sites_commune_siren",
                violation_error_message="Un numéro SIREN compte neuf chiffres.",
            ),
            models.UniqueConstraint(
                fields=["siren"],
                condition=~Q(siren=""),
                name="sites_commune_siren_unique",
                violation_error_message="Une autre commune porte déjà ce numéro SIREN.",
            ),
            models.CheckConstraint(
                condition=Q(population_year__isnull=True) | Q(population__isnull=False),
                name="sites_commune_population_year",
                violation_error_message="L’année de la population demande une population.",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    # A comparison with NULL is no refusal: say that neither may be missing.
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="sites_commune_point",
                violation_error_message="La latitude et la longitude vont ensemble, en degrés.",
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """Refuse a name without the article that its type announces, a department of elsewhere."""
        if self.tncc is None or not self.insee_code:
            return
        try:
            grammar.de_commune(self.name, self.tncc)
        except grammar.UnknownNameType as error:
            raise ValidationError({"tncc": str(error)}) from error
        if self.department != department_of(self.insee_code):
            raise ValidationError({"department": "Le code INSEE est d’un autre département."})

    @property
    def choice_label(self) -> str:
        """Return what tells communes apart in a list: name, INSEE code, postal codes. May query."""
        codes = ", ".join(sorted(postal.code for postal in self.postal_codes.all()))
        return f"{self.name} – INSEE {self.insee_code}, code postal {codes or 'inconnu'}"

    def only_postal_code(self) -> str:
        """Return the postal code where there is one; empty where one must choose. One query."""
        codes = list(self.postal_codes.values_list("code", flat=True)[:2])
        return codes[0] if len(codes) == 1 else ""

    @property
    def de(self) -> str:
        """Return « de » and the name: « de Lillers », « d’Hinges », « du Touquet-Paris-Plage »."""
        return grammar.de_commune(self.name, self.tncc)

    @property
    def a(self) -> str:
        """Return « à » and the name: « à Lillers », « au Touquet-Paris-Plage »."""
        return grammar.a_commune(self.name, self.tncc)
