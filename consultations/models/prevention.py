"""What the team does beside consultations: prevention, and meetings about complex cases."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from consultations.models.validators import validate_no_person
from csipa.models import Ordered, Versioned
from sites.models import HealthCommitment, Organisation, Site
from staffing.models import Profession


class PreventionTheme(models.TextChoices):
    """What a prevention action is about."""

    VACCINATION = "vaccination", "vaccination"
    SCREENING = "screening", "dépistage organisé des cancers"
    FRAILTY = "frailty", "repérage de la fragilité des aînés"
    NUTRITION = "nutrition", "nutrition et dénutrition"
    ADDICTION = "addiction", "addictions"
    MENTAL_HEALTH = "mental_health", "santé mentale"
    SEXUAL_HEALTH = "sexual_health", "santé sexuelle"
    CHILDREN = "children", "santé de l’enfant et périnatalité"
    PATIENT_EDUCATION = "education", "éducation thérapeutique du patient"
    OTHER = "other", "autre thème"


class PreventionPlace(models.TextChoices):
    """Where a prevention action is held."""

    SITE = "site", "au centre ou dans une antenne"
    PARTNER = "partner", "chez un partenaire"
    MOBILE = "mobile", "en cabinet mobile"


class PreventionAction(Versioned):
    """One action of prevention: theme, public, place, partners, people reached, time spent.

    `reached` is null as long as nobody counted. `minutes` is the time of the team, all together.
    """

    title = models.CharField("intitulé", max_length=160, validators=[validate_no_person])
    theme = models.CharField("thème", max_length=14, choices=PreventionTheme.choices)
    public = models.CharField(
        "public",
        max_length=160,
        validators=[validate_no_person],
        help_text="«\u00a0Grand public\u00a0», «\u00a0collégiens\u00a0»… Jamais une personne.",
    )
    date = models.DateField("le")
    last_day = models.DateField("jusqu’au", null=True, blank=True, help_text="Dernier jour inclus.")
    place = models.CharField("lieu", max_length=8, choices=PreventionPlace.choices)
    site = models.ForeignKey(
        Site,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="prevention_actions",
        verbose_name="site",
    )
    commune = models.ForeignKey(
        "sites.Commune",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="commune",
    )
    place_name = models.CharField(
        "nom du lieu", max_length=160, blank=True, validators=[validate_no_person]
    )
    reached = models.PositiveIntegerField("personnes touchées", null=True, blank=True)
    minutes = models.PositiveIntegerField("minutes passées", null=True, blank=True)
    commitment = models.ForeignKey(
        HealthCommitment,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="prevention_actions",
        verbose_name="engagement du projet de santé",
    )
    comment = models.CharField(
        "bilan",
        max_length=400,
        blank=True,
        validators=[validate_no_person],
        help_text="Jamais rien d’un patient.",
    )

    history = HistoricalRecords(
        verbose_name="version de l’action", verbose_name_plural="versions de l’action"
    )

    class Meta:
        verbose_name = "action de prévention"
        verbose_name_plural = "actions de prévention"
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("date")),
                name="consultations_preventionaction_days",
                violation_error_message="La fin de l’action précède son début.",
            ),
            models.CheckConstraint(
                condition=~Q(place="site") | Q(site__isnull=False),
                name="consultations_preventionaction_site",
                violation_error_message="Choisissez le site où l’action se tient.",
            ),
        ]

    def __str__(self):
        return self.title


class PreventionPartner(Ordered):
    """Who took part in an action: an organisation of the records, or a name."""

    action = models.ForeignKey(
        PreventionAction, models.CASCADE, related_name="partners", verbose_name="action"
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="organisme",
    )
    name = models.CharField("ou son nom", max_length=160, blank=True)

    history = HistoricalRecords(
        verbose_name="version du partenaire", verbose_name_plural="versions du partenaire"
    )

    class Meta:
        verbose_name = "partenaire"
        verbose_name_plural = "partenaires"
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, name="")
                | Q(Q(organisation__isnull=True), ~Q(name="")),
                name="consultations_preventionpartner_who",
                violation_error_message="Choisissez un organisme ou écrivez un nom.",
            )
        ]

    def __str__(self):
        return self.name or str(self.organisation)


class MeetingKind(models.TextChoices):
    """Why the team meets."""

    CASES = "cases", "situations complexes"
    COORDINATION = "coordination", "coordination de l’équipe"
    TRAINING = "training", "formation"
    OTHER = "other", "autre réunion"


class TeamMeeting(Versioned):
    """A meeting of the team: its day, how long, and which professions came. Nobody is named."""

    date = models.DateField("le")
    site = models.ForeignKey(Site, models.PROTECT, related_name="meetings", verbose_name="site")
    kind = models.CharField("objet", max_length=12, choices=MeetingKind.choices)
    minutes = models.PositiveSmallIntegerField("minutes", null=True, blank=True)
    is_open = models.BooleanField(
        "ouverte à l’extérieur",
        default=False,
        help_text="Des professionnels qui ne sont pas du centre y ont pris part.",
    )
    cases = models.PositiveSmallIntegerField(
        "situations étudiées", null=True, blank=True, help_text="Leur nombre, rien d’autre."
    )
    commitment = models.ForeignKey(
        HealthCommitment,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="team_meetings",
        verbose_name="engagement du projet de santé",
    )

    history = HistoricalRecords(
        verbose_name="version de la réunion", verbose_name_plural="versions de la réunion"
    )

    class Meta:
        verbose_name = "réunion d’équipe"
        verbose_name_plural = "réunions d’équipe"

    def __str__(self):
        return f"{self.get_kind_display()}, {self.date:%d/%m/%Y}"


class MeetingAttendance(Ordered):
    """How many of one profession came to a meeting."""

    meeting = models.ForeignKey(
        TeamMeeting, models.CASCADE, related_name="attendance", verbose_name="réunion"
    )
    profession = models.ForeignKey(
        Profession,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="profession",
    )
    other = models.CharField(
        "ou une autre profession",
        max_length=80,
        blank=True,
        validators=[validate_no_person],
        help_text="Jamais un nom.",
    )
    number = models.PositiveSmallIntegerField("présents", default=1)

    history = HistoricalRecords(
        verbose_name="version de la présence", verbose_name_plural="versions de la présence"
    )

    class Meta:
        verbose_name = "profession présente"
        verbose_name_plural = "professions présentes"
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(profession__isnull=False, other="")
                | Q(Q(profession__isnull=True), ~Q(other="")),
                name="consultations_meetingattendance_who",
                violation_error_message="Choisissez une profession ou écrivez-en une autre.",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="consultations_meetingattendance_number",
                violation_error_message="Une ligne compte au moins une personne.",
            ),
        ]

    def __str__(self):
        return self.other or str(self.profession)
