"""What one does with the library of visas: take texts from a file, note that they were checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.dateparse import parse_date

from conventions.exchange.library import read_texts
from conventions.models import LegalText, TextState
from csipa.french.numbers import counted


@dataclass(frozen=True)
class ImportedTexts:
    """How many texts a file brought, and how many of them the library had already."""

    added: int
    known: int

    def __str__(self) -> str:
        added = counted(self.added, "texte ajouté, à revoir", "textes ajoutés, à revoir")
        known = counted(self.known, "y était déjà", "y étaient déjà")
        return f"Bibliothèque de visas : {added} ; {known}."


@dataclass(frozen=True)
class TextsPlan:
    """The rows of a file that the library lacks, and how many it has already."""

    new: list[dict[str, Any]]
    known: int

    def __str__(self) -> str:
        added = counted(len(self.new), "texte à ajouter", "textes à ajouter")
        known = counted(self.known, "y est déjà et ne change pas", "y sont déjà et ne changent pas")
        return f"{added} ; {known}."


def plan_texts(content: bytes) -> TextsPlan:
    """Return what a `csipa-visas/1` file would add; a text whose name or words are known is left.

    Raises ExchangeError with every fault of the file.
    """
    rows = read_texts(content)
    names = set(LegalText.objects.values_list("name", flat=True))
    wordings = set(LegalText.objects.values_list("wording", flat=True))
    new = [row for row in rows if row["name"] not in names and row["wording"] not in wordings]
    return TextsPlan(new, len(rows) - len(new))


@transaction.atomic
def import_texts(*, content: bytes, by: AbstractBaseUser | None) -> ImportedTexts:
    """Add what `plan_texts` tells to the library, each « à revoir ».

    Raises ExchangeError with every fault of the file, and writes nothing then.
    """
    plan = plan_texts(content)
    for row in plan.new:
        text = LegalText(
            kind=row["kind"],
            name=row["name"],
            wording=row["wording"],
            date=parse_date(row.get("date", "")),
            source=row.get("source", ""),
            note=row.get("note", ""),
            state=TextState.TO_REVIEW,
        )
        text._history_user = by
        text.full_clean()
        text.save()
    return ImportedTexts(added=len(plan.new), known=plan.known)


@transaction.atomic
def verify_texts(
    *, texts: Iterable[LegalText], by: AbstractBaseUser | None, on: dt.date
) -> list[LegalText]:
    """Note that somebody checked `texts` on `on`; return those that were marked.

    A text out of date stays so: it is corrected on its own page.
    """
    marked = []
    for text in texts:
        if text.state != TextState.OBSOLETE:
            text.state, text.verified_on = TextState.VERIFIED, on
            text.version += 1
            text._history_user = by
            text._change_reason = "Vérification"
            text.save()
            marked.append(text)
    return marked
