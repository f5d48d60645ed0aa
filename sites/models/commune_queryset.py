"""Communes found by what people type; a code that means two things is never settled by guessing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from csipa.french.grammar import enumeration
from sites.rules.names import search_key

if TYPE_CHECKING:
    from sites.models.commune import Commune

_CODE = re.compile(r"\(?\b(2[ABab][0-9]{3}|[0-9]{5})\b\)?")


class UnknownCommune(LookupError):
    """No commune of the directory answers to this code or name; the text is a French sentence."""


class AmbiguousCommune(LookupError):
    """Several communes answer; `communes` lists them, the text is a French sentence."""

    def __init__(self, message: str, communes: list[Commune]):
        super().__init__(message)
        self.communes = communes


class AmbiguousCommuneCode(AmbiguousCommune):
    """A code that is an INSEE code and a postal code, or the postal code of several communes."""


@dataclass(frozen=True)
class CodeMeanings:
    """What five signs may mean: an INSEE code, hence one commune; a postal code, hence several."""

    code: str
    by_insee: Commune | None
    by_postal_code: tuple[Commune, ...]

    @property
    def communes(self) -> list[Commune]:
        """Return every commune meant, once, the INSEE one first."""
        found = [self.by_insee] if self.by_insee else []
        return [*found, *(commune for commune in self.by_postal_code if commune != self.by_insee)]

    def __str__(self):
        postal = enumeration(commune.de for commune in self.by_postal_code)
        if self.by_insee and self.by_postal_code:
            return f"{self.code} est le code INSEE {self.by_insee.de} et le code postal {postal}."
        if self.by_insee:
            return f"{self.code} est le code INSEE {self.by_insee.de}."
        return f"{self.code} est le code postal {postal}."


class CommuneQuerySet(models.QuerySet):
    """Communes found by code or name."""

    def search(self, text: str) -> CommuneQuerySet:
        """Return the communes with each word of `text` in a name, an alias or a code."""
        found = self
        for word in search_key(text).split():
            found = found.filter(
                Q(search_key__contains=word)
                | Q(insee_code__istartswith=word)
                | Q(pk__in=self._whose(aliases__search_key__contains=word))
                | Q(pk__in=self._whose(postal_codes__code__startswith=word))
            )
        return found

    def named(self, text: str) -> CommuneQuerySet:
        """Return the communes whose name or alias is `text`, accents and hyphens aside."""
        key = search_key(text)
        return self.filter(Q(search_key=key) | Q(pk__in=self._whose(aliases__search_key=key)))

    def with_postal_code(self, code: str) -> CommuneQuerySet:
        """Return the communes that this postal code serves."""
        return self.filter(pk__in=self._whose(postal_codes__code=code))

    def meanings_of(self, code: str) -> CodeMeanings:
        """Return both readings of a code: INSEE and postal. Two queries."""
        code = code.strip().upper()
        served = tuple(self.with_postal_code(code).order_by("search_key"))
        return CodeMeanings(code, self.filter(pk=code).first(), served)

    def resolve_code(self, code: str) -> Commune:
        """Return the only commune that `code` can mean, INSEE or postal.

        Raises AmbiguousCommuneCode (« 62190 »: Busnes by INSEE, Lillers and others by post) or
        UnknownCommune.
        """
        meanings = self.meanings_of(code)
        match meanings.communes:
            case [commune]:
                return commune
            case []:
                raise UnknownCommune(
                    f"Le code {meanings.code} n’est celui d’aucune commune connue."
                )
            case communes:
                raise AmbiguousCommuneCode(f"{meanings} Indiquez le nom de la commune.", communes)

    def resolve(self, text: str) -> Commune:
        """Return the only commune meant by a name, a code, or both (« Lillers (62190) »).

        Raises UnknownCommune, AmbiguousCommune or AmbiguousCommuneCode.
        """
        found = _CODE.search(text)
        name = _CODE.sub(" ", text, count=1).strip()
        if found and not name:
            return self.resolve_code(found[1])
        communes = list(self.named(name).order_by("pk"))
        if found:
            communes = [c for c in communes if c in self.meanings_of(found[1]).communes]
        match communes:
            case [commune]:
                return commune
            case []:
                raise UnknownCommune(
                    f"Aucune commune connue ne s’appelle «\u00a0{text.strip()}\u00a0»."
                )
            case _:
                listed = enumeration((f"{c.name} ({c.pk})" for c in communes), "ou")
                raise AmbiguousCommune(
                    f"Plusieurs communes s’appellent «\u00a0{name}\u00a0»\u00a0: {listed}\u00a0? "
                    "Indiquez le code INSEE.",
                    communes,
                )

    def _whose(self, **condition):
        """Return the keys of the communes that meet a condition on their related rows."""
        return self.model.objects.filter(**condition).values("pk")
