"""CPTS (communautés professionnelles territoriales de santé): life, missions and indicators."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from csipa.models import Period, PeriodQuerySet, Versioned
from sites.models.organisation import Organisation
from sites.models.territory import Territory
from sites.models.tracked import Tracked, TrackedValue
from sites.rules.missions import MISSIONS

MISSION_CHOICES = [(rule.code.value, rule.label) for rule in MISSIONS]


class Community(Versioned):
    """A CPTS: the association, its territory, and how far its project has come.

    Who presides over it is a representative of the organisation; who belongs to it, a membership.
    """

    organisation = models.OneToOneField(
        Organisation, models.PROTECT, related_name="community", verbose_name="organisme"
    )
    territory = models.OneToOneField(
        Territory, models.PROTECT, related_name="community", verbose_name="territoire"
    )
    idea_on = models.DateField(
        "premiers travaux le",
        null=True,
        blank=True,
        help_text="Le 1er janvier si seule l’année est connue.",
    )
    statutes_on = models.DateField("statuts déposés le", null=True, blank=True)
    project_on = models.DateField("projet de santé présenté le", null=True, blank=True)
    validated_on = models.DateField("projet de santé validé le", null=True, blank=True)
    agreement_on = models.DateField(
        "contrat (ACI) signé le",
        null=True,
        blank=True,
        help_text="Avec l’agence régionale de santé et l’assurance maladie.",
    )
    agreement_until = models.DateField("contrat jusqu’au", null=True, blank=True)
    members_goal = models.PositiveIntegerField("adhérents visés", null=True, blank=True)
    comment = models.TextField("remarques", blank=True)

    history = HistoricalRecords(
        verbose_name="version de la CPTS", verbose_name_plural="versions de la CPTS"
    )

    class Meta:
        # The field says « CPTS »; a verbose name is a word in lower case.
        verbose_name = "communauté professionnelle territoriale de santé"
        verbose_name_plural = "communautés professionnelles territoriales de santé"
        permissions = [("see_members_contacts", "Voit les coordonnées des membres d’une CPTS")]
        constraints = [
            models.CheckConstraint(
                condition=Q(agreement_until__isnull=True)
                | Q(agreement_on__isnull=False, agreement_until__gte=F("agreement_on")),
                name="sites_community_agreement",
                violation_error_message="Le contrat finit après sa signature\u00a0: donnez les "
                "deux dates.",
            ),
        ]

    def __str__(self):
        return str(self.organisation.short_name or self.organisation)


class CommunityMission(Period):
    """A mission that a CPTS has taken on, and since when."""

    community = models.ForeignKey(
        Community, models.CASCADE, related_name="missions", verbose_name="CPTS"
    )
    mission = models.CharField("mission", max_length=12, choices=MISSION_CHOICES)
    started_on = models.DateField("actions démarrées le", null=True, blank=True)
    deployed_on = models.DateField("pleinement déployée le", null=True, blank=True)
    summary = models.TextField("ce que fait la CPTS", blank=True)

    objects = PeriodQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name="version de la mission", verbose_name_plural="versions de la mission"
    )

    class Meta(Period.Meta):
        verbose_name = "mission"
        verbose_name_plural = "missions"
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["community", "mission"],
                condition=Q(end__isnull=True),
                name="sites_communitymission_open_once",
                violation_error_message="Cette mission est déjà dans la liste.",
            ),
            models.CheckConstraint(
                condition=Q(deployed_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(deployed_on__gte=F("started_on")),
                name="sites_communitymission_deployed",
                violation_error_message="Une mission se déploie après avoir démarré.",
            ),
        ]

    def __str__(self):
        return self.get_mission_display()


class MissionIndicator(Tracked):
    """An indicator by which a mission is judged."""

    mission = models.ForeignKey(
        CommunityMission, models.CASCADE, related_name="indicators", verbose_name="mission"
    )

    history = HistoricalRecords(
        verbose_name="version de l’indicateur", verbose_name_plural="versions de l’indicateur"
    )

    class Meta(Tracked.Meta):
        abstract = False
        verbose_name = "indicateur de mission"
        verbose_name_plural = "indicateurs de mission"
        ordering = ("position", "pk")


class MissionValue(TrackedValue):
    """One value of an indicator of a mission."""

    indicator = models.ForeignKey(
        MissionIndicator, models.CASCADE, related_name="values", verbose_name="indicateur"
    )

    history = HistoricalRecords(
        verbose_name="version de la valeur", verbose_name_plural="versions de la valeur"
    )

    class Meta(TrackedValue.Meta):
        abstract = False
        verbose_name = "valeur d’indicateur"
        verbose_name_plural = "valeurs d’indicateur"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "as_of"],
                name="sites_missionvalue_once",
                violation_error_message="Cet indicateur a déjà une valeur à cette date.",
            ),
        ]

    def __str__(self):
        return f"{self.indicator}, {self.as_of:%d/%m/%Y}"
