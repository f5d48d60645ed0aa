"""The welcome pack: what is done for those who arrive, line by line."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from csipa.models import Ordered
from staffing.models.assignment import Assignment
from staffing.models.profession import ProfessionFamily


class WelcomeTheme(models.TextChoices):
    """What a line of the welcome pack is about."""

    HOUSING = "housing", "logement"
    PARTNER = "partner", "emploi du conjoint"
    FAMILY = "family", "famille et école"
    RECEPTION = "reception", "accueil et présentations"
    FORMALITIES = "formalities", "formalités"
    TOOLS = "tools", "matériel et accès"


class WelcomeItem(Ordered):
    """A line that is proposed to each new arrival; a line no longer proposed is withdrawn."""

    theme = models.CharField("thème", max_length=12, choices=WelcomeTheme.choices)
    label = models.CharField("à faire", max_length=200)
    family = models.CharField(
        "pour",
        max_length=16,
        choices=ProfessionFamily.choices,
        blank=True,
        help_text="Vide\u00a0: pour tous.",
    )
    days_after_start = models.SmallIntegerField(
        "jours après l’arrivée",
        default=0,
        help_text="Négatif\u00a0: avant l’arrivée.",
    )
    is_withdrawn = models.BooleanField("retirée", default=False)

    history = HistoricalRecords(
        verbose_name="version de la ligne d’accueil",
        verbose_name_plural="versions de la ligne d’accueil",
    )

    class Meta:
        verbose_name = "ligne du dossier d’accueil"
        verbose_name_plural = "lignes du dossier d’accueil"
        constraints = [
            models.UniqueConstraint(
                fields=["label"],
                name="staffing_welcomeitem_label",
                violation_error_message="Cette ligne figure déjà dans le dossier d’accueil.",
            )
        ]

    def __str__(self):
        return self.label


class WelcomeStep(models.Model):
    """A line of the pack for one arrival: asked for, done or not wanted."""

    assignment = models.ForeignKey(
        Assignment, models.CASCADE, related_name="welcome_steps", verbose_name="affectation"
    )
    item = models.ForeignKey(
        WelcomeItem, models.PROTECT, related_name="steps", verbose_name="ligne"
    )
    due_on = models.DateField("pour le", null=True, blank=True)
    done_on = models.DateField("fait le", null=True, blank=True)
    is_declined = models.BooleanField("sans objet", default=False)

    history = HistoricalRecords(
        verbose_name="version de l’accueil", verbose_name_plural="versions de l’accueil"
    )

    class Meta:
        verbose_name = "étape d’accueil"
        verbose_name_plural = "étapes d’accueil"
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "item"],
                name="staffing_welcomestep_item",
                violation_error_message="Cette ligne figure déjà dans l’accueil de cette personne.",
            ),
            models.CheckConstraint(
                condition=Q(is_declined=False) | Q(done_on__isnull=True),
                name="staffing_welcomestep_declined",
                violation_error_message="Une ligne est faite, ou sans objet, pas les deux.",
            ),
        ]

    def __str__(self):
        return str(self.item)
