"""Acts made public: what is online, what was struck out or held back, and the proof of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from conventions.models.act import Act
from conventions.models.annex import Annex
from conventions.models.choices import Ground
from conventions.models.frozen import FrozenDocument
from csipa.constraints import Sealed
from csipa.models import Ordered


class Redaction(Ordered):
    """Words struck out of the public copy of an act; the original keeps them.

    The copy is made again from data without these words: nothing hides under a black box.
    """

    act = models.ForeignKey(
        Act, on_delete=models.CASCADE, related_name="redactions", verbose_name="acte"
    )
    words = models.CharField(
        "mots à retirer",
        max_length=200,
        help_text="Tels que l’acte les écrit : un nom, une adresse, une somme.",
    )
    ground = models.CharField("motif", max_length=12, choices=Ground, default=Ground.PRIVACY)

    history = HistoricalRecords(verbose_name="historique de l’occultation")

    class Meta:
        verbose_name = "occultation"
        verbose_name_plural = "occultations"
        constraints = [
            models.UniqueConstraint(
                fields=["act", "words"],
                name="conventions_redaction_once",
                violation_error_message="Ces mots sont déjà retirés de la copie publique.",
            ),
            models.CheckConstraint(
                condition=~Q(words=""),
                name="conventions_redaction_words",
                violation_error_message="Écrivez les mots à retirer.",
            ),
        ]

    def __str__(self) -> str:
        return self.words


class WithheldAnnex(models.Model):
    """An annex left out of the public copy, and why."""

    annex = models.OneToOneField(
        Annex, on_delete=models.CASCADE, related_name="withheld", verbose_name="annexe"
    )
    ground = models.CharField("motif", max_length=12, choices=Ground)
    reason = models.CharField(
        "précision", max_length=300, blank=True, help_text="Elle est imprimée sur la copie."
    )

    history = HistoricalRecords(verbose_name="historique de l’annexe non publiée")

    class Meta:
        verbose_name = "annexe non publiée"
        verbose_name_plural = "annexes non publiées"

    def __str__(self) -> str:
        return f"{self.annex} – non publiée"


class PublicationQuerySet(models.QuerySet):
    """Questions put to publications."""

    def online(self) -> PublicationQuerySet:
        """Return the publications that anybody may read now."""
        return self.filter(withdrawn_at__isnull=True)


class Publication(models.Model):
    """An act in the public register: its permanent address, the bytes that anybody reads.

    The register gives the frozen document of the act, or a public copy of it when words were
    struck out or an annex held back (CGCT R. 2131-1: two months at least; CRPA L. 312-1-2).
    """

    act = models.OneToOneField(
        Act, on_delete=models.PROTECT, related_name="publication", verbose_name="acte"
    )
    address = models.SlugField(
        "adresse permanente", max_length=100, unique=True, editable=False, allow_unicode=False
    )
    document = models.ForeignKey(
        FrozenDocument,
        on_delete=models.PROTECT,
        related_name="publications",
        editable=False,
        verbose_name="document publié",
    )
    online_at = models.DateTimeField("mis en ligne le", editable=False)
    online_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="mis en ligne par",
    )
    changed_at = models.DateTimeField("copie remplacée le", null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="retiré par",
    )
    withdrawn_reason = models.TextField("motif du retrait", blank=True)

    objects = PublicationQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="historique de la publication")

    class Meta:
        verbose_name = "publication"
        verbose_name_plural = "publications"
        permissions = [("withdraw_publication", "Peut retirer un acte du registre public")]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True)
                | (~Q(withdrawn_reason="") & Q(withdrawn_at__gte=F("online_at"))),
                name="conventions_publication_withdrawn",
                violation_error_message="Dites pourquoi l’acte est retiré du registre public.",
            )
        ]
        indexes = [models.Index(fields=["online_at", "id"], name="conventions_pub_online")]

    def __str__(self) -> str:
        return f"Publication – {self.act}"

    @property
    def is_online(self) -> bool:
        """Tell whether anybody may read the act now."""
        return self.withdrawn_at is None

    @property
    def last_modified(self):
        """Return the moment at which what anybody reads last changed."""
        return self.changed_at or self.online_at


class PublishedWord(models.Model):
    """A stem of the public text of an act and how much it counts there; made again at will."""

    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, related_name="words", verbose_name="publication"
    )
    stem = models.CharField("racine", max_length=60)
    weight = models.PositiveIntegerField("poids")

    not_audited = "Un index de recherche, refait à volonté depuis ce qui est publié."

    class Meta:
        verbose_name = "mot d’un acte publié"
        verbose_name_plural = "mots des actes publiés"
        constraints = [
            models.UniqueConstraint(
                fields=["stem", "publication"], name="conventions_publishedword_once"
            )
        ]

    def __str__(self) -> str:
        return self.stem


class PublicationCheck(models.Model):
    """One reading of a public address, from outside: what was found there, or why nothing was.

    These lines are the proof that the act stayed online; nothing changes them.
    """

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="checks", verbose_name="publication"
    )
    checked_at = models.DateTimeField("lu le")
    address = models.CharField("adresse", max_length=300)
    seen = models.BooleanField("vu en ligne, identique")
    sha256 = models.CharField("empreinte SHA-256 lue", max_length=64, blank=True)
    detail = models.CharField("constat", max_length=300, blank=True)

    class Meta:
        verbose_name = "constat de mise en ligne"
        verbose_name_plural = "constats de mise en ligne"
        constraints = [
            Sealed(name="conventions_publicationcheck_sealed", owner="TRUE", guards_insert=False),
            models.CheckConstraint(
                condition=Q(seen=False) | ~Q(sha256=""),
                name="conventions_publicationcheck_seen",
                violation_error_message="Ce qui est vu a une empreinte.",
            ),
        ]
        indexes = [
            models.Index(fields=["publication", "checked_at"], name="conventions_pubcheck_at")
        ]

    def __str__(self) -> str:
        return f"{self.publication} – {self.checked_at:%d/%m/%Y}"
