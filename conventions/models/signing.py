"""What was accepted at signature, by whom and why; kept for ever."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from conventions.models.act import Act
from csipa.constraints import Sealed


class SignatureOverride(models.Model):
    """What somebody signed in spite of: links missing in the chain of powers, open findings."""

    act = models.OneToOneField(
        Act, on_delete=models.PROTECT, related_name="override", verbose_name="acte"
    )
    missing = models.JSONField("ce qui manquait pour signer", default=list, blank=True)
    findings = models.JSONField("remarques ouvertes", default=list, blank=True)
    reason = models.TextField("motif", blank=True)
    accepted_at = models.DateTimeField("accepté le")
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="accepté par",
    )

    class Meta:
        verbose_name = "signature passant outre"
        verbose_name_plural = "signatures passant outre"
        permissions = [("sign_despite", "Peut signer en passant outre, avec un motif")]
        constraints = [
            Sealed(name="conventions_override_sealed", owner="TRUE", guards_insert=False)
        ]

    def __str__(self) -> str:
        return f"Passer outre : {self.act}"
