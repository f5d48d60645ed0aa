"""When a site opens, activity by activity and weekday by weekday."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from csipa.models import Period, PeriodQuerySet
from sites.models.site import Site
from sites.rules.periods import hours_overlap


class Activity(models.TextChoices):
    """What the public comes for during the hours."""

    RECEPTION = "reception", "accueil et secrétariat"
    MEDICAL = "medical", "consultations médicales"
    MIDWIFERY = "midwifery", "consultations de sage-femme"
    NURSING = "nursing", "soins infirmiers"
    UNSCHEDULED = "unscheduled", "soins non programmés"
    OTHER = "other", "autre activité"


class Weekday(models.IntegerChoices):
    """Days of the week, numbered as ISO 8601 does."""

    MONDAY = 1, "lundi"
    TUESDAY = 2, "mardi"
    WEDNESDAY = 3, "mercredi"
    THURSDAY = 4, "jeudi"
    FRIDAY = 5, "vendredi"
    SATURDAY = 6, "samedi"
    SUNDAY = 7, "dimanche"


class OpeningHours(Period):
    """One weekly slot of one activity of a site; the closing time does not belong to it."""

    # Lines edited together are compared with each other, not with the rows they replace.
    compared_alone = True

    site = models.ForeignKey(
        Site, models.CASCADE, related_name="opening_hours", verbose_name="site"
    )
    activity = models.CharField(
        "activité", max_length=20, choices=Activity.choices, default=Activity.MEDICAL
    )
    weekday = models.PositiveSmallIntegerField("jour", choices=Weekday.choices)
    opens_at = models.TimeField("de")
    closes_at = models.TimeField("à")

    objects = PeriodQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name="version de l’horaire", verbose_name_plural="versions de l’horaire"
    )

    class Meta(Period.Meta):
        verbose_name = "horaire d’ouverture"
        verbose_name_plural = "horaires d’ouverture"
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=Q(weekday__range=(1, 7)),
                name="sites_openinghours_weekday",
                violation_error_message="Le jour va de lundi à dimanche.",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="sites_openinghours_order",
                violation_error_message="L’heure de fermeture suit celle d’ouverture.",
            ),
        ]

    def __str__(self):
        return (
            f"{self.get_weekday_display()} {self.opens_at:%H:%M}–{self.closes_at:%H:%M}, "
            f"{self.get_activity_display()}"
        )

    def clean(self):
        """Refuse a slot that doubles another of the same site, activity and weekday."""
        if not (
            self.compared_alone
            and self.site_id
            and self.weekday
            and self.opens_at
            and self.closes_at
        ):
            return
        same_day = OpeningHours.objects.filter(site=self.site_id, weekday=self.weekday)
        for other in same_day.exclude(pk=self.pk):
            if hours_overlap(self, other):
                raise ValidationError(self.overlap_message(other))

    @staticmethod
    def overlap_message(other: OpeningHours) -> str:
        """Return why a slot that doubles `other` is refused."""
        return f"Cet horaire en recouvre un autre\u00a0: {other}."
