"""The articles of a convention and the commitments its parties take in them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from conventions.models.act_parts import CONVENTION_SEAL
from conventions.models.choices import ArticleChange
from conventions.models.clauses import ClauseVersion
from conventions.models.convention import Convention
from conventions.models.party import Party
from csipa.constraints import Sealed
from csipa.models import Ordered
from csipa.richtext import RichTextField

ARTICLE_SEAL = (
    "SELECT o.sealed FROM conventions_article a JOIN conventions_convention o "
    "ON o.id = a.convention_id WHERE a.id = {row}.article_id"
)


class Article(Ordered):
    """One article; `depth` 1 and more makes it a sub-article of the nearest shallower one above."""

    convention = models.ForeignKey(
        Convention, on_delete=models.CASCADE, related_name="articles", verbose_name="convention"
    )
    depth = models.PositiveSmallIntegerField(
        "niveau", default=0, help_text="0 : article ; 1 : sous-article ; et ainsi de suite."
    )
    number = models.CharField(
        "numéro", max_length=20, blank=True, help_text="Vide : numérotation automatique."
    )
    number_is_integer = models.BooleanField("numéro entier", default=False, editable=False)
    title = models.CharField("titre", max_length=500, blank=True)
    introduction = models.TextField(
        "introduction", blank=True, help_text="« La commune de … s’engage à : »"
    )
    body = RichTextField("texte", blank=True)
    committed_party = models.ForeignKey(
        Party,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="commitment_articles",
        verbose_name="engagements de",
    )
    clause_version = models.ForeignKey(
        ClauseVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="articles",
        verbose_name="version de la clause",
    )
    clause_digest = models.CharField(
        "empreinte du texte écrit d’après la clause", max_length=64, blank=True, editable=False
    )
    change = models.CharField("effet de l’avenant", max_length=8, choices=ArticleChange, blank=True)
    amended_article = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="amendments",
        verbose_name="article modifié",
    )
    amended_title = models.CharField(
        "nouveau titre",
        max_length=500,
        blank=True,
        help_text="De l’article ajouté, ou de l’article remplacé si son titre change.",
    )
    change_words = models.TextField(
        "ce qui précède le nouveau texte, tel qu’écrit", blank=True, editable=False
    )

    history = HistoricalRecords(verbose_name="historique de l’article")

    class Meta:
        verbose_name = "article"
        verbose_name_plural = "articles"
        constraints = [
            Sealed(name="conventions_article_sealed", owner=CONVENTION_SEAL),
            models.CheckConstraint(
                condition=Q(change="", amended_article__isnull=True)
                | Q(change=ArticleChange.INSERT)
                | (~Q(change="") & Q(amended_article__isnull=False)),
                name="conventions_article_change",
                violation_error_message="Dites quel article est modifié, et comment.",
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"article {self.position}"


class Commitment(Ordered):
    """One thing that the party named by its article undertakes to do."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="commitments", verbose_name="article"
    )
    text = models.TextField("engagement")

    history = HistoricalRecords(verbose_name="historique de l’engagement")

    class Meta:
        verbose_name = "engagement"
        verbose_name_plural = "engagements"
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="conventions_commitment_text",
                violation_error_message="Un engagement ne peut pas être vide.",
            ),
            Sealed(name="conventions_commitment_sealed", owner=ARTICLE_SEAL),
        ]

    def __str__(self) -> str:
        return self.text[:80]
