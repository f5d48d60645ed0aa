"""Programmes of public health: local health contracts, roadmaps, projects; their axes and aims."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from conventions.models.convention import Convention
from csipa.models import Ordered, Period, PeriodQuerySet, Versioned


class ProgrammeKind(models.TextChoices):
    """What holds the actions together."""

    CLS = "cls", "contrat local de santé (CLS)"
    CLSM = "clsm", "conseil local de santé mentale (CLSM)"
    CPTS = "cpts", "projet de santé d’une CPTS"
    ROADMAP = "roadmap", "feuille de route"
    OTHER = "other", "autre programme"


class Programme(Versioned, Period):
    """A local health contract, a roadmap…: a period, who carries it, where, and its action sheets.

    What its parties signed is a convention, when there is one; the one that it follows is
    `previous`.
    """

    kind = models.CharField("nature", max_length=8, choices=ProgrammeKind.choices)
    name = models.CharField("nom", max_length=200)
    short_name = models.CharField("nom court", max_length=60, blank=True)
    carrier = models.ForeignKey(
        "sites.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="programmes",
        verbose_name="porté par",
    )
    territory = models.ForeignKey(
        "sites.Territory",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="programmes",
        verbose_name="territoire",
    )
    community = models.ForeignKey(
        "sites.Community",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="programmes",
        verbose_name="CPTS",
    )
    convention = models.ForeignKey(
        Convention,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="programmes",
        verbose_name="contrat signé",
        help_text="La convention que ses parties ont signée\u00a0: signataires et partenaires "
        "associés s’y lisent.",
    )
    previous = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name="fait suite à",
    )
    signed_on = models.DateField("signé le", null=True, blank=True)
    summary = models.TextField("en bref", blank=True)

    objects = PeriodQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name="version du programme", verbose_name_plural="versions du programme"
    )

    class Meta(Period.Meta):
        verbose_name = "programme de santé"
        verbose_name_plural = "programmes de santé"
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["kind", "name"],
                name="conventions_programme_name_once",
                violation_error_message="Un programme de cette nature porte déjà ce nom.",
            ),
            models.CheckConstraint(
                condition=Q(previous__isnull=True) | ~Q(previous=F("id")),
                name="conventions_programme_not_its_own_sequel",
                violation_error_message="Un programme ne fait pas suite à lui-même.",
            ),
            models.CheckConstraint(
                condition=Q(community__isnull=True) | Q(kind="cpts"),
                name="conventions_programme_community",
                violation_error_message="Seul le projet d’une CPTS se rattache à une CPTS.",
            ),
        ]

    def __str__(self):
        return self.short_name or self.name


class Axis(Ordered):
    """A strategic axis of a programme."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="axes", verbose_name="programme"
    )
    code = models.CharField("numéro", max_length=12, help_text="«\u00a01\u00a0», «\u00a0A\u00a0».")
    title = models.CharField("intitulé", max_length=250)
    summary = models.TextField("en bref", blank=True)

    history = HistoricalRecords(
        verbose_name="version de l’axe", verbose_name_plural="versions de l’axe"
    )

    class Meta:
        verbose_name = "axe"
        verbose_name_plural = "axes"
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"],
                name="conventions_axis_code_once",
                violation_error_message="Un axe de ce programme porte déjà ce numéro.",
            ),
        ]

    def __str__(self):
        return f"{self.code}. {self.title}"


class Objective(Ordered):
    """An operational objective of an axis."""

    axis = models.ForeignKey(Axis, models.CASCADE, related_name="objectives", verbose_name="axe")
    code = models.CharField("numéro", max_length=12, help_text="«\u00a01.2\u00a0».")
    title = models.CharField("intitulé", max_length=300)

    history = HistoricalRecords(
        verbose_name="version de l’objectif", verbose_name_plural="versions de l’objectif"
    )

    class Meta:
        verbose_name = "objectif opérationnel"
        verbose_name_plural = "objectifs opérationnels"
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["axis", "code"],
                name="conventions_objective_code_once",
                violation_error_message="Un objectif de cet axe porte déjà ce numéro.",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"
