"""What a remark is, and the rules of the proof-reader with their sources."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SPACE = "[ \u00a0\u202f]"
"""A space inside a line, of any width, breaking or not: part of a regular expression."""

APOSTROPHE = "['’\u2018\u02bc]"
"""An apostrophe, typed or typeset: part of a regular expression."""


class Weight(StrEnum):
    """How much a remark matters: a fault, something to check, a matter of taste."""

    FAULT = "fault"
    DOUBT = "doubt"
    ADVICE = "advice"


@dataclass(frozen=True)
class Rule:
    """A rule: the name that people read, where it comes from, how much it matters."""

    title: str
    source: str
    weight: Weight


@dataclass(frozen=True)
class Remark:
    """One remark on a text: rule, characters `start` to `end`, sentence, safe correction or None.

    `replacement` takes the place of the characters; None when only a person can tell.
    """

    rule: str
    start: int
    end: int
    message: str
    replacement: str | None = None

    @property
    def weight(self) -> Weight:
        """Return how much it matters."""
        return RULES[self.rule].weight


_IN = "Lexique des règles typographiques en usage à l’Imprimerie nationale"
_GREVISSE = "Grevisse et Goosse, Le Bon Usage"
_CIRCULAR_2017 = "circulaire du 21 novembre 2017 (JO du 22), féminisation et rédaction des textes"
_GUIDE = "Guide de légistique, Conseil d’État et secrétariat général du Gouvernement"
_CALENDAR = "calendrier grégorien"

RULES = {
    "elision": Rule("Élision oubliée", f"{_GREVISSE}, § 45", Weight.FAULT),
    "elision-h": Rule("Élision devant un h aspiré", f"{_GREVISSE}, § 48", Weight.FAULT),
    "contraction": Rule("Article contracté devant une voyelle", _GREVISSE, Weight.FAULT),
    "period": Rule("Période sans « au »", f"{_GUIDE}, dates et délais", Weight.FAULT),
    "period-open": Rule("Période sans fin", f"{_GUIDE}, dates et délais", Weight.DOUBT),
    "period-reversed": Rule("Période à l’envers", _CALENDAR, Weight.DOUBT),
    "date-impossible": Rule("Date qui n’existe pas", _CALENDAR, Weight.FAULT),
    "date-weekday": Rule("Jour de la semaine faux", _CALENDAR, Weight.FAULT),
    "date-first": Rule("Premier du mois", f"{_IN}, « Date »", Weight.FAULT),
    "date-figures": Rule("Date en chiffres", f"{_IN}, « Date »", Weight.ADVICE),
    "date-form": Rule("Forme de la date", f"{_IN}, « Date »", Weight.ADVICE),
    "participle": Rule("Participe sans accent", _GREVISSE, Weight.FAULT),
    "agreement": Rule("Accord", _GREVISSE, Weight.FAULT),
    "capital-accent": Rule("Capitale sans accent", f"{_IN}, « Accentuation »", Weight.FAULT),
    "a-accent": Rule("« A » pour « À »", f"{_IN}, « Accentuation »", Weight.FAULT),
    "doubled-word": Rule("Mot répété", _GREVISSE, Weight.FAULT),
    "name-order": Rule("Nom avant le prénom", "CRPA L. 212-1", Weight.ADVICE),
    "punctuation": Rule("Ponctuation", f"{_IN}, « Ponctuation »", Weight.FAULT),
    "unbalanced": Rule("Signe sans son pendant", f"{_IN}, « Ponctuation »", Weight.FAULT),
    "article-reference": Rule(
        "Référence d’article", f"{_GUIDE}, citation des textes", Weight.FAULT
    ),
    "article-first": Rule("Article premier", f"{_GUIDE}, numérotation", Weight.ADVICE),
    "seen-capitals": Rule("« VU » en capitales", f"{_GUIDE}, visas", Weight.ADVICE),
    "amount": Rule("Somme mal écrite", f"{_IN}, « Nombres »", Weight.ADVICE),
    "amount-currency": Rule("Somme sans monnaie", f"{_IN}, « Nombres »", Weight.DOUBT),
    "gap": Rule("Passage à compléter", "un acte signé ne laisse rien à remplir", Weight.FAULT),
    "inclusive": Rule("Écriture inclusive", _CIRCULAR_2017, Weight.ADVICE),
    "signs": Rule("Signes de la typographie", f"{_IN}, « Ponctuation »", Weight.ADVICE),
}
"""Every rule by its code. « signs » is what printing repairs by itself."""
