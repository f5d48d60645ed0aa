"""What is annexed to an act: a convention, or a text."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from conventions.models.act import Act
from conventions.models.act_parts import ACT_SEAL
from conventions.models.convention import Convention
from csipa.constraints import Sealed
from csipa.french.typography import shortened
from csipa.models import Ordered
from csipa.richtext import RichTextField

_CALLED = 50
"""How much of a title stands for it on a button, in characters."""


class Annex(Ordered):
    """An annex of an act; printed after it in the same document."""

    act = models.ForeignKey(
        Act, on_delete=models.CASCADE, related_name="annexes", verbose_name="acte"
    )
    title = models.CharField("titre de l’annexe", max_length=500)
    number = models.CharField("numéro de l’annexe", max_length=20, blank=True)
    number_is_integer = models.BooleanField("numéro entier", default=False, editable=False)
    convention = models.OneToOneField(
        Convention,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="annex",
        verbose_name="convention annexée",
    )
    text = RichTextField("texte annexé", blank=True)

    history = HistoricalRecords(verbose_name="historique de l’annexe")

    class Meta:
        verbose_name = "annexe"
        verbose_name_plural = "annexes"
        constraints = [
            models.CheckConstraint(
                condition=Q(convention__isnull=True) | Q(text=""),
                name="conventions_annex_convention_or_text",
                violation_error_message="Une annexe est une convention ou un texte, pas les deux.",
            ),
            Sealed(name="conventions_annex_sealed", owner=ACT_SEAL),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def called(self) -> str:
        """Return the reference of the convention, or the beginning of the title."""
        reference = self.convention.reference if self.convention else ""
        return reference or shortened(self.title, _CALLED)
