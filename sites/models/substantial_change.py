"""Changes that the regional health agency must be told of within fifteen days."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from csipa.french.grammar import upper_first
from csipa.models import Versioned
from sites.models.organisation import Organisation
from sites.models.site import Site


class ChangeNature(models.TextChoices):
    """Substantial changes of the health project (code de la santé publique, D. 6323-10)."""

    RULES = "rules", "règlement de fonctionnement"
    MANAGER = "manager", "changement de gestionnaire"
    REPRESENTATIVE = "representative", "changement de représentant légal"
    CENTRE_MOVED = "centre_moved", "transfert du centre"
    ANTENNA_MOVED = "antenna_moved", "transfert d’une antenne"
    ANTENNA_OPENED = "antenna_opened", "ouverture d’une antenne"
    ANTENNA_CLOSED = "antenna_closed", "fermeture d’une antenne"
    PLATFORM = "platform", "plateau technique"
    QUALITY = "quality", "qualité et sécurité des soins"


class SendingMeans(models.TextChoices):
    """Means that give a certain date to what is sent."""

    REGISTERED = "registered", "lettre recommandée avec demande d’avis de réception"
    ELECTRONIC = "electronic", "lettre recommandée électronique"
    BY_HAND = "by_hand", "remise contre récépissé"
    PLATFORM = "platform", "téléservice avec accusé d’enregistrement"


class SubstantialChange(Versioned):
    """A change to tell; what is still to be sent is due fifteen days after it happened."""

    site = models.ForeignKey(
        Site, models.PROTECT, related_name="substantial_changes", verbose_name="site"
    )
    nature = models.CharField("nature", max_length=16, choices=ChangeNature.choices)
    happened_on = models.DateField("survenu le")
    description = models.TextField(
        "ce qui change", help_text="Une ou deux phrases entières\u00a0: elles vont dans la lettre."
    )
    agency = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="agence régionale de santé",
    )
    sent_on = models.DateField("envoyé le", null=True, blank=True)
    means = models.CharField(
        "moyen d’envoi", max_length=12, choices=SendingMeans.choices, blank=True
    )
    proof = models.CharField(
        "preuve", max_length=80, blank=True, help_text="Numéro du recommandé ou du récépissé."
    )
    received_on = models.DateField("reçu le", null=True, blank=True)

    history = HistoricalRecords(
        verbose_name="version du changement", verbose_name_plural="versions du changement"
    )

    class Meta:
        verbose_name = "changement à déclarer"
        verbose_name_plural = "changements à déclarer"
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True) | ~Q(means=""),
                name="sites_substantialchange_means",
                violation_error_message="Dites par quel moyen la déclaration a été envoyée.",
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True)
                | Q(sent_on__isnull=False, received_on__gte=models.F("sent_on")),
                name="sites_substantialchange_received",
                violation_error_message="La réception suit l’envoi\u00a0: vérifiez les deux dates.",
            ),
        ]

    def __str__(self):
        return f"{upper_first(self.get_nature_display())} ({self.site})"


class ChangeSetAside(models.Model):
    """A change that the records show and that need not be told, and why.

    It answers the proposal of that nature, for that site, on that day; see
    :mod:`sites.review.declarations`.
    """

    site = models.ForeignKey(
        Site, models.CASCADE, related_name="changes_set_aside", verbose_name="site"
    )
    nature = models.CharField("nature", max_length=16, choices=ChangeNature.choices)
    happened_on = models.DateField("survenu le")
    reason = models.CharField(
        "raison",
        max_length=300,
        help_text="Pourquoi l’agence n’a pas à en être informée\u00a0: «\u00a0faute de frappe "
        "corrigée dans l’adresse\u00a0».",
    )
    set_aside_on = models.DateField("écarté le")

    history = HistoricalRecords(
        verbose_name="version du changement écarté",
        verbose_name_plural="versions du changement écarté",
    )

    class Meta:
        verbose_name = "changement écarté"
        verbose_name_plural = "changements écartés"
        constraints = [
            models.UniqueConstraint(
                fields=["site", "nature", "happened_on"],
                name="sites_changesetaside_change",
                violation_error_message="Ce changement est déjà écarté.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="sites_changesetaside_reason",
                violation_error_message="Dites pourquoi l’agence n’a pas à en être informée.",
            ),
        ]

    def __str__(self):
        return f"{upper_first(self.get_nature_display())} ({self.site})"
