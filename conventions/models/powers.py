"""Who may decide and sign, and since when: mandates, delegations of the council, orders.

Sources: CGCT L. 5211-9 (orders of the president), L. 5211-10 and L. 2122-22 (delegations of the
council), L. 2122-23 (sub-delegation), L. 5211-6 (installation of a new council).
"""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from conventions.models.act import Act
from conventions.models.choices import Delegate, OrderKind
from csipa.constraints import Sealed
from csipa.french.dates import long_date
from csipa.models import Ordered, Versioned

ACT_SEAL = "SELECT o.sealed FROM conventions_act o WHERE o.id = {row}.act_id"


class Mandate(Versioned):
    """The time between the installation of a council and that of the next one.

    The end is not typed: it is the eve of the next installation, so the two can never disagree.
    """

    authority = models.ForeignKey(
        "sites.Organisation",
        on_delete=models.PROTECT,
        related_name="mandates",
        verbose_name="collectivité",
    )
    installed_on = models.DateField(
        "conseil installé le", help_text="Le jour de la première réunion du nouveau conseil."
    )
    members = models.PositiveSmallIntegerField(
        "membres du conseil", null=True, blank=True, help_text="Effectif légal."
    )

    history = HistoricalRecords(verbose_name="historique du mandat")

    class Meta:
        verbose_name = "mandat"
        verbose_name_plural = "mandats"
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "installed_on"],
                name="conventions_mandate_once",
                violation_error_message="Ce mandat est déjà enregistré.",
            )
        ]

    def __str__(self) -> str:
        return f"Mandat ouvert le {long_date(self.installed_on)}"


class GrantedPower(models.Model):
    """An act that gives a power: it is known by its number, its date and when it took force."""

    authority = models.ForeignKey(
        "sites.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="collectivité",
    )
    mandate = models.ForeignKey(
        Mandate,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
        verbose_name="mandat",
        help_text="La délégation prend fin avec lui, au plus tard.",
    )
    act = models.ForeignKey(
        Act,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name="acte du registre",
        help_text="S’il est dans le registre, son numéro et ses dates sont repris.",
    )
    number = models.CharField("numéro", max_length=60, blank=True)
    date = models.DateField("date", null=True, blank=True)
    enforceable_on = models.DateField("exécutoire le", null=True, blank=True)
    ended_on = models.DateField(
        "rapporté le", null=True, blank=True, help_text="Premier jour où il ne vaut plus."
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(act__isnull=False) | Q(date__isnull=False),
                name="%(app_label)s_%(class)s_dated",
                violation_error_message="Donnez la date de l’acte, ou choisissez-le au registre.",
            ),
            models.CheckConstraint(
                condition=Q(enforceable_on__isnull=True)
                | Q(date__isnull=True)
                | Q(enforceable_on__gte=F("date")),
                name="%(app_label)s_%(class)s_force_after_date",
                violation_error_message="Un acte n’est pas exécutoire avant sa date.",
            ),
        ]

    def save(self, *args, **kwargs) -> None:
        """Write beside the act of the register what it says today, for those who read the table."""
        self._take_from_register()
        super().save(*args, **kwargs)

    def signed_on(self) -> dt.date | None:
        """Return the date of the act that gives the power."""
        return self.act.signature_date if self.act_id else self.date

    def known_number(self) -> str:
        """Return the number of the act that gives the power, empty when it has none."""
        return self.act.number if self.act_id else self.number

    def in_force_from(self) -> dt.date | None:
        """Return since when the power holds, None while that is not known.

        The register decides for an act that is in it: its dates may still change.
        """
        return self.act.enforceable_on() if self.act_id else self.enforceable_on

    def _take_from_register(self) -> None:
        if self.act_id:
            self.number, self.date = self.act.number, self.act.signature_date
            self.enforceable_on = self.act.enforceable_on()

    def clean(self) -> None:
        """Take number and dates from the register; refuse what another body or mandate gave.

        Raises ValidationError with the fields that contradict one another.
        """
        super().clean()
        errors = {}
        self._take_from_register()
        if self.act_id and self.act.authority_id != self.authority_id:
            errors["act"] = "Cet acte est celui d’une autre collectivité."
        if self.mandate_id and self.mandate.authority_id != self.authority_id:
            errors["mandate"] = "Ce mandat est celui d’une autre collectivité."
        elif self.mandate_id and self.date and self.date < self.mandate.installed_on:
            errors["mandate"] = (
                f"L’acte est du {long_date(self.date)}, avant l’installation de ce conseil : "
                "choisissez le mandat précédent."
            )
        if errors:
            raise ValidationError(errors)


class CouncilDelegation(GrantedPower, Versioned):
    """Powers that the council leaves to the executive or to the bureau (CGCT L. 5211-10)."""

    delegate = models.CharField(
        "délégation donnée", max_length=15, choices=Delegate, default=Delegate.EXECUTIVE
    )
    subdelegation_allowed = models.BooleanField(
        "subdélégation permise",
        default=True,
        help_text="Permise si la délibération ne l’exclut pas (CGCT L. 2122-23).",
    )

    history = HistoricalRecords(verbose_name="historique de la délégation")

    class Meta(GrantedPower.Meta):
        verbose_name = "délégation du conseil"
        verbose_name_plural = "délégations du conseil"

    def __str__(self) -> str:
        number = self.act.number if self.act_id else self.number
        day = self.signed_on()
        named = f"Délibération n° {number}" if number else "Délibération"
        return f"{named} du {long_date(day)}" if day else named


class DelegatedSubject(Ordered):
    """One matter that a delegation covers: « approuver les conditions de mise à disposition … »."""

    delegation = models.ForeignKey(
        CouncilDelegation,
        on_delete=models.CASCADE,
        related_name="subjects",
        verbose_name="délégation",
    )
    text = models.TextField(
        "matière",
        help_text="À l’infinitif, telle que la délibération l’écrit : « approuver les … ».",
    )

    history = HistoricalRecords(verbose_name="historique de la matière")

    class Meta:
        verbose_name = "matière déléguée"
        verbose_name_plural = "matières déléguées"

    def __str__(self) -> str:
        return f"{self.text[:90]} ({self.delegation})"


class DelegationOrder(GrantedPower, Versioned):
    """An order by which the executive delegates functions or signature (CGCT L. 5211-9)."""

    delegate = models.ForeignKey(
        "sites.Representative",
        on_delete=models.PROTECT,
        related_name="delegation_orders",
        verbose_name="délégataire",
    )
    kind = models.CharField(
        "délégation de", max_length=10, choices=OrderKind, default=OrderKind.FUNCTIONS
    )
    domain = models.TextField(
        "fonctions déléguées", blank=True, help_text="« la santé et l’action sociale »"
    )
    subjects = models.ManyToManyField(
        DelegatedSubject,
        blank=True,
        related_name="orders",
        verbose_name="matières du conseil subdéléguées",
    )

    history = HistoricalRecords(verbose_name="historique de l’arrêté", m2m_fields=[subjects])

    class Meta(GrantedPower.Meta):
        verbose_name = "arrêté de délégation"
        verbose_name_plural = "arrêtés de délégation"

    def __str__(self) -> str:
        number = self.act.number if self.act_id else self.number
        day = self.signed_on()
        named = f"Arrêté n° {number}" if number else "Arrêté"
        return f"{named} du {long_date(day)}" if day else named


class ActPower(Ordered):
    """A delegated matter that an act makes use of; its visas and its check come from it."""

    act = models.ForeignKey(
        Act, on_delete=models.CASCADE, related_name="powers", verbose_name="acte"
    )
    subject = models.ForeignKey(
        DelegatedSubject,
        on_delete=models.PROTECT,
        related_name="uses",
        verbose_name="matière déléguée",
    )

    history = HistoricalRecords(verbose_name="historique de la compétence")

    class Meta:
        verbose_name = "compétence exercée"
        verbose_name_plural = "compétences exercées"
        constraints = [
            models.UniqueConstraint(
                fields=["act", "subject"],
                name="conventions_actpower_once",
                violation_error_message="Cette matière est déjà choisie.",
            ),
            Sealed(name="conventions_actpower_sealed", owner=ACT_SEAL),
        ]

    def __str__(self) -> str:
        return str(self.subject)
