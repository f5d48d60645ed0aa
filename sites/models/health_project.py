"""The health project of the centre: its editions, what each promises, and what is kept of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from csipa.models import Ordered, Versioned
from sites.models.hours import Activity, Weekday
from sites.models.site import Site, SiteKind


class HealthProject(Versioned):
    """One edition of the health project (code de la santé publique, L. 6323-1-10).

    The one in force on a day is the latest whose `applies_from` has come.
    """

    site = models.ForeignKey(
        Site,
        models.PROTECT,
        related_name="health_projects",
        verbose_name="centre de santé",
        limit_choices_to={"kind": SiteKind.CENTRE},
    )
    edition = models.PositiveSmallIntegerField("édition", help_text="1 pour le premier projet.")
    title = models.CharField("intitulé", max_length=200, default="Projet de santé")
    act_number = models.CharField(
        "acte qui l’adopte", max_length=40, blank=True, help_text="Numéro de la délibération."
    )
    adopted_on = models.DateField("adopté le", null=True, blank=True)
    sent_on = models.DateField("transmis à l’ARS le", null=True, blank=True)
    receipt_number = models.CharField(
        "récépissé", max_length=60, blank=True, help_text="Numéro du récépissé de l’ARS."
    )
    receipt_on = models.DateField("validé par l’ARS le", null=True, blank=True)
    applies_from = models.DateField("s’applique à partir du", null=True, blank=True)

    history = HistoricalRecords(
        verbose_name="version du projet de santé",
        verbose_name_plural="versions du projet de santé",
    )

    class Meta:
        verbose_name = "projet de santé"
        verbose_name_plural = "projets de santé"
        constraints = [
            models.UniqueConstraint(
                fields=["site", "edition"],
                name="sites_healthproject_edition",
                violation_error_message="Cette édition du projet de santé existe déjà.",
            ),
            models.CheckConstraint(
                condition=Q(edition__gte=1),
                name="sites_healthproject_edition_from_one",
                violation_error_message="Les éditions se comptent à partir de 1.",
            ),
        ]

    def __str__(self):
        return f"{self.title}, édition {self.edition}"


class CommitmentTheme(models.TextChoices):
    """What a promise of the health project is about."""

    OPENING = "opening", "horaires d’ouverture"
    UNSCHEDULED = "unscheduled", "soins non programmés"
    CONTINUITY = "continuity", "continuité des soins"
    ON_CALL = "on_call", "permanence des soins ambulatoires"
    THIRD_PARTY = "third_party", "tiers payant"
    PREVENTION = "prevention", "prévention et santé publique"
    COORDINATION = "coordination", "coordination"
    TRAINING = "training", "formation et accueil d’étudiants"
    INFORMATION = "information", "système d’information"
    OTHER = "other", "autre"


class HealthCommitment(Ordered):
    """One promise of an edition.

    Where it promises opening hours (an activity, and if need be a weekday and times), the opening
    hours of the sites tell by themselves whether it is kept; else somebody notes it.
    """

    project = models.ForeignKey(
        HealthProject,
        models.CASCADE,
        related_name="commitments",
        verbose_name="projet de santé",
    )
    theme = models.CharField("thème", max_length=12, choices=CommitmentTheme.choices)
    text = models.CharField("engagement", max_length=300)
    due_on = models.DateField("à tenir pour le", null=True, blank=True)
    activity = models.CharField(
        "activité promise", max_length=20, choices=Activity.choices, blank=True
    )
    weekday = models.PositiveSmallIntegerField(
        "jour promis", choices=Weekday.choices, null=True, blank=True
    )
    opens_at = models.TimeField("de", null=True, blank=True)
    closes_at = models.TimeField("à", null=True, blank=True)

    history = HistoricalRecords(
        verbose_name="version de l’engagement", verbose_name_plural="versions de l’engagement"
    )

    class Meta:
        verbose_name = "engagement du projet de santé"
        verbose_name_plural = "engagements du projet de santé"
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__isnull=True) | ~Q(activity=""),
                name="sites_healthcommitment_weekday",
                violation_error_message="Dites quelle activité est promise ce jour-là.",
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True, closes_at__isnull=True)
                | Q(closes_at__gt=F("opens_at"), weekday__isnull=False),
                name="sites_healthcommitment_times",
                violation_error_message="Un créneau promis a un jour, une heure de début et une "
                "heure de fin qui la suit.",
            ),
        ]

    def __str__(self):
        return self.text


class FindingState(models.TextChoices):
    """Whether a promise is kept."""

    KEPT = "kept", "tenu"
    PARTLY = "partly", "tenu en partie"
    NOT_KEPT = "not_kept", "non tenu"
    NOT_YET = "not_yet", "à venir"


class CommitmentFinding(models.Model):
    """What somebody found about a promise on a day; the latest holds."""

    commitment = models.ForeignKey(
        HealthCommitment,
        models.CASCADE,
        related_name="findings",
        verbose_name="engagement",
    )
    found_on = models.DateField("constaté le")
    state = models.CharField("constat", max_length=10, choices=FindingState.choices)
    reason = models.TextField(
        "explication", blank=True, help_text="Pourquoi, et ce qui est prévu pour y remédier."
    )

    history = HistoricalRecords(
        verbose_name="version du constat", verbose_name_plural="versions du constat"
    )

    class Meta:
        verbose_name = "constat"
        verbose_name_plural = "constats"
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "found_on"],
                name="sites_commitmentfinding_day",
                violation_error_message="Un constat est déjà noté à cette date.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["kept", "not_yet"]) | ~Q(reason=""),
                name="sites_commitmentfinding_reason",
                violation_error_message="Expliquez pourquoi l’engagement n’est pas tenu.",
            ),
        ]

    def __str__(self):
        return f"{self.commitment}\u00a0: {self.get_state_display()}"
