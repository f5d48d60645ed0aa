"""What one does with the library of visas: take texts from a file, note that they were checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

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


@transaction.atomic
def import_texts(*, content: bytes, by: AbstractBaseUser | None) -> ImportedTexts:
    """Add the texts of a `csipa-visas/1` file to the library, each « à revoir ».

    A text whose name or words are there already is left as it is. Raises ExchangeError with
    every fault of the file, and writes nothing then.
    """
    rows = read_texts(content)
    names = set(LegalText.objects.values_list("name", flat=True))
    wordings = set(LegalText.objects.values_list("wording", flat=True))
    new = [row for row in rows if row["name"] not in names and row["wording"] not in wordings]
    for row in new:
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
    return ImportedTexts(added=len(new), known=len(rows) - len(new))


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
