"""The parties to a convention; their one order drives every place where they appear."""

from __future__ import annotations

from django.db import models
from simple_history.models import HistoricalRecords

from conventions.models.act_parts import CONVENTION_SEAL
from conventions.models.choices import Gender, LegalForm, Nature, PartyRank, PartyRole
from conventions.models.convention import Convention
from csipa.constraints import Sealed
from csipa.models import Ordered

PARTY_SEAL = (
    "SELECT o.sealed FROM conventions_party p JOIN conventions_convention o "
    "ON o.id = p.convention_id WHERE p.id = {row}.party_id"
)


class Party(Ordered):
    """One party: an organisation or a person, and who signs for it.

    Until the convention is sealed its words come from the records; `as_written` keeps those of a
    source document instead.
    """

    convention = models.ForeignKey(
        Convention, on_delete=models.CASCADE, related_name="parties", verbose_name="convention"
    )
    organisation = models.ForeignKey(
        "sites.Organisation",
        on_delete=models.PROTECT,
        related_name="party_places",
        verbose_name="organisme",
    )
    representative = models.ForeignKey(
        "sites.Representative",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="party_places",
        verbose_name="représentée par",
    )
    rank = models.CharField(
        "qualité de la partie",
        max_length=10,
        choices=PartyRank,
        default=PartyRank.SIGNATORY,
        blank=True,
    )
    role = models.CharField(
        "rôle",
        max_length=10,
        choices=PartyRole,
        blank=True,
        help_text="Celui que les clauses de la bibliothèque lui donnent.",
    )
    group = models.CharField(
        "groupe", max_length=120, blank=True, help_text="« les communes », pour les réunir."
    )
    short_name = models.CharField(
        "ci-après", max_length=200, blank=True, help_text="Le nom court employé dans le texte."
    )

    as_written = models.BooleanField("mots du document d’origine", default=False)
    name = models.CharField("nom, tel qu’écrit", max_length=300, blank=True)
    legal_form = models.CharField(
        "forme, telle qu’écrite", max_length=16, choices=LegalForm, blank=True
    )
    siren = models.CharField("SIREN, tel qu’écrit", max_length=9, blank=True)
    siret = models.CharField("SIRET, tel qu’écrit", max_length=14, blank=True)
    rna = models.CharField("RNA, tel qu’écrit", max_length=10, blank=True)
    insee_code = models.CharField("code INSEE, tel qu’écrit", max_length=5, blank=True)
    seat = models.CharField("siège, tel qu’écrit", max_length=300, blank=True)
    representative_introduction = models.CharField(
        "introduction, telle qu’écrite", max_length=300, blank=True
    )
    representative_title = models.CharField("civilité, telle qu’écrite", max_length=60, blank=True)
    representative_first_name = models.CharField("prénom, tel qu’écrit", max_length=100, blank=True)
    representative_last_name = models.CharField("nom, tel qu’écrit", max_length=100, blank=True)
    representative_gender = models.CharField(
        "genre, tel qu’écrit", max_length=1, choices=Gender, blank=True
    )
    representative_capacity = models.CharField(
        "qualité, telle qu’écrite", max_length=200, blank=True
    )

    history = HistoricalRecords(verbose_name="historique de la partie")

    class Meta:
        verbose_name = "partie"
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "organisation"],
                condition=models.Q(as_written=False),
                name="conventions_party_once",
                violation_error_message="Cette organisation est déjà partie à la convention.",
            ),
            Sealed(name="conventions_party_sealed", owner=CONVENTION_SEAL),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name or str(self.organisation)


class EmpoweringAct(Ordered):
    """An act of the party itself that empowers its representative to sign."""

    party = models.ForeignKey(
        Party, on_delete=models.CASCADE, related_name="acts", verbose_name="partie"
    )
    nature = models.CharField("nature", max_length=15, choices=Nature, blank=True)
    number = models.CharField("numéro", max_length=60, blank=True)
    date = models.DateField("date", null=True, blank=True)

    history = HistoricalRecords(verbose_name="historique de l’acte habilitant")

    class Meta:
        verbose_name = "acte habilitant"
        verbose_name_plural = "actes habilitants"
        constraints = [Sealed(name="conventions_empoweringact_sealed", owner=PARTY_SEAL)]

    def __str__(self) -> str:
        return f"{self.get_nature_display()} {self.number}".strip() or "acte habilitant"
