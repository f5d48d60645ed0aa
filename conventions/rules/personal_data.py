"""What in an act may give a private person away: told, so that somebody chooses; never decided.

Elected representatives and those who sign in an office are named in public acts (CADA, conseil
20221096); the others are struck out of what is published (CRPA L. 312-1-2).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from conventions.rules.redaction import REMOVED, fold, names_of, people_of, redact, texts_of

Data = dict[str, Any]

PERSON, EMAIL, PHONE, NATIONAL, HOME, BIRTH = (
    "nom d’une personne",
    "adresse électronique",
    "téléphone",
    "numéro de sécurité sociale",
    "domicile",
    "date de naissance",
)
_MOST = 200

_GAP = r"[\s.\-/]{0,2}"
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(
    rf"(?<!\d)(?:(?:\+|00)33{_GAP}(?:\(0\){_GAP})?[1-9]|0[1-9])(?:{_GAP}\d){{8}}(?!\d)"
)
# Sex, year, month, department (with Corsica), commune, rank, and the key when it is there.
_NATIONAL = re.compile(
    rf"(?<!\d)[1278]{_GAP}\d{{2}}{_GAP}(?:0[1-9]|1[0-2]|[2-9]\d){_GAP}(?:\d{{2}}|2[abAB]){_GAP}"
    rf"\d{{3}}{_GAP}\d{{3}}(?:{_GAP}\d{{2}})?(?!\d)"
)
_SIRET = 14
_BIRTH = re.compile(r"\bnée?\s+le\s+(\d{1,2}(?:er)?\s+\w+\s+\d{4}|\d{1,2}/\d{1,2}/\d{4})")
_HOME = re.compile(
    r"\b(?:demeurant|domiciliée?|résidant)\s+(?:au\s+|à\s+)?([^,;.()]*\d[^;.()]*?\d{5}\s+[\w’'-]+)"
)
_TITLE = (
    r"\b(?:M\.|Mmes?|Mlle|MM\.|[Mm]onsieur|[Mm]adame|[Mm]ademoiselle|[Dd]octeure?|Drs?\.?|"
    r"[Pp]rofesseure?|Pr\.?|[Mm]aître|Me)\s+"
)
_CAPITAL = r"[A-ZÀ-ÖØ-ÞŒ][\w’'-]*"
_NAME = re.compile(
    rf"{_TITLE}(?:(?:[Dd]octeure?|Dr\.?)\s+)?"
    rf"({_CAPITAL}(?:\s+(?:(?:de|du|des|d[’'])\s*(?:la\s+)?)?{_CAPITAL}){{0,3}})"
)
# « M. Paul Petit, vice-président »: somebody who was elected, or acts in an office.
_IN_OFFICE = re.compile(
    r"(?:\s*+,)?\s+(?:(?:le|la|en\s+(?:sa\s+)?qualité\s+de|\d+(?:er|ère|e))\s+)*"
    r"(?:vice[-\s\u2011]présidente?|présidente?|maire|adjointe?|conseill(?:er|ère)|"
    r"députée?|sénat(?:eur|rice)|préfète?|sous-préfète?)\b",
    re.IGNORECASE,
)
# « Monsieur le Préfet », « Madame LA MAIRE » name an office.
_OFFICES = frozenset(
    (
        *("le", "la", "les", "l", "president", "presidente", "maire", "prefet", "prefete"),
        *("directeur", "directrice", "vice", "adjoint", "adjointe", "ministre", "depute"),
        *("deputee", "senateur", "senatrice", "conseiller", "conseillere", "tresorier"),
    )
)


@dataclass(frozen=True)
class Suggestion:
    """Words that somebody may want to strike out, and what they look like, in French."""

    words: str
    kind: str


def suggestions(data: Data, *, already: Iterable[str] = ()) -> list[Suggestion]:
    """Return what may give a private person away in an act of the exchange format, once each.

    Left out: its author, those who sign in an office, the members of the council, and what is
    `already` chosen.
    """
    public = {fold(name)[0] for name in _in_office(data)}
    chosen = list(already)
    kept = {fold(words)[0] for words in chosen} | {fold(REMOVED)[0], ""}
    found: dict[str, Suggestion] = {}
    # What stands inside chosen words is gone with them: « Zoé Petit » with « Mme Zoé Petit ».
    for one in _found(redact(data, chosen)):
        words = " ".join(one.words.split())[:_MOST]
        key = fold(words)[0]
        is_public = one.kind == PERSON and any(_same(key, name) for name in public)
        if key not in kept and not is_public:
            found.setdefault(key, Suggestion(words, one.kind))
    return list(found.values())


def _same(name: str, public: str) -> bool:
    """Tell whether two names are those of one person, one of them perhaps without a first name."""
    here, there = set(re.findall(r"\w+", name)), set(re.findall(r"\w+", public))
    return bool(here) and (here <= there or (bool(there) and there <= here))


def _found(data: Data) -> Iterator[Suggestion]:
    for party in _parties(data):
        if party.get("legal_form") == "person":
            bare = re.sub(rf"^{_TITLE}", "", str(party.get("name") or ""))
            yield Suggestion(bare, PERSON)
            if seat := party.get("seat"):
                yield Suggestion(str(seat), HOME)
    for text in texts_of(data):
        plain = re.sub(r"<[^<>]*>", " ", text).replace("&nbsp;", " ")
        yield from _in_text(plain)


def _in_text(text: str) -> Iterator[Suggestion]:
    for match in _EMAIL.finditer(text):
        yield Suggestion(match[0].rstrip("."), EMAIL)
    for match in _NATIONAL.finditer(text):
        if len(re.sub(r"\D", "", match[0])) != _SIRET:
            yield Suggestion(match[0], NATIONAL)
    for match in _PHONE.finditer(text):
        yield Suggestion(match[0], PHONE)
    for pattern, kind in ((_BIRTH, BIRTH), (_HOME, HOME), (_NAME, PERSON)):
        for match in pattern.finditer(text):
            if kind != PERSON or not _is_office(match[1]):
                yield Suggestion(match[1], kind)


def _is_office(name: str) -> bool:
    first = re.findall(r"[^\W_]+", fold(name)[0])[:2]
    return bool(first) and (first[0] in _OFFICES and (len(first) == 1 or first[-1] in _OFFICES))


def _in_office(data: Data) -> Iterator[str]:
    """Yield the names that the public may read: who signs, who represents, who sits."""
    for person in people_of(data):
        yield names_of(person)[0]
    for text in texts_of(data):
        for match in _NAME.finditer(text):
            if _IN_OFFICE.match(text, match.end()):
                yield match[1]
    meeting = data.get("meeting") or {}
    yield from (str(meeting.get(key) or "") for key in ("chair", "secretary"))
    for member in meeting.get("attendances") or meeting.get("members") or []:
        yield from (str(member.get(key) or "") for key in ("name", "proxy"))
    yield from (str(name) for name in (data.get("vote") or {}).get("withdrew") or [])


def _parties(value: Any) -> Iterator[Data]:
    if isinstance(value, dict):
        yield from (party for party in value.get("parties") or [] if isinstance(party, dict))
        for inner in value.values():
            yield from _parties(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _parties(inner)
