"""What changed between two texts that `conventions.rules.signed_text` gave, named in French."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from csipa.french.grammar import de, enumeration
from csipa.french.numbers import counted
from csipa.french.typography import typeset

Data = Mapping[str, Any]
Article = tuple[str, Data]

_COMMON = {
    "title": "le titre",
    "subtitle": "le sous-titre",
    "rank": "le rang de l’avenant",
    "parent": "la convention d’origine",
    "site": "le site",
    "visas": "les visas",
    "recitals": "les considérants",
    "preamble": "le préambule",
    "notice": "le préavis",
    "premises": "les locaux",
    "finance": "les conditions financières",
    "closing": "la formule finale",
    "originals": "le nombre d’exemplaires",
}
_BOUNDS = ("start", "end")
_OF_PARTY = {
    "name": "le nom",
    "short_name": "le nom court",
    "rank": "la qualité",
    "group": "le groupe",
}
_OWN = {
    "representative": "le signataire",
    "seat": "le siège",
    "acts": "l’acte habilitant",
    "legal_form": "la forme juridique",
}
_NUMBERS = ("siren", "siret", "rna", "insee_code")
_APART = ("period", "parties", "articles")
# Beyond that, what changed is counted rather than named.
_NAMED = 3


def differences(before: Data, after: Data) -> list[str]:
    """Return what differs between two signed texts: « l’article 4 », « la durée »; empty if none.

    Both are of one party. What belongs to it alone is told with its name in `after`.
    """
    if before == after:
        return []
    was, now = before.get("common") or {}, after.get("common") or {}
    found = [
        *_simple(was, now, _COMMON, set(was) | set(now), without=_APART),
        *_period(was.get("period") or {}, now.get("period") or {}),
        *_parties(was.get("parties") or [], now.get("parties") or []),
        *_articles(was.get("articles") or [], now.get("articles") or []),
        *_own(before, after),
    ]
    return list(dict.fromkeys(found)) or ["le texte"]


def in_a_sentence(changes: Sequence[str]) -> str:
    """Return changes as the subject and its verb: « l’article 4 et la durée ont changé ».

    >>> in_a_sentence(["les visas"])
    'les visas ont changé'
    """
    named, rest = list(changes[:_NAMED]), len(changes) - _NAMED
    if rest > 0:
        named.append(counted(rest, "autre passage", "autres passages"))
    several = len(named) > 1 or named[0].startswith("les ")
    return f"{enumeration(named)} {'ont' if several else 'a'} changé"


def _simple(
    was: Data, now: Data, labels: Mapping[str, str], keys: set[str], *, without: Sequence[str] = ()
) -> Iterator[str]:
    order = [*labels, *sorted(keys - set(labels))]
    for key in order:
        if key not in without and was.get(key) != now.get(key):
            yield labels.get(key, "une autre mention")


def _period(was: Data, now: Data) -> Iterator[str]:
    changed = [key for key in {*was, *now} if was.get(key) != now.get(key)]
    if any(key in _BOUNDS for key in changed):
        yield "la durée"
    if any(key not in _BOUNDS for key in changed):
        yield "la prolongation"


def _parties(was: list[Data], now: list[Data]) -> Iterator[str]:
    names = [[str(party.get("name")) for party in parties] for parties in (was, now)]
    if len(was) != len(now):
        yield "la liste des parties"
    elif names[0] != names[1] and sorted(names[0]) == sorted(names[1]):
        yield "l’ordre des parties"
    else:
        yield from _described(was, now)


def _described(was: list[Data], now: list[Data]) -> Iterator[str]:
    for old, new in zip(was, now, strict=True):
        for key, label in _OF_PARTY.items():
            if old.get(key) != new.get(key):
                yield f"{label} {_of(new)}"


def _own(before: Data, after: Data) -> Iterator[str]:
    was, now = before.get("own") or {}, after.get("own") or {}
    parties = (after.get("common") or {}).get("parties") or []
    rank = after.get("rank") or 0
    whose = _of(parties[rank - 1]) if 0 < rank <= len(parties) else "de cette partie"
    if any(was.get(key) != now.get(key) for key in _NUMBERS):
        yield f"l’identification {whose}"
    others = {*was, *now} - set(_NUMBERS)
    for label in _simple(was, now, _OWN, others):
        yield f"{label} {whose}"


def _of(party: Data) -> str:
    """Return « de la Commune de Robecq »: what is kept of a text lost its printed signs."""
    return de(typeset(str(party.get("name") or "")))


def _articles(was: list[Data], now: list[Data]) -> Iterator[str]:
    """Name the articles that were changed, added or taken out; numbers are those of `now`."""
    old, new = list(_flat(was)), list(_flat(now))
    keys = ([_key(article) for article in old], [_key(article) for article in new])
    matcher = SequenceMatcher(None, *keys, autojunk=False)
    for kind, start, end, there, until in matcher.get_opcodes():
        if kind == "equal":
            continue
        both = min(end - start, until - there)
        yield from (label for label, _ in new[there : there + both])
        yield from (f"{label} (ajouté)" for label, _ in new[there + both : until])
        yield from (f"{label} (retiré)" for label, _ in old[start + both : end])


def _flat(articles: list[Data], parent: str = "") -> Iterator[Article]:
    """Yield each article with its printed number, sub-articles after the one that holds them."""
    for rank, article in enumerate(articles, start=1):
        number = str(article.get("number") or (f"{parent}.{rank}" if parent else rank))
        yield f"l’article {'1er' if number == '1' else number}", article
        yield from _flat(article.get("articles") or [], number)


def _key(article: Article) -> str:
    alone = {key: value for key, value in article[1].items() if key != "articles"}
    return json.dumps(alone, sort_keys=True)
