"""Which sites an account works for."""

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from sites.models.site import Site


class SiteScope(models.Model):
    """A site that an account works for; an account without any works for all of them."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="site_scopes",
        verbose_name="compte",
    )
    site = models.ForeignKey(Site, models.CASCADE, related_name="scopes", verbose_name="site")

    history = HistoricalRecords(
        verbose_name="version du périmètre", verbose_name_plural="versions du périmètre"
    )

    class Meta:
        verbose_name = "site d’un compte"
        verbose_name_plural = "sites des comptes"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "site"],
                name="sites_sitescope_once",
                violation_error_message="Ce compte a déjà ce site.",
            )
        ]

    def __str__(self):
        return f"{self.user}\u00a0: {self.site}"
