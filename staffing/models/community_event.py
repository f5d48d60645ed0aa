"""What a CPTS holds: information evenings, assemblies, group meetings, training sessions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from csipa.models import Versioned
from sites.models import Community
from sites.models.figure import PROFESSION_CHOICES
from staffing.models.care_offer import CareProvider
from staffing.models.membership import Membership, WorkingGroup


class EventKind(models.TextChoices):
    """What the event is."""

    INFORMATION = "information", "réunion d’information"
    ASSEMBLY = "assembly", "assemblée générale"
    BOARD = "board", "conseil d’administration ou bureau"
    GROUP = "group", "groupe de travail"
    TRAINING = "training", "formation"
    OTHER = "other", "autre rencontre"


class CommunityEvent(Versioned):
    """An event: whom it invited, who came, who then joined.

    Numbers are known by name (`guests`) or as somebody counted them (`counts`); a page shows both
    and never adds one to the other.
    """

    community = models.ForeignKey(
        Community, models.CASCADE, related_name="events", verbose_name="CPTS"
    )
    kind = models.CharField("nature", max_length=12, choices=EventKind.choices)
    title = models.CharField("intitulé", max_length=200)
    held_on = models.DateField("date")
    starts_at = models.TimeField("heure", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("durée en minutes", null=True, blank=True)
    place = models.CharField("lieu", max_length=200, blank=True)
    group = models.ForeignKey(
        WorkingGroup,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name="groupe de travail",
    )
    trainer = models.CharField("organisme ou formateur", max_length=200, blank=True)
    joined_goal = models.PositiveIntegerField("adhésions espérées", null=True, blank=True)
    agenda = models.TextField("ordre du jour", blank=True)
    outcome = models.TextField("ce qui en ressort", blank=True)
    source = models.CharField("source des nombres", max_length=200, blank=True)

    history = HistoricalRecords(
        verbose_name="version de la rencontre", verbose_name_plural="versions de la rencontre"
    )

    class Meta:
        verbose_name = "rencontre"
        verbose_name_plural = "rencontres"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="group") | Q(group__isnull=True),
                name="staffing_communityevent_group",
                violation_error_message="Seule la réunion d’un groupe de travail se "
                "rattache à un groupe.",
            ),
            models.CheckConstraint(
                condition=Q(kind="training") | Q(trainer=""),
                name="staffing_communityevent_trainer",
                violation_error_message="Seule une formation a un formateur.",
            ),
        ]

    def __str__(self):
        return self.title


class EventCount(models.Model):
    """How many were invited, came and joined, of one profession or of all (empty profession)."""

    event = models.ForeignKey(
        CommunityEvent, models.CASCADE, related_name="counts", verbose_name="rencontre"
    )
    profession = models.CharField(
        "profession",
        max_length=2,
        choices=PROFESSION_CHOICES,
        blank=True,
        help_text="Vide\u00a0: toutes ensemble.",
    )
    invited = models.PositiveIntegerField("invités", null=True, blank=True)
    present = models.PositiveIntegerField("présents", null=True, blank=True)
    joined = models.PositiveIntegerField("ont adhéré", null=True, blank=True)

    history = HistoricalRecords(
        verbose_name="version du nombre", verbose_name_plural="versions du nombre"
    )

    class Meta:
        verbose_name = "nombre de participants"
        verbose_name_plural = "nombres de participants"
        constraints = [
            models.UniqueConstraint(
                fields=["event", "profession"],
                name="staffing_eventcount_once",
                violation_error_message="Cette profession est déjà comptée.",
            ),
            models.CheckConstraint(
                condition=Q(invited__isnull=False)
                | Q(present__isnull=False)
                | Q(joined__isnull=False),
                name="staffing_eventcount_something",
                violation_error_message="Donnez un nombre au moins.",
            ),
        ]

    def __str__(self):
        return self.get_profession_display() if self.profession else "toutes professions"


class EventGuest(models.Model):
    """Somebody invited by name; `present` is unknown until the event is held."""

    event = models.ForeignKey(
        CommunityEvent, models.CASCADE, related_name="guests", verbose_name="rencontre"
    )
    membership = models.ForeignKey(
        Membership,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name="adhérent",
    )
    provider = models.ForeignKey(
        CareProvider,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name="offreur de soins",
    )
    name = models.CharField("nom", max_length=200)
    profession = models.CharField(
        "profession", max_length=2, choices=PROFESSION_CHOICES, blank=True
    )
    present = models.BooleanField("présent", null=True, blank=True)
    walk_in = models.BooleanField(
        "venu sans invitation", default=False, help_text="Compte parmi les présents seulement."
    )
    joined_on = models.DateField("a adhéré le", null=True, blank=True)

    history = HistoricalRecords(
        verbose_name="version de l’invitation", verbose_name_plural="versions de l’invitation"
    )

    class Meta:
        verbose_name = "personne invitée"
        verbose_name_plural = "personnes invitées"
        constraints = [
            models.UniqueConstraint(
                fields=["event", "provider"],
                condition=Q(provider__isnull=False),
                name="staffing_eventguest_provider_once",
                violation_error_message="Cette personne est déjà invitée.",
            ),
            models.UniqueConstraint(
                fields=["event", "membership"],
                condition=Q(membership__isnull=False),
                name="staffing_eventguest_membership_once",
                violation_error_message="Cet adhérent est déjà invité.",
            ),
            models.CheckConstraint(
                condition=Q(walk_in=False) | Q(present=True),
                name="staffing_eventguest_walk_in",
                violation_error_message="Une personne venue sans invitation est présente.",
            ),
        ]

    def __str__(self):
        return self.name
