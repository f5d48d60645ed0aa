"""What is kept of an invitation."""

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords


class Invitation(models.Model):
    """The way in for an account that has no password yet: one link, once, for some days.

    Only the hash of the secret in the link is kept. Sending again puts another secret in its place;
    cancelling empties it.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="invitation",
        verbose_name="compte",
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="invité par",
    )
    sent_at = models.DateTimeField("envoyée le")
    expires_at = models.DateTimeField("valable jusqu’au")
    secret_hash = models.CharField("empreinte du secret", max_length=64, blank=True)
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True)
    cancelled_at = models.DateTimeField("annulée le", null=True, blank=True)

    history = HistoricalRecords(
        verbose_name="version de l’invitation",
        verbose_name_plural="versions des invitations",
        excluded_fields=["secret_hash"],
    )

    class Meta:
        verbose_name = "invitation"
        verbose_name_plural = "invitations"
        default_permissions = ()

    def __str__(self):
        return f"Invitation de {self.user}"
