"""The fixed words of printed acts, and how one field of the exchange format becomes print."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from csipa.french.dates import long_date
from csipa.french.grammar import de
from csipa.french.typography import typeset, typeset_html
from csipa.richtext import clean

Data = dict[str, Any]

NATURES = {"decision": "décision", "deliberation": "délibération", "arrete": "arrêté"}
NATURES_WITH_ARTICLE = {
    "decision": "la décision",
    "deliberation": "la délibération",
    "arrete": "l’arrêté",
}
_BODIES_OF_A_WOMAN = {
    "president": "de la présidente",
    "mayor": "de la maire",
    "director": "de la directrice",
}
_BODIES = {
    "president": "du président",
    "bureau": "du bureau",
    "council": "du conseil",
    "mayor": "du maire",
    "municipal_council": "du conseil municipal",
    "board": "du conseil d’administration",
    "director": "du directeur",
}
# Who certifies that an act is executory: the executive (CGCT L. 2131-1), also for a council's act.
EXECUTIVES = {"mayor": "Maire", "municipal_council": "Maire", "director": "Directeur"}
EFFECTS = {
    "approves": "Approuve",
    "amends": "Modifie",
    "terminates": "Résilie",
    "extends": "Prolonge",
}
RELATIONS = {
    "annex": "Annexe à la convention",
    "renewal": "Renouvellement de la convention",
}


def of_body(body: str, *, woman: bool) -> str:
    """Return « du président », « de la présidente », « du conseil »; empty for an unknown body."""
    said = _BODIES.get(body, "")
    return _BODIES_OF_A_WOMAN.get(body, said) if woman else said


def text(value: object) -> str:
    """Return a plain text field as printed: signs and spaces of print, words untouched."""
    return _typeset_once(str(value).strip()) if value not in (None, "") else ""


@lru_cache(maxsize=2048)
def _typeset_once(line: str) -> str:
    """Remember lines: a preview follows every change of an act, and most of its lines stay."""
    return typeset(line)


def texts(values: list[Any] | None) -> list[str]:
    """Return the printed form of each line."""
    return [text(value) for value in values or []]


def body(value: str | None) -> str:
    """Return a rich body as printed HTML, reduced once more to the subset whatever it held."""
    return typeset_html(clean(value)) if value else ""


def day(value: str | None) -> str:
    """Return an ISO date in full, « 1er mars 2026 », or nothing for a date that is not known."""
    return long_date(date.fromisoformat(value)) if value else ""


def numbered(number: object) -> str:
    """Return « n° 2026 008 », the sign being added unless the number brings its own."""
    printed = text(number)
    if not printed or printed[:2].lower() in {"n°", "nº"}:
        return printed
    return text(f"n° {printed}")


def naming(act: Data) -> str:
    """Return « délibération n° 2026-12 du 3 mars 2026 » from {nature, number, date}."""
    parts = (NATURES.get(act.get("nature") or "", "acte"), numbered(act.get("number")))
    dated = f"du {day(act['date'])}" if act.get("date") else ""
    return " ".join(filter(None, (*parts, dated)))


def draft_of(nature: str) -> str:
    """Return « projet de décision », « projet d’arrêté »."""
    return f"projet {de(NATURES.get(nature, 'acte'))}"
