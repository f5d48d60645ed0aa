"""What a site records, and within what delay."""

from __future__ import annotations

from django.db import models
from simple_history.models import HistoricalRecords

from consultations.models.count import ActivityKind
from csipa.models import Ordered, Period
from sites.models import Site
from staffing.models import Profession


class SiteRecording(models.Model):
    """How one site records its activity; a site without a row follows the defaults.

    `entry_days` is how many days after a day its figures are still on time, `closing_days` how
    many days after the end of a month its closing is.
    """

    site = models.OneToOneField(Site, models.CASCADE, related_name="recording", verbose_name="site")
    shows_unscheduled = models.BooleanField("demander les non programmées", default=True)
    shows_without_gp = models.BooleanField("demander les sans médecin traitant", default=False)
    shows_refused = models.BooleanField("demander les refus faute de créneau", default=True)
    shows_no_show = models.BooleanField("demander les rendez-vous non honorés", default=False)
    shows_hours = models.BooleanField("demander les heures tenues", default=False)
    entry_days = models.PositiveSmallIntegerField(
        "jours pour saisir", default=7, help_text="Au-delà, la journée est saisie en retard."
    )
    closing_days = models.PositiveSmallIntegerField(
        "jours pour clore le mois", default=10, help_text="Après le dernier jour du mois."
    )
    publishes_sessions = models.BooleanField(
        "publier les séances à venir",
        default=False,
        help_text="Sur une page que tout le monde peut lire, sans nom de patient ni de salle.",
    )

    history = HistoricalRecords(
        verbose_name="version des réglages", verbose_name_plural="versions des réglages"
    )

    class Meta:
        verbose_name = "réglages de la saisie"
        verbose_name_plural = "réglages de la saisie"

    def __str__(self):
        return str(self.site)


class RecordingLine(Ordered, Period):
    """One line of the week grid: a profession at a site and a kind, or a line for each person."""

    site = models.ForeignKey(
        Site, models.CASCADE, related_name="recording_lines", verbose_name="site"
    )
    profession = models.ForeignKey(
        Profession, models.PROTECT, related_name="recording_lines", verbose_name="profession"
    )
    kind = models.CharField(
        "nature", max_length=12, choices=ActivityKind.choices, default=ActivityKind.CONSULTATION
    )
    by_person = models.BooleanField(
        "une ligne par personne",
        default=False,
        help_text="Visible des seules personnes qui en ont le droit.",
    )

    history = HistoricalRecords(
        verbose_name="version de la ligne", verbose_name_plural="versions de la ligne"
    )

    class Meta(Period.Meta):
        verbose_name = "ligne de saisie"
        verbose_name_plural = "lignes de saisie"
        ordering = ("position", "pk")
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["site", "profession", "kind"],
                name="consultations_recordingline_once",
                violation_error_message="Cette ligne existe déjà pour ce site.",
            ),
        ]

    def __str__(self):
        return f"{self.site}\u00a0: {self.profession}, {self.get_kind_display()}"
