"""The chain: one link a row that must never change, each bound to the one before it by a key."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from csipa.constraints import Sealed


class Shape(models.Model):
    """The columns of a source from which digests are made.

    A migration that adds a column gives later rows another shape; former links keep theirs, and
    stay right.
    """

    source = models.CharField("source", max_length=100)
    columns = models.JSONField("colonnes")
    fingerprint = models.CharField("empreinte", max_length=64, unique=True)

    not_audited = "Chaque maillon signe les colonnes dont il est fait."

    class Meta:
        verbose_name = "forme d’une ligne"
        verbose_name_plural = "formes des lignes"
        constraints = [Sealed(name="audit_shape_sealed", owner="TRUE", guards_insert=False)]

    def __str__(self) -> str:
        return f"{self.source} ({len(self.columns)})"


class LinkKind(models.TextChoices):
    """Why a row is linked."""

    FIRST = "", "écrite"
    RENEWED = "renewed", "changée avec motif"
    REMOVED = "removed", "supprimée avec motif"


class Link(models.Model):
    """A row as it was when it was linked.

    `seq` has no gap. `mac` is the HMAC-SHA256, by settings.AUDIT_KEY, of the link before and of
    everything this one says. The newest link of a row is the one that holds: a row that the
    program itself had to change (somebody's right to be erased) is linked again, with the reason.
    """

    seq = models.PositiveBigIntegerField("numéro", primary_key=True)
    shape = models.ForeignKey(
        Shape, on_delete=models.PROTECT, related_name="+", verbose_name="forme", db_index=False
    )
    row = models.BigIntegerField("ligne")
    kind = models.CharField("nature", max_length=8, choices=LinkKind, blank=True, default="")
    reason = models.CharField("motif", max_length=200, blank=True)
    digest = models.BinaryField("empreinte de la ligne", max_length=32)
    previous = models.BinaryField("signature du maillon précédent", max_length=32)
    mac = models.BinaryField("signature", max_length=32)
    sealed_at = models.DateTimeField("scellé le")

    not_audited = "C’est la chaîne elle-même\u00a0: chaque maillon signe le précédent."

    class Meta:
        verbose_name = "maillon"
        verbose_name_plural = "maillons"
        indexes = [
            models.Index(fields=["shape", "row"], name="audit_link_row"),
            models.Index(fields=["seq"], name="audit_link_again", condition=~models.Q(kind="")),
        ]
        constraints = [Sealed(name="audit_link_sealed", owner="TRUE", guards_insert=False)]

    def __str__(self) -> str:
        return f"maillon {self.seq}"


class Mark(models.Model):
    """How far a source is linked: rows up to `row` need not be looked at in every batch.

    It only spares work: once a day, and in every verification, whole sources are looked at. The
    mark without a source is the lock that one sealing at a time holds.
    """

    source = models.CharField("source", max_length=100, unique=True)
    row = models.BigIntegerField("jusqu’à la ligne", default=0)
    next_row = models.BigIntegerField("puis jusqu’à la ligne", default=0)
    next_at = models.DateTimeField("à partir du", null=True, blank=True)
    swept_at = models.DateTimeField("tout relu le", null=True, blank=True)

    not_audited = "Un repère qui épargne du travail\u00a0: le perdre ne fait que tout relire."

    class Meta:
        verbose_name = "repère"
        verbose_name_plural = "repères"

    def __str__(self) -> str:
        return self.source or "verrou"


class Verification(models.Model):
    """What one reading of the whole, or of a part (`scope`), found; never changed.

    `faults` holds the first ones, as dictionaries of `csipa.audit.report.Fault`.
    """

    started_at = models.DateTimeField("commencée le")
    finished_at = models.DateTimeField("finie le")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="demandée par",
    )
    scope = models.CharField("limitée à", max_length=200, blank=True)
    links = models.PositiveBigIntegerField("maillons lus")
    rows = models.PositiveBigIntegerField("lignes comparées")
    waiting = models.PositiveBigIntegerField("lignes à sceller")
    fault_count = models.PositiveIntegerField("anomalies")
    faults = models.JSONField("premières anomalies", default=list, blank=True)
    notes = models.JSONField("remarques", default=list, blank=True)
    head_seq = models.PositiveBigIntegerField("dernier maillon", default=0)
    head_mac = models.CharField("sa signature", max_length=64, blank=True)

    class Meta:
        verbose_name = "vérification"
        verbose_name_plural = "vérifications"
        ordering = ("-started_at", "-pk")
        indexes = [models.Index(fields=["-started_at", "-id"], name="audit_verification_last")]
        constraints = [Sealed(name="audit_verification_sealed", owner="TRUE", guards_insert=False)]

    def __str__(self) -> str:
        return f"Vérification n°\u00a0{self.pk}"
