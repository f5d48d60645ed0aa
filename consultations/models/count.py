"""Consultations counted: one row a site, day, profession, person where told, and kind."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from simple_history.models import HistoricalRecords

from consultations.models.totals import MonthlyTotal
from consultations.models.validators import validate_no_person
from consultations.rules.cells import ActivityKind as Kind
from consultations.rules.cells import Measure
from csipa.constraints import Holds
from csipa.totals import Tallied
from sites.models import Site
from staffing.models import Person, Profession


class ActivityKind(models.TextChoices):
    """How the consultation is given."""

    CONSULTATION = Kind.CONSULTATION.value, "consultation sur place"
    HOME_VISIT = Kind.HOME_VISIT.value, "visite à domicile"
    REMOTE = Kind.REMOTE.value, "téléconsultation"


# The key of a count. Without a person the row is that of the profession as a whole.
KEY = ("site_id", "date", "profession_id", "person_id", "kind")
KEY_SQL = "site_id, date, profession_id, COALESCE(person_id, 0), kind"
NUMBERS = tuple(measure.value for measure in Measure)
LOCKED_MESSAGE = (
    "Ce mois est clos\u00a0: ses chiffres ne changent plus. Faites-le rouvrir, avec un motif."
)


def _at_most_done(column: str, message: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{column}__isnull": True})
        | Q(done__isnull=True)
        | Q(**{f"{column}__lte": F("done")}),
        name=f"consultations_activitycount_{column}",
        violation_error_message=message,
    )


class CountField(models.PositiveSmallIntegerField):
    """A number of a day, never below zero; null where nobody entered it, which is not zero."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)


class ActivityCount(models.Model):
    """What was done on a day: numbers only, never a patient.

    Three facts are told apart: not entered (null), a confirmed zero (0), and `closed`, a day on
    which the profession received nobody. `without_gp` and `unscheduled` are parts of `done`;
    `refused` and `no_show` are not. `confirmed` says that somebody was asked about an unusual
    value and kept it. Rows are written by `consultations.actions.recording` alone.
    """

    site = models.ForeignKey(
        Site,
        models.PROTECT,
        related_name="counts",
        db_index=False,  # the unique key begins with it
        verbose_name="site",
    )
    date = models.DateField("jour")
    profession = models.ForeignKey(
        Profession, models.PROTECT, related_name="counts", verbose_name="profession"
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="counts",
        verbose_name="personne",
        help_text="Vide\u00a0: toute la profession.",
    )
    kind = models.CharField(
        "nature", max_length=12, choices=ActivityKind.choices, default=ActivityKind.CONSULTATION
    )
    done = CountField("consultations")
    unscheduled = CountField("dont non programmées")
    without_gp = CountField("dont sans médecin traitant")
    refused = CountField("demandes refusées faute de créneau")
    no_show = CountField("rendez-vous non honorés")
    minutes_held = CountField("minutes de consultation tenues")
    closed = models.BooleanField("fermé", default=False)
    confirmed = models.BooleanField("valeur inhabituelle confirmée", default=False)
    comment = models.CharField(
        "remarque",
        max_length=200,
        blank=True,
        validators=[validate_no_person],
        help_text="Jamais rien d’un patient.",
    )
    version = models.PositiveIntegerField("version", default=1, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,  # nobody looks for rows by who typed them
        editable=False,
        verbose_name="saisi par",
    )
    entered_at = models.DateTimeField("saisi le", editable=False)
    changed_at = models.DateTimeField("modifié le", editable=False)

    history = HistoricalRecords(
        verbose_name="version du décompte", verbose_name_plural="versions du décompte"
    )

    not_restored = "Un nombre se saisit de nouveau dans la grille de la semaine."

    class Meta:
        verbose_name = "décompte du jour"
        verbose_name_plural = "décomptes"
        permissions = [("see_people", "Voir les consultations par personne")]
        constraints = [
            models.UniqueConstraint(
                "site",
                "date",
                "profession",
                Coalesce("person", 0),
                "kind",
                name="consultations_activitycount_key",
                violation_error_message="Ce jour est déjà saisi pour cette ligne.",
            ),
            _at_most_done(
                "unscheduled",
                "Les consultations non programmées font partie des consultations\u00a0: leur "
                "nombre ne peut être plus grand.",
            ),
            _at_most_done(
                "without_gp",
                "Les consultations sans médecin traitant font partie des consultations\u00a0: leur "
                "nombre ne peut être plus grand.",
            ),
            models.CheckConstraint(
                condition=Q(closed=False) | Q(**{f"{name}__isnull": True for name in NUMBERS}),
                name="consultations_activitycount_closed",
                violation_error_message="Un jour fermé n’a pas de chiffre.",
            ),
            models.CheckConstraint(
                condition=Q(minutes_held__isnull=True) | Q(minutes_held__lte=1440),
                name="consultations_activitycount_minutes",
                violation_error_message="Une journée compte au plus 24 heures.",
            ),
            Holds(
                name="consultations_activitycount_month",
                message=LOCKED_MESSAGE,
                broken="EXISTS (SELECT 1 FROM consultations_monthlock l WHERE l.site_id = "
                "{row}.site_id AND l.state <> 'open' AND {row}.date BETWEEN l.month AND "
                "l.last_day)",
                events=("insert", "update", "delete"),
            ),
            Tallied(
                name="consultations_activitycount_totals",
                into=MonthlyTotal._meta.db_table,
                day="date",
                key=("site_id", "profession_id", "kind"),
                sums={
                    **{name: f"COALESCE({{row}}.{name}, 0)" for name in NUMBERS},
                    **{
                        f"{name}_among": f"CASE WHEN {{row}}.{name} IS NULL THEN 0 "
                        f"ELSE COALESCE({{row}}.done, 0) END"
                        for name in NUMBERS
                        if name != Measure.DONE.value
                    },
                    "entries": "CASE WHEN {row}.done IS NULL THEN 0 ELSE 1 END",
                    "closed": "CASE WHEN {row}.closed THEN 1 ELSE 0 END",
                },
            ),
        ]
        indexes = [models.Index(fields=["date", "id"], name="consultations_count_days")]

    def __str__(self):
        return f"{self.site}, {self.date:%d/%m/%Y}, {self.profession}"
