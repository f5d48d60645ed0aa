"""Documents as they were signed: bytes, hash, and the context they were made from."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from conventions.models.act import Act
from conventions.models.convention import Convention
from conventions.models.meeting import Meeting
from csipa.constraints import Sealed


class DocumentKind(models.TextChoices):
    """What a frozen document holds."""

    ACT = "act", "acte et annexes"
    CONVENTION = "convention", "convention seule"
    CERTIFICATE = "certificate", "certificat"
    REPORT = "report", "compte rendu au conseil"
    PUBLIC_COPY = "public", "copie publique"


class FrozenDocumentQuerySet(models.QuerySet):
    """Questions put to frozen documents."""

    def without_bytes(self) -> FrozenDocumentQuerySet:
        """Leave the heavy columns in the database; reading one of them queries again."""
        return self.defer("content", "context", "source")


class FrozenDocument(models.Model):
    """A PDF kept for ever. It is never rendered again; asking for it gives these bytes."""

    act = models.ForeignKey(
        Act,
        on_delete=models.PROTECT,
        related_name="documents",
        verbose_name="acte",
        null=True,
        blank=True,
    )
    convention = models.ForeignKey(
        Convention,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name="convention",
    )
    meeting = models.ForeignKey(
        Meeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name="réunion",
    )
    kind = models.CharField("document", max_length=12, choices=DocumentKind)
    content = models.BinaryField("octets")
    sha256 = models.CharField("empreinte SHA-256", max_length=64)
    size = models.PositiveIntegerField("taille en octets")
    source = models.JSONField("données d’échange")
    context = models.JSONField("contexte d’impression")
    template_version = models.CharField("version du modèle", max_length=20)
    created_at = models.DateTimeField("figé le")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="figé par",
    )

    objects = FrozenDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "document figé"
        verbose_name_plural = "documents figés"
        constraints = [
            models.UniqueConstraint(
                fields=["act"], condition=Q(kind="act"), name="conventions_frozendocument_act"
            ),
            models.UniqueConstraint(
                fields=["convention"],
                condition=Q(kind="convention"),
                name="conventions_frozendocument_convention",
            ),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(kind="report"),
                name="conventions_frozendocument_report",
            ),
            Sealed(
                name="conventions_frozendocument_sealed",
                owner=(
                    "{row}.kind = 'report' OR "
                    "COALESCE((SELECT o.sealed FROM conventions_act o WHERE o.id = {row}.act_id), "
                    "(SELECT o.sealed FROM conventions_convention o "
                    "WHERE o.id = {row}.convention_id))"
                ),
                guards_insert=False,
            ),
        ]

        indexes = [models.Index(fields=["sha256"], name="conventions_frozen_sha256")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.sha256[:12]}"
