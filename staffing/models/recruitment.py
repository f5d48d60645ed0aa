"""Looking for people: campaigns, what each channel gives, who applied and how far they went."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from csipa.models import Versioned
from sites.models import Organisation, Site
from staffing.models.assignment import Assignment
from staffing.models.post import FteField, Post
from staffing.models.profession import Profession


class Channel(models.TextChoices):
    """How candidates are looked for."""

    FIRM = "firm", "cabinet de recrutement"
    NETWORK = "network", "réseau professionnel"
    ADVERTISEMENT = "advertisement", "annonce"
    PUBLIC_SERVICE = "public_service", "site de l’emploi public"
    TRAINEES = "trainees", "internes et stagiaires"
    EVENT = "event", "salon ou rencontre"
    UNPROMPTED = "unprompted", "candidature spontanée"
    OTHER = "other", "autre"


class Outcome(models.TextChoices):
    """What came of a campaign."""

    RUNNING = "running", "en cours"
    FILLED = "filled", "pourvue"
    PARTLY = "partly", "pourvue en partie"
    NO_CANDIDATE = "no_candidate", "aucun candidat"
    NONE_HIRED = "none_hired", "des candidats, aucun recruté"
    DROPPED = "dropped", "abandonnée"


class Recruitment(Versioned):
    """One campaign by one channel; a failed one is kept, with the campaign that followed it."""

    title = models.CharField("intitulé", max_length=160)
    profession = models.ForeignKey(
        Profession, models.PROTECT, related_name="recruitments", verbose_name="profession"
    )
    post = models.ForeignKey(
        Post,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recruitments",
        verbose_name="poste",
    )
    site = models.ForeignKey(
        Site,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recruitments",
        verbose_name="site",
    )
    fte = FteField("ETP recherchés", null=True, blank=True)
    channel = models.CharField("canal", max_length=16, choices=Channel.choices)
    partner = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recruitments",
        verbose_name="prestataire",
        help_text="Le cabinet, le journal, le site.",
    )
    opened_on = models.DateField("ouverte le")
    closed_on = models.DateField("close le", null=True, blank=True)
    cost = models.DecimalField("coût (€)", max_digits=10, decimal_places=2, null=True, blank=True)
    outcome = models.CharField(
        "issue", max_length=12, choices=Outcome.choices, default=Outcome.RUNNING
    )
    lesson = models.TextField("ce qu’on en retient", blank=True, help_text="Sans nommer personne.")
    followed_by = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="follows",
        verbose_name="suivie par",
        help_text="La campagne qui a pris la suite, pour la même profession ou une autre.",
    )

    history = HistoricalRecords(
        verbose_name="version de la campagne", verbose_name_plural="versions de la campagne"
    )

    class Meta:
        verbose_name = "campagne de recrutement"
        verbose_name_plural = "campagnes de recrutement"
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="staffing_recruitment_period",
                violation_error_message="La campagne se clôt après son ouverture.",
            ),
            models.CheckConstraint(
                condition=Q(outcome="running", closed_on__isnull=True)
                | (~Q(outcome="running") & Q(closed_on__isnull=False)),
                name="staffing_recruitment_outcome",
                violation_error_message="Une campagne close a une issue et une date de "
                "clôture\u00a0; une campagne en cours n’en a pas.",
            ),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | Q(cost__gte=0),
                name="staffing_recruitment_cost",
                violation_error_message="Un coût n’est pas négatif.",
            ),
            models.CheckConstraint(
                condition=Q(followed_by__isnull=True) | ~Q(followed_by=F("id")),
                name="staffing_recruitment_not_its_own_sequel",
                violation_error_message="Une campagne ne prend pas sa propre suite.",
            ),
        ]

    def __str__(self):
        return self.title


class Stage(models.TextChoices):
    """How far a candidate went."""

    CONTACT = "contact", "premier contact"
    APPLICATION = "application", "candidature"
    INTERVIEW = "interview", "entretien"
    OFFER = "offer", "proposition"
    HIRED = "hired", "recruté"
    WITHDRAWN = "withdrawn", "désistement"
    REJECTED = "rejected", "non retenu"


FINAL_STAGES = frozenset({Stage.HIRED, Stage.WITHDRAWN, Stage.REJECTED})


class Candidate(Versioned):
    """Somebody who was in touch about a campaign.

    Names and addresses of those who were not hired are erased two years after the last contact
    (`retained_until`), from the history too; the row stays without them, for the figures.
    """

    recruitment = models.ForeignKey(
        Recruitment, models.CASCADE, related_name="candidates", verbose_name="campagne"
    )
    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80, blank=True)
    email = models.EmailField("courriel", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    last_contact_on = models.DateField("dernier échange le")
    assignment = models.ForeignKey(
        Assignment,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="candidates",
        verbose_name="affectation",
        help_text="Pour un candidat recruté\u00a0: son affectation.",
    )
    erased_on = models.DateField("effacé le", null=True, blank=True, editable=False)

    history = HistoricalRecords(
        verbose_name="version du candidat", verbose_name_plural="versions du candidat"
    )

    not_restored = "Une candidature s’efface pour de bon\u00a0: la loi le veut."

    class Meta:
        verbose_name = "candidat"
        verbose_name_plural = "candidats"
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_on__isnull=True)
                | Q(first_name="", last_name="", email="", phone=""),
                name="staffing_candidate_erased",
                violation_error_message="Un candidat effacé n’a plus ni nom ni coordonnées.",
            ),
            models.CheckConstraint(
                condition=Q(erased_on__isnull=False) | ~Q(last_name=""),
                name="staffing_candidate_named",
                violation_error_message="Donnez au moins le nom du candidat.",
            ),
        ]

    def __str__(self):
        return f"{self.first_name} {self.last_name}".strip() or f"candidat n°\u00a0{self.pk}"


class CandidateStep(models.Model):
    """The day on which a candidate reached a stage; the latest step tells where they are."""

    candidate = models.ForeignKey(
        Candidate, models.CASCADE, related_name="steps", verbose_name="candidat"
    )
    stage = models.CharField("étape", max_length=12, choices=Stage.choices)
    reached_on = models.DateField("le")

    history = HistoricalRecords(
        verbose_name="version de l’étape", verbose_name_plural="versions de l’étape"
    )

    not_restored = "Une étape s’efface avec la candidature\u00a0: la loi le veut."

    class Meta:
        verbose_name = "étape"
        verbose_name_plural = "étapes"
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "stage"],
                name="staffing_candidatestep_stage",
                violation_error_message="Ce candidat a déjà atteint cette étape.",
            )
        ]

    def __str__(self):
        return f"{self.get_stage_display()}"
