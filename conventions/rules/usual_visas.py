"""The texts that an act on a convention usually rests on, one visa for each code.

Sources: CGCT L. 5211-9, L. 5211-10, L. 2122-22, L. 2122-23 (delegations), L. 5211-1 and L. 2121-29
(councils); code de la santé publique L. 6323-1 (health centres) and L. 1434-12 (territorial
communities); CGPPP L. 2122-1 to L. 2122-3 and L. 2125-1 (occupation of public property); code de
la commande publique L. 2122-1; loi n° 2000-321 art. 10 (grants).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from conventions.rules.visas import name_of_text
from csipa.french.grammar import enumeration
from csipa.french.typography import NBSP

_CGCT = "code général des collectivités territoriales"
_CSP = "code de la santé publique"
_CGPPP = "code général de la propriété des personnes publiques"
_CCP = "code de la commande publique"
_GRANTS = (
    f"Vu la loi n°{NBSP}2000-321 du 12{NBSP}avril{NBSP}2000 relative aux droits des citoyens dans "
    f"leurs relations avec les administrations, notamment son article{NBSP}10{NBSP};"
)


@dataclass(frozen=True)
class CodeVisa:
    """A code and the articles of it that found an act."""

    code: str
    articles: tuple[str, ...]

    @property
    def wording(self) -> str:
        """Return the visa: « Vu le code …, notamment ses articles L. 1 et L. 2 ; »."""
        which = "ses articles" if len(self.articles) > 1 else "son article"
        return f"Vu le {self.code}, notamment {which} {enumeration(self.articles)}{NBSP};"

    def is_said_by(self, wording: str) -> bool:
        """Tell whether a visa cites the code with all these articles."""
        plain = wording.replace(NBSP, " ")
        cited = (re.escape(article.replace(NBSP, " ")) for article in self.articles)
        same = name_of_text(plain).casefold() == self.code
        return same and all(re.search(rf"{article}(?![\d-])", plain) for article in cited)


_BODIES = {
    "president": CodeVisa(_CGCT, ("L. 5211-9", "L. 5211-10")),
    "bureau": CodeVisa(_CGCT, ("L. 5211-9", "L. 5211-10")),
    "council": CodeVisa(_CGCT, ("L. 5211-1",)),
    "mayor": CodeVisa(_CGCT, ("L. 2122-22", "L. 2122-23")),
    "municipal_council": CodeVisa(_CGCT, ("L. 2121-29",)),
}
_KINDS = {
    "permanence": (CodeVisa(_CSP, ("L. 1434-12", "L. 6323-1")),),
    "premises": (
        CodeVisa(_CGPPP, ("L. 2122-1", "L. 2122-3", "L. 2125-1")),
        CodeVisa(_CSP, ("L. 6323-1",)),
    ),
    "partnership": (CodeVisa(_CSP, ("L. 6323-1",)),),
    "cooperation": (CodeVisa(_CSP, ("L. 6323-1",)),),
    "service": (CodeVisa(_CCP, ("L. 2122-1",)), CodeVisa(_CSP, ("L. 6323-1",))),
    "grant": (CodeVisa(_CSP, ("L. 6323-1",)),),
}


def usual_visas(*, body: str, kind: str, library: Iterable[str] = ()) -> list[str]:
    """Return the visas of an act of a body on a convention of a kind, codes first.

    `library` holds wordings that somebody checked: one that cites the same articles is preferred
    to the words of the program.
    """
    known = list(library)
    codes = [*filter(None, [_BODIES.get(body)]), *_KINDS.get(kind, ())]
    visas = [next((said for said in known if one.is_said_by(said)), one.wording) for one in codes]
    return [*visas, _GRANTS] if kind == "grant" else visas
