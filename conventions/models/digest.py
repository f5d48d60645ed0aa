"""Who is told by e-mail what falls due, and how often."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from sites.models import Weekday


class DigestSubscription(models.Model):
    """The wish of a person to be sent, on a day of the week, what the conventions call for."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="convention_digest",
        verbose_name="personne",
    )
    weekday = models.PositiveSmallIntegerField(
        "jour d’envoi", choices=Weekday.choices, default=Weekday.MONDAY
    )
    days_ahead = models.PositiveSmallIntegerField("jours à l’avance", default=90)
    with_conventions = models.BooleanField("les conventions", default=True)
    with_acts = models.BooleanField("les actes", default=True)
    with_committees = models.BooleanField("les instances", default=True)
    even_empty = models.BooleanField("même quand rien n’est à faire", default=False)
    last_sent_on = models.DateField("dernier envoi", null=True, blank=True, editable=False)

    history = HistoricalRecords(verbose_name="historique de l’abonnement")

    not_in_history = {"last_sent_on": "le jour du dernier envoi, noté par le programme"}

    not_restored = "Un abonnement se reprend\u00a0: abonnez-vous de nouveau."

    class Meta:
        verbose_name = "abonnement au récapitulatif"
        verbose_name_plural = "abonnements au récapitulatif"
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__range=(1, 7)) & Q(days_ahead__range=(1, 365)),
                name="conventions_digestsubscription_range",
                violation_error_message="De 1 à 365 jours à l’avance, un jour de la semaine.",
            ),
            models.CheckConstraint(
                condition=Q(with_conventions=True) | Q(with_acts=True) | Q(with_committees=True),
                name="conventions_digestsubscription_covers",
                violation_error_message="Choisissez au moins une chose à suivre.",
            ),
        ]

    def __str__(self) -> str:
        return f"Récapitulatif de {self.user}"
