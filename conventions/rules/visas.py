"""The order of visas: what rank the text cited has, and its date, read in the words of the visa.

Source: circular of 30 January 1997 on the rules of drafting (JORF of 1 February 1997) – from the
highest rule to the lowest, and from the oldest to the latest within a rank – with, for local
authorities, their own acts after those of the State, then opinions and requests.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from csipa.french.dates import MONTHS, NotADate, parse_long_date
from csipa.french.typography import NBSP, plain

Visa = TypeVar("Visa")
Place = tuple[str, dt.date | None]

RANKS = (
    *("treaty", "code", "law", "decree", "order"),
    *("deliberation", "decision", "opinion", "request"),
)
"""Ranks from the first to the last; any other code, and the empty one, is no rank."""

_NATURES = {"deliberation": "deliberation", "decision": "decision", "arrete": "order"}
# What the first words of a visa say, « Vu » and articles left out; the first that matches wins.
_KINDS = (
    ("treaty", r"constitution|trait[ée]s?\b|convention (?:europ|internat|de sauvegarde)"),
    ("treaty", r"directive|d[ée]claration des droits|r[èe]glement \(?(?:ue|ce)\b"),
    ("code", r"code\b|(?:articles?|dispositions)\b[^;]*?\b(?:du|le) (?:m[êe]me )?code\b"),
    ("law", r"lois?\b|ordonnances?\b|articles?\b[^;]*?\bde (?:la loi|l.ordonnance)\b"),
    ("decree", r"d[ée]crets?\b|articles?\b[^;]*?\bdu d[ée]cret\b"),
    ("order", r"(?:projet d.)?arr[êe]t[ée]s?\b|articles?\b[^;]*?\bde l.arr[êe]t[ée]\b"),
    ("deliberation", r"(?:projet de )?d[ée]lib[ée]rations?\b"),
    ("decision", r"(?:projet de )?d[ée]cisions?\b"),
    ("opinion", r"avis\b"),
    ("request", r"demandes?\b|lettres?\b|courriers?\b|requ[êe]tes?\b|saisine\b"),
)
_SEEN = re.compile(r"(?<!\s)\s*vue?s?\s+(?:ensemble\s+)?", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:les?|la|un|une|son|sa|leur)\s+|l[’']\s*", re.IGNORECASE)
_LONG = rf"(?:1\s?er|\d\d?)\s+(?:{'|'.join(MONTHS)}|fevrier|aout|decembre)\s+\d{{4}}"
_DATE = re.compile(rf"\b(?:du|le)\s+(?:({_LONG})|(\d\d?)[/.](\d\d?)[/.](\d{{4}}))\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:n[°º]\s*|\b(?:d[ée]lib[ée]ration|d[ée]cision|arr[êe]t[ée])s?\s+(?=\S*\d))"
    r"([\w/.–-]*\d[\w/.–-]*(?:[ _]\d{2,4})?)",
    re.IGNORECASE,
)
_USEFUL = re.compile(
    r"\barticles?\b|\b(?:L\.?O|[LRDA])\.?\*? ?\d|\b(?:partie|livre|titre|chapitre|section)s?\b",
    re.IGNORECASE,
)


def visa_kind(text: str, cited_nature: str = "") -> str:
    """Return the rank of a visa, one of `RANKS`, or the empty text when its words tell none.

    `cited_nature` is the nature of the act cited when it is known; it goes before the words.

    >>> visa_kind("Vu l’ordonnance n° 2021-1310 du 7 octobre 2021 ;")
    'law'
    """
    if cited_nature in _NATURES:
        return _NATURES[cited_nature]
    words = _words_after_seen(text)
    return next((kind for kind, form in _KINDS if re.match(form, words, re.IGNORECASE)), "")


def visa_date(text: str) -> dt.date | None:
    """Return the first date that a visa gives to what it cites, None when there is none.

    A code has none, whatever dates its visa tells. « du 26 janvier au 28 avril 2026 » is a period.

    >>> visa_date("Vu la loi n° 2016-41 du 26 janvier 2016 ;")
    datetime.date(2016, 1, 26)
    """
    if visa_kind(text) == "code":
        return None
    for found in _DATE.finditer(plain(text)):
        try:
            if found[1]:
                return parse_long_date(found[1])
            return dt.date(int(found[4]), int(found[3]), int(found[2]))
        except (NotADate, ValueError):
            continue
    return None


def visa_number(text: str) -> str:
    """Return the number that a visa gives to the act it cites, empty when there is none.

    >>> visa_number("Vu la délibération 2024/CC007 par laquelle le conseil …")
    '2024/CC007'
    """
    found = _NUMBER.search(plain(text))
    return found[1].rstrip(".–-/") if found else ""


def names_articles(text: str) -> bool:
    """Tell whether the visa of a code says which articles, or which part of it, it rests on."""
    return bool(_USEFUL.search(plain(text)))


def name_of_text(text: str) -> str:
    """Return what a visa cites, without « Vu », its article nor what follows the first comma.

    >>> name_of_text("Vu le code de la santé publique, notamment son article L. 6323-1 ;")
    'code de la santé publique'
    """
    return re.split(r"[,;]", _words_after_seen(text))[0].strip(" .")


def in_legal_order(visas: Sequence[Visa], place: Callable[[Visa], Place]) -> list[Visa]:
    """Return `visas` by rank, then by date; what has neither keeps its place among its equals.

    `place` gives the rank of a visa (one of `RANKS`) and its date. An unknown date goes last in
    its rank. A visa of unknown rank follows the one it followed: nobody knows better.
    """
    groups: list[tuple[tuple[int, dt.date], list[Visa]]] = [((-1, dt.date.min), [])]
    for visa in visas:
        kind, day = place(visa)
        if kind in RANKS:
            groups.append(((RANKS.index(kind), day or dt.date.max), [visa]))
        else:
            groups[-1][1].append(visa)
    groups.sort(key=lambda group: group[0])
    return [visa for _, group in groups for visa in group]


def closed(words: str) -> str:
    """Return the words of a visa ended by « ; », in place of the mark that ends them.

    >>> closed("Vu le code de la santé publique,")
    'Vu le code de la santé publique\\xa0;'
    """
    return f"{words.rstrip(f' {NBSP},;.')}{NBSP};"


def _words_after_seen(text: str) -> str:
    """Return the words of a visa after « Vu » and the article, in plain signs."""
    words = _SEEN.sub("", plain(text), count=1)
    return _ARTICLE.sub("", words, count=1) if _ARTICLE.match(words) else words
