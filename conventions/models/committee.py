"""Committees that steer a programme: members and roles, meetings, attendance, decisions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from conventions.models.action_sheet import ActionSheet
from conventions.models.programme import Programme
from csipa.french.dates import long_date
from csipa.models import Ordered, Period, PeriodQuerySet, Versioned


class CommitteeKind(models.TextChoices):
    """What a committee is for."""

    STEERING = "steering", "comité de pilotage"
    TECHNICAL = "technical", "comité technique"
    FOLLOW_UP = "follow_up", "comité de suivi"
    GROUP = "group", "groupe de travail"
    PLENARY = "plenary", "assemblée plénière"


class MemberQuality(models.TextChoices):
    """In what role a member sits."""

    CHAIR = "chair", "présidence"
    MEMBER = "member", "membre"
    SIGNATORY = "signatory", "signataire"
    GUEST = "guest", "invité permanent"


class Committee(Versioned):
    """A committee of a programme."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="committees", verbose_name="programme"
    )
    kind = models.CharField("nature", max_length=10, choices=CommitteeKind.choices)
    name = models.CharField("nom", max_length=160)
    yearly_meetings = models.PositiveSmallIntegerField(
        "réunions par an prévues", null=True, blank=True
    )

    history = HistoricalRecords(
        verbose_name="version de l’instance", verbose_name_plural="versions de l’instance"
    )

    class Meta:
        verbose_name = "instance"
        verbose_name_plural = "instances"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name"],
                name="conventions_committee_once",
                violation_error_message="Une instance de ce nom existe déjà dans ce programme.",
            ),
        ]

    def __str__(self):
        return self.name


class CommitteeMember(Ordered, Period):
    """An organisation, or a person, that sits in a committee during some time."""

    committee = models.ForeignKey(
        Committee, models.CASCADE, related_name="members", verbose_name="instance"
    )
    organisation = models.ForeignKey(
        "sites.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="committee_seats",
        verbose_name="organisme",
    )
    person = models.CharField(
        "représenté par",
        max_length=160,
        blank=True,
        help_text="Nom et fonction, s’ils sont connus.",
    )
    quality = models.CharField(
        "qualité", max_length=10, choices=MemberQuality.choices, default=MemberQuality.MEMBER
    )

    objects = PeriodQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name="version du membre", verbose_name_plural="versions du membre"
    )

    class Meta(Period.Meta):
        verbose_name = "membre de l’instance"
        verbose_name_plural = "membres de l’instance"
        ordering = ("position", "pk")
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | ~Q(person=""),
                name="conventions_committeemember_who",
                violation_error_message="Choisissez un organisme, ou donnez le nom d’une personne.",
            ),
            models.UniqueConstraint(
                fields=["committee", "organisation"],
                condition=Q(organisation__isnull=False, end__isnull=True),
                name="conventions_committeemember_once",
                violation_error_message="Cet organisme siège déjà dans cette instance.",
            ),
        ]

    def __str__(self):
        if self.organisation_id and self.person:
            return f"{self.organisation} ({self.person})"
        return self.person or str(self.organisation)


class CommitteeMeeting(Versioned):
    """A meeting of a committee."""

    committee = models.ForeignKey(
        Committee, models.CASCADE, related_name="meetings", verbose_name="instance"
    )
    held_on = models.DateField("réunion du")
    held_at = models.TimeField("heure", null=True, blank=True)
    place = models.CharField("lieu", max_length=200, blank=True)
    agenda = models.TextField("ordre du jour", blank=True)
    minutes = models.TextField("compte rendu", blank=True)

    history = HistoricalRecords(
        verbose_name="version de la réunion", verbose_name_plural="versions de la réunion"
    )

    class Meta:
        verbose_name = "réunion d’instance"
        verbose_name_plural = "réunions d’instances"
        ordering = ("-held_on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "held_on"],
                name="conventions_committeemeeting_once",
                violation_error_message="Cette réunion est déjà enregistrée.",
            ),
        ]

    def __str__(self):
        return f"{self.committee}, {long_date(self.held_on)}"


class SeatStatus(models.TextChoices):
    """Whether a member came."""

    PRESENT = "present", "présent"
    REPRESENTED = "represented", "représenté"
    EXCUSED = "excused", "excusé"
    ABSENT = "absent", "absent"


class CommitteeAttendance(Ordered):
    """One member at one meeting; somebody from outside is named instead."""

    meeting = models.ForeignKey(
        CommitteeMeeting, models.CASCADE, related_name="attendances", verbose_name="réunion"
    )
    member = models.ForeignKey(
        CommitteeMember,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attendances",
        verbose_name="membre",
    )
    name = models.CharField(
        "personne présente",
        max_length=200,
        blank=True,
        help_text="Celle qui est venue, ou un invité.",
    )
    status = models.CharField(
        "présence", max_length=12, choices=SeatStatus.choices, default=SeatStatus.PRESENT
    )

    history = HistoricalRecords(
        verbose_name="version de la présence", verbose_name_plural="versions de la présence"
    )

    class Meta:
        verbose_name = "présence"
        verbose_name_plural = "présences"
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False) | ~Q(name=""),
                name="conventions_committeeattendance_who",
                violation_error_message="Choisissez un membre, ou donnez le nom de l’invité.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "member"],
                condition=Q(member__isnull=False),
                name="conventions_committeeattendance_once",
                violation_error_message="Ce membre est déjà dans la feuille de présence.",
            ),
        ]

    def __str__(self):
        return self.name or str(self.member)


class CommitteeDecision(Ordered):
    """What a meeting decided, who carries it out and by when."""

    meeting = models.ForeignKey(
        CommitteeMeeting, models.CASCADE, related_name="decisions", verbose_name="réunion"
    )
    text = models.TextField("décision")
    sheet = models.ForeignKey(
        ActionSheet,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name="fiche-action",
    )
    responsible = models.CharField("chargé de la suite", max_length=160, blank=True)
    due_on = models.DateField("pour le", null=True, blank=True)
    done_on = models.DateField("suivie d’effet le", null=True, blank=True)
    outcome = models.CharField("suite donnée", max_length=300, blank=True)

    history = HistoricalRecords(
        verbose_name="version de la décision", verbose_name_plural="versions de la décision"
    )

    class Meta:
        verbose_name = "décision à suivre"
        verbose_name_plural = "décisions à suivre"
        ordering = ("position", "pk")

    def __str__(self):
        return self.text[:80]
