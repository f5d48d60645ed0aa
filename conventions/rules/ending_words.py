"""The usual words of the act that ends a convention, before anybody edits them.

Sources: Code civil art. 1193 (a contract ends by mutual consent), 1211 and 1212 (notice, term),
1215 (tacit renewal); CGCT L. 2131-1 (the act takes force before the letters that carry it out).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from conventions.rules.terminations import AGREEMENT, DENUNCIATION
from csipa.french.dates import long_date
from csipa.french.grammar import a, de, enumeration, lower_first, que
from csipa.french.numbers import ordinal

_ARTICLES = {"convention": "la ", "contrat": "le ", "accord": "l’", "protocole": "le "}
_MUST_END = "qu’il y a lieu d’y mettre fin"


@dataclass(frozen=True, kw_only=True)
class EndedConvention:
    """What the act tells of the convention and of its end.

    `others` are the parties that sign beside the author of the act, after their articles; `giver`
    the one of them that ends the convention, "" when it is the author, or all together. `article`
    is the number of the article about it, "" when no title tells which.
    """

    reference: str
    title: str
    signed_on: dt.date | None
    others: Sequence[str]
    kind: str
    effect_on: dt.date
    giver: str = ""
    article: str = ""

    @property
    def name(self) -> str:
        """Return « la convention n° C-1 », or its title when it has no reference."""
        return f"la convention n° {self.reference}" if self.reference else self.titled

    @property
    def titled(self) -> str:
        """Return « la convention tripartite relative à … », its reference left out."""
        return convention_titled(self.title)

    @property
    def last_day(self) -> str:
        """Return « prend fin le 25 avril 2026 inclus »."""
        return f"prend fin le {long_date(self.effect_on)} inclus"


def convention_titled(title: str) -> str:
    """Return « la convention tripartite relative à … » from a title; one of another kind is quoted.

    >>> convention_titled("Contrat local de santé")
    'le contrat local de santé'
    """
    first = title.split(maxsplit=1)[0].lower() if title.strip() else ""
    article = _ARTICLES.get(first)
    return f"{article}{lower_first(title)}" if article else f"la convention « {title} »"


def ending_title(told: EndedConvention) -> str:
    """Return the object of the act: « Résiliation de la convention tripartite relative à … »."""
    noun = "Dénonciation" if told.kind == DENUNCIATION else "Résiliation"
    return f"{noun} {de(told.titled)}"


def ending_recitals(told: EndedConvention) -> tuple[str, str]:
    """Return why the act is taken, in two recitals."""
    partners = f" avec {enumeration(told.others)}" if told.others else ""
    signed = f" a été signée le {long_date(told.signed_on)}" if told.signed_on else " a été conclue"
    return f"Considérant que {told.name}{signed}{partners} ;", f"Considérant {_wish(told)},"


def _wish(told: EndedConvention) -> str:
    number = ordinal(1) if told.article == "1" else told.article
    under = f" dans les conditions que fixe son article {number}" if number else ""
    if told.kind == AGREEMENT:
        return "que les parties sont convenues d’y mettre fin"
    if told.kind == DENUNCIATION:
        refused = que(f"{told.giver} s’oppose à") if told.giver else "qu’il y a lieu d’empêcher"
        return f"{refused} sa tacite reconduction"
    return f"{que(told.giver)} y met fin{under}" if told.giver else f"{_MUST_END}{under}"


def ending_provision(told: EndedConvention) -> str:
    """Return what the act decides, after « DÉCIDE »."""
    ends = f"{told.name}, qui {told.last_day}"
    if told.kind == AGREEMENT:
        partners = f", d’un commun accord avec {enumeration(told.others)}," if told.others else ""
        return f"d’autoriser la résiliation{partners} {de(told.name)}, qui {told.last_day}."
    noun = "dénonciation" if told.kind == DENUNCIATION else "résiliation"
    if told.giver:
        return (
            f"de prendre acte de la {noun}, par {told.giver}, {de(told.name)}, qui {told.last_day}."
        )
    told_to = enumeration(a(other) for other in told.others)
    notified = f", et de notifier cette {noun} {told_to}" if told_to else ""
    verb = "dénoncer" if told.kind == DENUNCIATION else "résilier"
    return f"de {verb} {ends}{notified}."
