"""The library of conventions: clauses with their versions, models that put them in order."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from conventions.models.choices import (
    ClauseSubject,
    ConventionKind,
    FinanceMode,
    LegalForm,
    NoticeForm,
    NoticeTo,
    PartyRole,
    Renewal,
    TimeUnit,
)
from csipa.constraints import Sealed
from csipa.models import Ordered, Versioned
from csipa.richtext import RichTextField


class Clause(Versioned):
    """A clause that several conventions share; its words are those of its versions."""

    name = models.CharField(
        "nom",
        max_length=200,
        unique=True,
        error_messages={"unique": "Une autre clause porte déjà ce nom."},
        help_text="Pour la retrouver : « Durée sans reconduction ».",
    )
    subject = models.CharField("sujet", max_length=12, choices=ClauseSubject)
    note = models.TextField("remarque", blank=True, help_text="Quand l’employer, d’où elle vient.")

    history = HistoricalRecords(verbose_name="historique de la clause")

    class Meta:
        verbose_name = "clause"
        verbose_name_plural = "clauses"

    def __str__(self) -> str:
        return self.name


class ClauseVersionQuerySet(models.QuerySet):
    """Questions put to versions of clauses."""

    def published(self) -> ClauseVersionQuerySet:
        """Return the versions that conventions may be written from, or were."""
        return self.filter(published_on__isnull=False)


class ClauseVersion(models.Model):
    """One wording of a clause; once published it never changes, another takes its place.

    Its texts hold placeholders (`conventions.rules.placeholders`) and nothing that runs.
    """

    clause = models.ForeignKey(
        Clause, on_delete=models.PROTECT, related_name="versions", verbose_name="clause"
    )
    number = models.PositiveSmallIntegerField("version")
    title = models.CharField("titre de l’article", max_length=500)
    introduction = models.TextField(
        "introduction", blank=True, help_text="« {le partenaire} s’engage à : »"
    )
    body = RichTextField("texte", blank=True)
    role = models.CharField("engagements de", max_length=10, choices=PartyRole, blank=True)
    commitments = models.JSONField("engagements", default=list, blank=True)
    change_note = models.TextField("ce qui change", blank=True)
    published_on = models.DateField("publiée le", null=True, blank=True, editable=False)

    objects = ClauseVersionQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="historique de la version")

    class Meta:
        verbose_name = "version d’une clause"
        verbose_name_plural = "versions des clauses"
        constraints = [
            models.UniqueConstraint(
                fields=["clause", "number"],
                name="conventions_clauseversion_number",
                violation_error_message="Cette clause a déjà une version de ce numéro.",
            ),
            models.UniqueConstraint(
                fields=["clause"],
                condition=Q(published_on__isnull=True),
                name="conventions_clauseversion_one_draft",
                violation_error_message="Cette clause a déjà une version en préparation.",
            ),
            Sealed(
                name="conventions_clauseversion_sealed",
                owner="{row}.published_on IS NOT NULL",
                guards_insert=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause}, version {self.number}"


class ConventionTemplate(Versioned):
    """A model of convention: its parties by role, its clauses in order, its usual terms."""

    name = models.CharField(
        "nom",
        max_length=200,
        unique=True,
        error_messages={"unique": "Un autre modèle porte déjà ce nom."},
    )
    description = models.TextField("à quoi il sert", blank=True)
    kind = models.CharField("type", max_length=12, choices=ConventionKind)
    title = models.TextField("titre de la convention")
    subtitle = models.TextField("sous-titre", blank=True)
    preamble = RichTextField("préambule", blank=True)
    renewal = models.CharField("prolongation", max_length=10, choices=Renewal, blank=True)
    renewal_times = models.PositiveSmallIntegerField(
        "nombre de reconductions", null=True, blank=True
    )
    renewal_years = models.PositiveSmallIntegerField(
        "années par reconduction", null=True, blank=True
    )
    renewal_deadline_value = models.PositiveSmallIntegerField(
        "reconduction à décider avant le terme", null=True, blank=True
    )
    renewal_deadline_unit = models.CharField("unité", max_length=6, choices=TimeUnit, blank=True)
    notice_value = models.PositiveSmallIntegerField("préavis", null=True, blank=True)
    notice_unit = models.CharField("unité du préavis", max_length=6, choices=TimeUnit, blank=True)
    notice_form = models.CharField(
        "forme du préavis", max_length=10, choices=NoticeForm, blank=True
    )
    notice_to = models.CharField("préavis donné", max_length=5, choices=NoticeTo, blank=True)
    finance_mode = models.CharField(
        "conditions financières", max_length=12, choices=FinanceMode, blank=True
    )
    decision_title = models.TextField("objet de la décision", blank=True)
    decision_recitals = models.JSONField("considérants de la décision", default=list, blank=True)
    decision_provision = models.TextField(
        "dispositif de la décision",
        blank=True,
        help_text="Ce qui suit « DÉCIDE » : « d’autoriser la signature … ».",
    )
    subject_matter = models.CharField("matière", max_length=10, blank=True)
    retired_on = models.DateField("retiré le", null=True, blank=True, editable=False)

    history = HistoricalRecords(verbose_name="historique du modèle")

    class Meta:
        verbose_name = "modèle de convention"
        verbose_name_plural = "modèles de conventions"

    def __str__(self) -> str:
        return self.name


class TemplateParty(Ordered):
    """A party that the model expects, in the place it takes everywhere."""

    template = models.ForeignKey(
        ConventionTemplate,
        on_delete=models.CASCADE,
        related_name="parties",
        verbose_name="modèle",
    )
    role = models.CharField("rôle", max_length=10, choices=PartyRole)
    legal_form = models.CharField(
        "forme attendue", max_length=16, choices=LegalForm, blank=True, help_text="Vide : toutes."
    )

    history = HistoricalRecords(verbose_name="historique de la partie du modèle")

    class Meta:
        verbose_name = "partie du modèle"
        verbose_name_plural = "parties du modèle"
        constraints = [
            models.UniqueConstraint(
                fields=["template", "role"],
                name="conventions_templateparty_role",
                violation_error_message="Ce rôle est déjà tenu par une partie du modèle.",
            )
        ]

    def __str__(self) -> str:
        return str(self.get_role_display())


class TemplateClause(Ordered):
    """A clause of a model, at its place; its latest published version is the one written."""

    template = models.ForeignKey(
        ConventionTemplate,
        on_delete=models.CASCADE,
        related_name="clauses",
        verbose_name="modèle",
    )
    clause = models.ForeignKey(
        Clause, on_delete=models.PROTECT, related_name="places", verbose_name="clause"
    )

    history = HistoricalRecords(verbose_name="historique de la clause du modèle")

    class Meta:
        verbose_name = "clause du modèle"
        verbose_name_plural = "clauses du modèle"
        constraints = [
            models.UniqueConstraint(
                fields=["template", "clause"],
                name="conventions_templateclause_once",
                violation_error_message="Cette clause est déjà dans le modèle.",
            )
        ]

    def __str__(self) -> str:
        return str(self.clause)
