"""The meetings of collegial bodies: who was there, for whom they voted, what was decided."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from conventions.models.choices import AttendanceStatus, Body
from csipa.constraints import Sealed
from csipa.french.dates import long_date
from csipa.models import Ordered, Versioned

COLLEGIAL = (Body.COUNCIL, Body.BUREAU, Body.MUNICIPAL_COUNCIL, Body.BOARD)
_SIGNED_IN = "EXISTS (SELECT 1 FROM conventions_act o WHERE o.meeting_id = {key} AND o.sealed)"


class Meeting(Versioned):
    """A meeting of a council or of a bureau, at which one or several acts are taken.

    It closes with the first act signed in it: its minutes are part of that act.
    """

    authority = models.ForeignKey(
        "sites.Organisation",
        on_delete=models.PROTECT,
        related_name="meetings",
        verbose_name="collectivité",
    )
    body = models.CharField(
        "organe",
        max_length=20,
        choices=[(body.value, body.label) for body in COLLEGIAL],
        default=Body.COUNCIL,
    )
    held_on = models.DateField("réunion du")
    held_at = models.TimeField("heure", null=True, blank=True)
    place = models.CharField("lieu", max_length=200, blank=True)
    convened_on = models.DateField("convocation du", null=True, blank=True)
    second_convocation = models.BooleanField(
        "seconde convocation",
        default=False,
        help_text="Le quorum manquait à la première, trois jours plus tôt au moins : il n’est plus "
        "exigé (CGCT L. 2121-17).",
    )
    in_office = models.PositiveSmallIntegerField(
        "membres en exercice", null=True, blank=True, help_text="Sièges pourvus ce jour-là."
    )
    chair = models.CharField(
        "présidence", max_length=200, blank=True, help_text="« Mme Isabelle CARLIER, présidente »"
    )
    secretary = models.CharField("secrétaire de séance", max_length=200, blank=True)

    history = HistoricalRecords(verbose_name="historique de la réunion")

    class Meta:
        verbose_name = "réunion"
        verbose_name_plural = "réunions"
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "body", "held_on"],
                name="conventions_meeting_once",
                violation_error_message="Cette réunion est déjà enregistrée.",
            ),
            models.CheckConstraint(
                condition=Q(convened_on__isnull=True) | Q(convened_on__lte=F("held_on")),
                name="conventions_meeting_convened_before",
                violation_error_message="La convocation est envoyée avant la réunion.",
            ),
            Sealed(
                name="conventions_meeting_sealed",
                owner=_SIGNED_IN.format(key="{row}.id"),
                guards_insert=False,
                free=("version",),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_body_display().capitalize()} du {long_date(self.held_on)}"


class Attendance(Ordered):
    """A member of the body at one meeting."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="attendances", verbose_name="réunion"
    )
    name = models.CharField("membre", max_length=200, help_text="« Mme Agnès ROUSSEL »")
    status = models.CharField(
        "présence", max_length=12, choices=AttendanceStatus, default=AttendanceStatus.PRESENT
    )
    proxy = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="principals",
        verbose_name="pouvoir donné à",
    )

    history = HistoricalRecords(verbose_name="historique de la présence")

    class Meta:
        verbose_name = "membre"
        verbose_name_plural = "présences"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "name"],
                name="conventions_attendance_once",
                violation_error_message="Ce membre est déjà dans la liste.",
            ),
            models.CheckConstraint(
                condition=Q(proxy__isnull=True) | Q(status=AttendanceStatus.REPRESENTED),
                name="conventions_attendance_proxy",
                violation_error_message="Seul un membre représenté donne un pouvoir.",
            ),
            Sealed(
                name="conventions_attendance_sealed",
                owner=_SIGNED_IN.format(key="{row}.meeting_id"),
            ),
        ]

    def __str__(self) -> str:
        return self.name
