"""The planning: who is in which room and when, for the centre or under a convention."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from consultations.models.validators import validate_no_person
from consultations.rules.sessions import Purpose
from consultations.rules.sessions import SessionState as State
from conventions.models import Convention
from csipa.constraints import Holds
from csipa.french.grammar import upper_first
from csipa.models import Versioned
from csipa.overlaps import NoOverlap
from sites.models import Room, Site
from staffing.models import Person


class SessionPurpose(models.TextChoices):
    """What the room is used for."""

    CONSULTATION = Purpose.CONSULTATION.value, "consultations du centre"
    UNSCHEDULED = Purpose.UNSCHEDULED.value, "permanence de soins non programmés"
    PREVENTION = Purpose.PREVENTION.value, "prévention"
    MEETING = Purpose.MEETING.value, "réunion"
    OTHER = Purpose.OTHER.value, "autre occupation"


class SessionState(models.TextChoices):
    """How far a session has come."""

    PLANNED = State.PLANNED.value, "prévue"
    CONFIRMED = State.CONFIRMED.value, "confirmée"
    HELD = State.HELD.value, "tenue"
    CANCELLED = State.CANCELLED.value, "annulée"


class Ledger(models.TextChoices):
    """To whose activity a session counts; the two are never added without saying so."""

    CSIPA = "csipa", "activité du CSIPA"
    SNP = "snp", "soins non programmés sous convention"


class SessionSeries(models.Model):
    """A weekly repetition, as it was asked for; its sessions then live their own life."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name="site")
    first_day = models.DateField("du")
    last_day = models.DateField("au", help_text="Dernier jour inclus.")
    every_weeks = models.PositiveSmallIntegerField("toutes les n semaines", default=1)

    history = HistoricalRecords(
        verbose_name="version de la série", verbose_name_plural="versions de la série"
    )

    class Meta:
        verbose_name = "série de séances"
        verbose_name_plural = "séries de séances"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="consultations_sessionseries_days",
                violation_error_message="La fin de la série précède son début.",
            ),
            models.CheckConstraint(
                condition=Q(every_weeks__gte=1),
                name="consultations_sessionseries_weeks",
                violation_error_message="Une série revient au moins toutes les semaines.",
            ),
        ]

    def __str__(self):
        return f"{self.site}, {self.first_day:%d/%m/%Y}–{self.last_day:%d/%m/%Y}"


class Session(Versioned):
    """Some time in a room, its end left out; `free_at` is when the room is free after cleaning.

    A session of unscheduled care is held under a convention and belongs to its ledger; all others
    are the activity of the centre. `practitioner` names who is not of the team. What was judged
    out of the ordinary and allowed all the same keeps its reason in `override_reason`.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="sessions", verbose_name="site")
    room = models.ForeignKey(Room, models.PROTECT, related_name="sessions", verbose_name="salle")
    purpose = models.CharField("objet", max_length=12, choices=SessionPurpose.choices)
    ledger = models.CharField(
        "compte", max_length=5, choices=Ledger.choices, default=Ledger.CSIPA, editable=False
    )
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    free_at = models.DateTimeField("salle libre à", editable=False)
    state = models.CharField(
        "état", max_length=10, choices=SessionState.choices, default=SessionState.PLANNED
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name="membre de l’équipe",
    )
    practitioner = models.CharField(
        "professionnel extérieur",
        max_length=120,
        blank=True,
        help_text="Qui n’est pas de l’équipe\u00a0: «\u00a0Docteur Anne Duval\u00a0».",
    )
    convention = models.ForeignKey(
        Convention,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name="convention",
    )
    series = models.ForeignKey(
        SessionSeries,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sessions",
        editable=False,
        verbose_name="série",
    )
    title = models.CharField(
        "intitulé", max_length=120, blank=True, validators=[validate_no_person]
    )
    override_reason = models.CharField(
        "motif de l’exception", max_length=200, blank=True, validators=[validate_no_person]
    )
    cancel_reason = models.CharField(
        "motif de l’annulation", max_length=200, blank=True, validators=[validate_no_person]
    )
    cleaned_on = models.DateField("ménage fait le", null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name="réservée par",
    )
    booked_at = models.DateTimeField("réservée le", editable=False)

    history = HistoricalRecords(
        verbose_name="version de la séance", verbose_name_plural="versions de la séance"
    )

    not_restored = "Une séance ne se supprime pas\u00a0: celle qui n’a pas lieu est annulée."

    class Meta:
        verbose_name = "séance"
        verbose_name_plural = "séances"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at"), free_at__gte=F("ends_at")),
                name="consultations_session_order",
                violation_error_message="La fin de la séance suit son début.",
            ),
            models.CheckConstraint(
                condition=Q(purpose="unscheduled", ledger="snp", convention__isnull=False)
                | Q(~Q(purpose="unscheduled"), ledger="csipa", convention__isnull=True),
                name="consultations_session_ledger",
                violation_error_message="Une permanence de soins non programmés se tient sous une "
                "convention\u00a0; les autres séances sont celles du centre.",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(practitioner=""),
                name="consultations_session_who",
                violation_error_message="Choisissez un membre de l’équipe ou nommez quelqu’un "
                "d’autre, pas les deux.",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancel_reason=""),
                name="consultations_session_cancelled",
                violation_error_message="Une séance s’annule avec un motif\u00a0: écrivez-le.",
            ),
            NoOverlap(
                name="consultations_session_room",
                message="La salle est déjà prise à cette heure.",
                scope="room_id",
                start="starts_at",
                end="free_at",
                unless="{row}.state = 'cancelled'",
            ),
            Holds(
                name="consultations_session_place",
                message="Cette salle n’est pas de ce site.",
                broken="NOT EXISTS (SELECT 1 FROM sites_room r WHERE r.id = {row}.room_id AND "
                "r.site_id = {row}.site_id)",
            ),
        ]
        indexes = [
            models.Index(fields=["site", "starts_at"], name="consultations_session_site"),
            models.Index(fields=["starts_at", "id"], name="consultations_session_days"),
        ]

    def __str__(self):
        day = timezone.localtime(self.starts_at)
        return f"{upper_first(self.get_purpose_display())}, {self.site}, {day:%d/%m/%Y}"


class SessionCount(models.Model):
    """What a session of unscheduled care counted, by the four categories of the convention.

    One person may belong to several categories: each is at most `done`, and they do not add up.
    """

    session = models.OneToOneField(
        Session, models.PROTECT, related_name="count", verbose_name="séance"
    )
    done = models.PositiveSmallIntegerField("consultations")
    without_gp = models.PositiveSmallIntegerField("sans médecin traitant", default=0)
    gp_beyond_48h = models.PositiveSmallIntegerField(
        "médecin traitant injoignable sous 48 heures", default=0
    )
    gp_away = models.PositiveSmallIntegerField(
        "médecin traitant temporairement indisponible", default=0
    )
    resident = models.PositiveSmallIntegerField("habitant le territoire de la CPTS", default=0)
    no_show = models.PositiveSmallIntegerField("rendez-vous non honorés", default=0)
    comment = models.CharField(
        "remarque",
        max_length=200,
        blank=True,
        validators=[validate_no_person],
        help_text="Jamais rien d’un patient.",
    )

    history = HistoricalRecords(
        verbose_name="version du décompte de séance",
        verbose_name_plural="versions du décompte de séance",
    )

    class Meta:
        verbose_name = "décompte de séance"
        verbose_name_plural = "décomptes de séances"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    without_gp__lte=F("done"),
                    gp_beyond_48h__lte=F("done"),
                    gp_away__lte=F("done"),
                    resident__lte=F("done"),
                ),
                name="consultations_sessioncount_parts",
                violation_error_message="Une catégorie ne dépasse pas le nombre de consultations.",
            )
        ]

    def __str__(self):
        return str(self.session)


class SessionCommune(models.Model):
    """How many of the consultations of a session came from one commune."""

    count = models.ForeignKey(
        SessionCount, models.CASCADE, related_name="communes", verbose_name="décompte"
    )
    commune = models.ForeignKey(
        "sites.Commune", models.PROTECT, related_name="+", verbose_name="commune"
    )
    number = models.PositiveSmallIntegerField("consultations")

    history = HistoricalRecords(
        verbose_name="version de la commune de séance",
        verbose_name_plural="versions des communes de séance",
    )

    class Meta:
        verbose_name = "commune de résidence"
        verbose_name_plural = "communes de résidence"
        constraints = [
            models.UniqueConstraint(
                fields=["count", "commune"],
                name="consultations_sessioncommune_once",
                violation_error_message="Cette commune a déjà sa ligne.",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="consultations_sessioncommune_number",
                violation_error_message="Une ligne de commune compte au moins une consultation.",
            ),
            Holds(
                name="consultations_sessioncommune_sum",
                message="Les communes comptent ensemble plus de consultations que la séance.",
                broken="(SELECT SUM(c.number) FROM consultations_sessioncommune c WHERE "
                "c.count_id = {row}.count_id) > (SELECT s.done FROM consultations_sessioncount s "
                "WHERE s.id = {row}.count_id)",
                lock="1 FROM consultations_sessioncount WHERE id = {row}.count_id",
            ),
        ]

    def __str__(self):
        return str(self.commune)


class SessionFeed(models.Model):
    """A private address under which a calendar reads the sessions of a site or of a person.

    Only the hash of its secret is kept; revoking it is final.
    """

    site = models.ForeignKey(
        Site, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="site"
    )
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="personne"
    )
    name = models.CharField("nom", max_length=80, help_text="«\u00a0Téléphone du cabinet\u00a0»")
    secret_hash = models.CharField("empreinte", max_length=64, unique=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="+",
        editable=False,
        verbose_name="créée par",
    )
    created_at = models.DateTimeField("créée le", editable=False)
    revoked_at = models.DateTimeField("révoquée le", null=True, blank=True, editable=False)
    last_used_on = models.DateField("lue le", null=True, blank=True, editable=False)

    history = HistoricalRecords(
        verbose_name="version de l’adresse", verbose_name_plural="versions de l’adresse"
    )

    not_in_history = {"last_used_on": "le jour de la dernière lecture, noté par le programme"}

    not_restored = "Une adresse secrète révoquée ne resert pas\u00a0: créez-en une autre."

    class Meta:
        verbose_name = "adresse d’agenda des séances"
        verbose_name_plural = "agendas des séances"
        constraints = [
            models.CheckConstraint(
                condition=Q(site__isnull=True) ^ Q(person__isnull=True),
                name="consultations_sessionfeed_of",
                violation_error_message="Un agenda est celui d’un site ou d’une personne.",
            )
        ]

    def __str__(self):
        return self.name
