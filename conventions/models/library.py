"""The library of texts that acts cite: each written once, with the state in which it was found."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from conventions.models.choices import ActState, TextKind, TextState
from csipa.models import Versioned
from sites.rules.names import search_key


class LegalTextQuerySet(models.QuerySet):
    """Questions put to the library."""

    def search(self, text: str) -> LegalTextQuerySet:
        """Return the texts that hold each word of `text`; case, accents and signs do not count."""
        found = self
        for word in search_key(text).split():
            found = found.filter(Q(name__spelt=word) | Q(wording__spelt=word) | Q(note__spelt=word))
        return found

    def in_rank_order(self) -> LegalTextQuerySet:
        """Order the texts as visas are: by rank, then by date."""
        ranks = [
            models.When(kind=kind, then=models.Value(rank))
            for rank, kind in enumerate(TextKind.values)
        ]
        return self.order_by(models.Case(*ranks), "date", "name", "pk")

    def with_citations(self) -> LegalTextQuerySet:
        """Add `cited`, how many visas cite the text, and `cited_by_drafts`, those of open acts."""
        open_act = Q(citations__act__state=ActState.DRAFT)
        return self.annotate(
            cited=models.Count("citations"),
            cited_by_drafts=models.Count("citations", filter=open_act),
        )


class LegalText(Versioned):
    """A code, a law, a decree… as a visa cites it; changing it changes the drafts that cite it."""

    kind = models.CharField("rang", max_length=12, choices=TextKind)
    name = models.CharField(
        "nom", max_length=200, help_text="Pour le retrouver : « Code de la santé publique »."
    )
    wording = models.TextField(
        "visa",
        help_text="« Vu le code de la santé publique, notamment ses articles L. 6323-1 … ; »",
    )
    date = models.DateField(
        "date du texte", null=True, blank=True, help_text="Range le visa parmi ceux de son rang."
    )
    state = models.CharField("état", max_length=10, choices=TextState, default=TextState.TO_REVIEW)
    verified_on = models.DateField("vérifié le", null=True, blank=True)
    source = models.URLField("source", max_length=500, blank=True, help_text="Légifrance…")
    note = models.TextField("remarque", blank=True)
    replaced_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name="remplacé par",
    )

    objects = LegalTextQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="historique du texte")

    class Meta:
        verbose_name = "texte visé"
        verbose_name_plural = "textes visés"
        constraints = [
            models.UniqueConstraint(
                fields=["wording"],
                name="conventions_legaltext_once",
                violation_error_message="Ce visa est déjà dans la bibliothèque.",
            ),
            models.CheckConstraint(
                condition=~Q(state=TextState.VERIFIED) | Q(verified_on__isnull=False),
                name="conventions_legaltext_verified",
                violation_error_message="Dites quand le texte a été vérifié.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def choice_label(self) -> str:
        """Return what a list of choices shows: the name, and what to know before citing it."""
        if self.state == TextState.OBSOLETE:
            return f"Périmé – {self.name}"
        return f"{self.name} (à revoir)" if self.state == TextState.TO_REVIEW else self.name
