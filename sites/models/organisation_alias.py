"""The other spellings of an organisation's name."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from sites.models.fields import KeyField
from sites.models.organisation import Organisation
from sites.rules.names import organisation_key


class OrganisationAlias(models.Model):
    """Another spelling of an organisation's name, recognised when a file is imported."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="aliases", verbose_name="organisme"
    )
    name = models.CharField("autre nom", max_length=250)
    search_key = KeyField(
        "clé de recherche", max_length=250, source="name", key=organisation_key, db_index=True
    )

    history = HistoricalRecords(
        verbose_name="version de l’autre nom", verbose_name_plural="versions de l’autre nom"
    )

    class Meta:
        verbose_name = "autre nom"
        verbose_name_plural = "autres noms"
        constraints = [
            models.UniqueConstraint(
                fields=["search_key"],
                name="sites_organisationalias_unique",
                violation_error_message="Ce nom désigne déjà un organisme.",
            )
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """Refuse a spelling that already names an organisation, this one or another."""
        key = organisation_key(self.name)
        aliases = OrganisationAlias.objects.filter(search_key=key).exclude(pk=self.pk)
        other = Organisation.objects.filter(Q(search_key=key) | Q(aliases__in=aliases)).first()
        if other:
            raise ValidationError({"name": f"Ce nom désigne déjà «\u00a0{other}\u00a0»."})
