"""Who signed a convention, what text they signed, and the copies that prove it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from conventions.models.act import Act
from conventions.models.choices import CopyKind
from conventions.models.convention import Convention
from conventions.models.frozen import FrozenDocument
from conventions.models.party import Party
from csipa.constraints import Sealed


class SignedText(models.Model):
    """What binds one party, word for word, under its SHA-256 (`conventions.rules.signed_text`)."""

    sha256 = models.CharField("empreinte SHA-256", max_length=64, unique=True)
    content = models.JSONField("texte")

    class Meta:
        verbose_name = "texte signé"
        verbose_name_plural = "textes signés"
        constraints = [
            Sealed(name="conventions_signedtext_sealed", owner="TRUE", guards_insert=False)
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class PartySignature(models.Model):
    """Where the signature of one party stands; a day is what somebody knows, never today's."""

    party = models.OneToOneField(
        Party, on_delete=models.CASCADE, related_name="signature", verbose_name="partie"
    )
    sent_on = models.DateField("envoyée le", null=True, blank=True)
    received_on = models.DateField("revenue le", null=True, blank=True)
    signed_on = models.DateField("signée le", null=True, blank=True)
    original_on = models.DateField("original détenu depuis le", null=True, blank=True)
    early_reason = models.TextField(
        "motif d’une signature avant que l’acte soit exécutoire", blank=True
    )
    text = models.ForeignKey(
        SignedText,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="signatures",
        verbose_name="texte signé",
    )
    document = models.ForeignKey(
        FrozenDocument,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="signatures",
        verbose_name="document signé",
    )

    history = HistoricalRecords(verbose_name="historique de la signature")

    class Meta:
        verbose_name = "signature d’une partie"
        verbose_name_plural = "signatures des parties"
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True) | Q(text__isnull=False),
                name="conventions_partysignature_text",
                violation_error_message="Une signature porte sur un texte.",
            ),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True)
                | Q(received_on__isnull=True)
                | Q(received_on__gte=F("sent_on")),
                name="conventions_partysignature_order",
                violation_error_message="Elle ne peut pas revenir avant d’être envoyée.",
            ),
        ]

    def __str__(self) -> str:
        return f"Signature de {self.party}"


class StoredFile(models.Model):
    """The bytes of a filed document, kept once under their SHA-256 and never changed."""

    sha256 = models.CharField("empreinte SHA-256", max_length=64, unique=True)
    content = models.BinaryField("octets")
    size = models.PositiveIntegerField("taille en octets")
    content_type = models.CharField("type", max_length=60)
    stored_at = models.DateTimeField("déposé le")
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="déposé par",
    )

    class Meta:
        verbose_name = "fichier déposé"
        verbose_name_plural = "fichiers déposés"
        constraints = [
            Sealed(name="conventions_storedfile_sealed", owner="TRUE", guards_insert=False)
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class SignedCopy(models.Model):
    """A signed original, scanned, or a PDF signed elsewhere, filed with its act or convention.

    `document` is the frozen document whose bytes it begins with, when it was signed in place;
    `signatures` what the check of a signed PDF found, in `csipa.pdf` words.
    """

    convention = models.ForeignKey(
        Convention,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="copies",
        verbose_name="convention",
    )
    act = models.ForeignKey(
        Act,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="copies",
        verbose_name="acte",
    )
    parties = models.ManyToManyField(
        Party, blank=True, related_name="copies", verbose_name="signée par"
    )
    kind = models.CharField("nature", max_length=10, choices=CopyKind)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="copies", verbose_name="fichier"
    )
    document = models.ForeignKey(
        FrozenDocument,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="copies",
        verbose_name="document signé",
    )
    signatures = models.JSONField("signatures trouvées", default=list, blank=True, editable=False)
    name = models.CharField("nom du fichier", max_length=200)
    received_on = models.DateField("reçue le", null=True, blank=True)
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)
    withdrawn_reason = models.TextField("motif du retrait", blank=True)

    history = HistoricalRecords(verbose_name="historique de la copie", m2m_fields=[parties])

    class Meta:
        verbose_name = "copie signée"
        verbose_name_plural = "copies signées"
        permissions = [("seal_document", "Peut apposer le cachet électronique de l’autorité")]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
                name="conventions_signedcopy_withdrawn",
                violation_error_message="Dites pourquoi la copie est retirée.",
            ),
            models.CheckConstraint(
                condition=Q(act__isnull=False, convention__isnull=True)
                | Q(act__isnull=True, convention__isnull=False),
                name="conventions_signedcopy_one_owner",
                violation_error_message="La copie est celle d’un acte ou d’une convention.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
