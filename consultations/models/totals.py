"""The sums of each month, kept by the database in the transaction of the count."""

from __future__ import annotations

from django.db import models

from consultations.rules.cells import ActivityKind as Kind
from sites.models import Site
from staffing.models import Profession


class MonthlyTotal(models.Model):
    """What a profession did at a site in a month, by kind; `month` is its first day.

    Triggers of `ActivityCount` write it: it is never stale, and nothing else may write it but
    `rebuild_rollup`. `entries` is the number of rows with consultations entered, zero included;
    `closed` that of the rows marked closed. A column in `_among` adds up the consultations of the
    days on which that measure was entered: what a share is a share of, whatever is asked today.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name="site")
    month = models.DateField("mois")
    profession = models.ForeignKey(
        Profession, models.PROTECT, related_name="+", verbose_name="profession"
    )
    kind = models.CharField("nature", max_length=12, default=Kind.CONSULTATION.value)
    done = models.IntegerField("consultations", default=0)
    unscheduled = models.IntegerField("dont non programmées", default=0)
    without_gp = models.IntegerField("dont sans médecin traitant", default=0)
    refused = models.IntegerField("demandes refusées faute de créneau", default=0)
    no_show = models.IntegerField("rendez-vous non honorés", default=0)
    minutes_held = models.IntegerField("minutes de consultation tenues", default=0)
    unscheduled_among = models.IntegerField(
        "consultations où les non programmées sont dites", default=0
    )
    without_gp_among = models.IntegerField(
        "consultations où les sans médecin sont dites", default=0
    )
    refused_among = models.IntegerField("consultations où les refus sont dits", default=0)
    no_show_among = models.IntegerField("consultations où les absences sont dites", default=0)
    minutes_held_among = models.IntegerField("consultations où les heures sont dites", default=0)
    entries = models.IntegerField("jours saisis", default=0)
    closed = models.IntegerField("jours fermés", default=0)

    not_audited = (
        "Des sommes que la base recalcule\u00a0: les lignes qu’elles additionnent sont suivies."
    )

    class Meta:
        verbose_name = "total du mois"
        verbose_name_plural = "totaux du mois"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["site", "month", "profession", "kind"],
                name="consultations_monthlytotal_key",
                violation_error_message="Ce total existe déjà.",
            )
        ]
        indexes = [models.Index(fields=["month"], name="consultations_total_months")]

    def __str__(self):
        return f"{self.site}, {self.month:%m/%Y}"
