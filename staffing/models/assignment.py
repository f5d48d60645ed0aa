"""Who holds which post, for what part of a full time, from when to when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from csipa.constraints import Holds
from csipa.models import PeriodQuerySet, Versioned
from sites.models import Site
from staffing.models.person import Person
from staffing.models.post import OVERFILLED, OVERFILLED_MESSAGE, POST_LOCK, FteField, Post


class ContractKind(models.TextChoices):
    """Under what status somebody works here."""

    TENURED = "tenured", "fonctionnaire"
    PERMANENT = "permanent", "contrat à durée indéterminée"
    FIXED_TERM = "fixed_term", "contrat à durée déterminée"
    HOURLY = "hourly", "vacation"
    SECONDED = "seconded", "mise à disposition"
    LOCUM = "locum", "remplacement"
    TRAINEE = "trainee", "docteur junior ou interne"


class DepartureReason(models.TextChoices):
    """How an assignment ended; never anything about anybody's health."""

    RESIGNATION = "resignation", "démission"
    END_OF_TERM = "end_of_term", "fin de contrat"
    TRIAL = "trial", "fin de la période d’essai"
    RETIREMENT = "retirement", "retraite"
    TRANSFER = "transfer", "mutation ou détachement"
    INTERNAL = "internal", "autre affectation au centre"
    CHANGE = "change", "changement de quotité"
    DISMISSAL = "dismissal", "licenciement"
    OTHER = "other", "autre"


# What changes for the person without leaving the centre.
NOT_A_DEPARTURE = frozenset({DepartureReason.INTERNAL, DepartureReason.CHANGE})
VOLUNTARY = frozenset({DepartureReason.RESIGNATION, DepartureReason.TRANSFER})


_SHARES_LOCK = "1 FROM staffing_assignment WHERE id = {row}.%s"
_SHARES_TOO_BIG = (
    "(SELECT ROUND(SUM(s.fte) * 1000) FROM staffing_assignmentshare s WHERE s.assignment_id = "
    "{row}.%(id)s) > (SELECT ROUND(a.fte * 1000) FROM staffing_assignment a "
    "WHERE a.id = {row}.%(id)s)"
)
_SHARES_MESSAGE = "La répartition par site dépasse l’ETP de l’affectation."


class Assignment(Versioned):
    """A person on a post during a period, both ends included; without an end, until further notice.

    The sum over a post may not pass what it is authorised for, on any day, except for those that
    announce an overlap with its reason (somebody hands over to somebody).
    """

    post = models.ForeignKey(Post, models.PROTECT, related_name="assignments", verbose_name="poste")
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="assignments", verbose_name="personne"
    )
    fte = FteField("ETP", help_text="Part d’un temps plein\u00a0: 0,5 pour un mi-temps.")
    start = models.DateField("du")
    end = models.DateField("au", null=True, blank=True, help_text="Dernier jour inclus.")
    contract = models.CharField("statut", max_length=12, choices=ContractKind.choices, blank=True)
    departure_reason = models.CharField(
        "motif de départ", max_length=12, choices=DepartureReason.choices, blank=True
    )
    overlap_reason = models.CharField(
        "motif du recouvrement",
        max_length=200,
        blank=True,
        help_text="Pour dépasser l’effectif autorisé le temps d’un passage de relais.",
    )

    objects = PeriodQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name="version de l’affectation", verbose_name_plural="versions de l’affectation"
    )

    class Meta:
        verbose_name = "affectation"
        verbose_name_plural = "affectations"
        indexes = [models.Index(fields=["post", "start"], name="staffing_assignment_post")]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")),
                name="staffing_assignment_period",
                violation_error_message="La fin de l’affectation précède son début.",
            ),
            models.CheckConstraint(
                condition=Q(fte__gt=0),
                name="staffing_assignment_fte",
                violation_error_message="Une affectation compte plus de 0\u00a0ETP.",
            ),
            models.CheckConstraint(
                condition=Q(departure_reason="") | Q(end__isnull=False),
                name="staffing_assignment_departure",
                violation_error_message="Un motif de départ va avec une date de fin.",
            ),
            Holds(
                name="staffing_assignment_once",
                message="Cette personne est déjà affectée à ce poste pendant ces jours.",
                broken="EXISTS (SELECT 1 FROM staffing_assignment o, staffing_assignment n "
                "WHERE n.id = {row}.id AND o.id <> n.id AND o.post_id = n.post_id "
                "AND o.person_id = n.person_id "
                'AND (n."end" IS NULL OR o.start <= n."end") '
                'AND (o."end" IS NULL OR o."end" >= n.start))',
                lock=POST_LOCK,
            ),
            Holds(
                name="staffing_assignment_capacity",
                message=OVERFILLED_MESSAGE,
                broken=OVERFILLED,
                lock=POST_LOCK,
            ),
            Holds(
                name="staffing_assignment_shares",
                message=_SHARES_MESSAGE,
                broken=_SHARES_TOO_BIG % {"id": "id"},
                events=("update",),
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.post}"


class AssignmentShare(models.Model):
    """The part of an assignment that one site receives, in full-time equivalents.

    What no line names follows the post: its site, its shares, or the whole centre.
    """

    assignment = models.ForeignKey(
        Assignment, models.CASCADE, related_name="shares", verbose_name="affectation"
    )
    site = models.ForeignKey(
        Site, models.PROTECT, related_name="assignment_shares", verbose_name="site"
    )
    fte = FteField("ETP sur ce site")

    history = HistoricalRecords(
        verbose_name="version de la répartition", verbose_name_plural="versions de la répartition"
    )

    class Meta:
        verbose_name = "répartition par site"
        verbose_name_plural = "répartition par site"
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "site"],
                name="staffing_assignmentshare_site",
                violation_error_message="Ce site figure déjà dans la répartition.",
            ),
            models.CheckConstraint(
                condition=Q(fte__gt=0),
                name="staffing_assignmentshare_fte",
                violation_error_message="La part d’un site compte plus de 0\u00a0ETP.",
            ),
            Holds(
                name="staffing_assignmentshare_sum",
                message=_SHARES_MESSAGE,
                broken=_SHARES_TOO_BIG % {"id": "assignment_id"},
                lock=_SHARES_LOCK % "assignment_id",
            ),
        ]

    def __str__(self):
        return f"{self.site}\u00a0: {self.fte}"


class Absence(models.Model):
    """Days on which a person is not there, both ends included. Why is never stored, anywhere."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="absences", verbose_name="personne"
    )
    start = models.DateField("du")
    end = models.DateField("au", help_text="Dernier jour inclus.")

    objects = PeriodQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name="version de l’absence", verbose_name_plural="versions de l’absence"
    )

    class Meta:
        verbose_name = "absence"
        verbose_name_plural = "absences"
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gte=F("start")),
                name="staffing_absence_period",
                violation_error_message="La fin de l’absence précède son début.",
            ),
            Holds(
                name="staffing_absence_once",
                message="Une autre absence de cette personne couvre déjà une partie de ces jours.",
                broken="EXISTS (SELECT 1 FROM staffing_absence o, staffing_absence n "
                "WHERE n.id = {row}.id AND o.id <> n.id AND o.person_id = n.person_id "
                'AND o.start <= n."end" AND o."end" >= n.start)',
                lock="1 FROM staffing_person WHERE id = {row}.person_id",
            ),
        ]

    def __str__(self):
        return f"absence de {self.person}"
