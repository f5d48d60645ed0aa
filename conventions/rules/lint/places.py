"""Paths of the exchange form as people say them: « annexe 1, article 4 », « visa 2 »."""

from __future__ import annotations

import re

from csipa.french.grammar import upper_first

_PART = re.compile(r"(?P<key>\w+)(?:\[(?P<rank>\d+)\])?")
_RANKED = {
    "visas": "visa",
    "recitals": "considérant",
    "provisions": "disposition",
    "annexes": "annexe",
    "parties": "partie",
    "articles": "article",
    "items": "élément",
    "attendances": "membre",
    "instalments": "versement",
    "payers": "payeur",
    "effects": "effet",
}
_NAMED = {
    "authority": "autorité",
    "heading": "rubrique",
    "title": "objet",
    "number": "numéro",
    "delegation": "délégation",
    "enacting": "formule",
    "signature": "signature",
    "execution": "exécution",
    "vote": "vote",
    "meeting": "réunion",
    "subtitle": "sous-titre",
    "preamble": "préambule",
    "closing": "formule finale",
    "reference": "référence",
    "representative": "représentant",
    "period": "durée",
    "notice": "préavis",
    "finance": "conditions financières",
    "premises": "locaux",
    "rooms": "salles",
    "equipment": "matériel",
    "slots": "créneaux",
    "instalments": "versements",
    "payers": "payeurs",
    "label": "verbe",
    "short_name": "nom court",
}


def place_name(path: str, *, convention: bool = False) -> str:
    """Return the name of a place, « Annexe 1, article 4 », « Visa 2 »; the whole for no path.

    `convention` when the path is that of a convention alone.

    >>> place_name("annexes[0].convention.articles[3].body")
    'Annexe 1, article 4'
    """
    named: list[str] = []
    parts = list(_PART.finditer(path))
    inside = convention or any(part["key"] in {"convention", "annexes"} for part in parts)
    for part in parts:
        key, rank = part["key"], part["rank"]
        if rank is not None and key == "articles" and named and named[-1].startswith("article"):
            named[-1] += f".{int(rank) + 1}"
        elif rank is not None:
            named.append(f"{_RANKED.get(key, key)} {int(rank) + 1}")
        elif key == "title" and (inside or "articles" in path):
            named.append("titre")
        elif key in _NAMED:
            named.append(_NAMED[key])
    if named:
        return upper_first(", ".join(named))
    return "Ensemble de la convention" if convention else "Ensemble de l’acte"
