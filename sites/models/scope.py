"""Which sites, and which CPTS, an account works for."""

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from sites.models.community import Community
from sites.models.site import Site


class SiteScope(models.Model):
    """A site that an account works for.

    Without any, an account works for all of them if it has the right `every_site`, else for none.
    """

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

    not_restored = "Ce qu’une personne peut voir se décide de nouveau."

    class Meta:
        verbose_name = "site d’un compte"
        verbose_name_plural = "sites des comptes"
        permissions = [("every_site", "Travaille pour tous les sites, si aucun n’est choisi")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "site"],
                name="sites_sitescope_once",
                violation_error_message="Ce compte a déjà ce site.",
            )
        ]

    def __str__(self):
        return f"{self.user}\u00a0: {self.site}"


class CommunityScope(models.Model):
    """A CPTS that an account works for.

    Without any, an account works for all of them if it has the right `every_community`, else for
    none.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="community_scopes",
        verbose_name="compte",
    )
    community = models.ForeignKey(
        Community, models.CASCADE, related_name="scopes", verbose_name="CPTS"
    )

    history = HistoricalRecords(
        verbose_name="version du périmètre", verbose_name_plural="versions du périmètre"
    )

    not_restored = "Ce qu’une personne peut voir se décide de nouveau."

    class Meta:
        verbose_name = "CPTS d’un compte"
        verbose_name_plural = "CPTS des comptes"
        permissions = [("every_community", "Suit toutes les CPTS, si aucune n’est choisie")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "community"],
                name="sites_communityscope_once",
                violation_error_message="Ce compte a déjà cette CPTS.",
            )
        ]

    def __str__(self):
        return f"{self.user}\u00a0: {self.community}"
