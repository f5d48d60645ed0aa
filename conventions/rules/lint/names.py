"""One organisation, one spelling: its names found in the text whatever their hyphens and commas.

Two names are the same when they have the same words, in order, little words (de, la, l’…) and
signs aside: « communauté d’agglomération de Béthune-Bruay, Artois Lys Romane » and « Communauté
d'Agglomération Béthune Bruay Artois Lys romane ».
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from conventions.rules.finding import Finding, Place, Severity, found_at
from conventions.rules.lint.blocks import Block
from conventions.rules.lint.reading import Field, Reading
from csipa.french.grammar import enumeration
from csipa.french.numbers import in_words

_WORD = re.compile(r"[^\W_]+")
_LITTLE = frozenset(("de", "d", "du", "des", "la", "le", "les", "l", "et", "en"))
_ARTICLE = re.compile(r"^(?:la|le|les)\s+|^l['’]\s*", re.IGNORECASE)
_ASIDE = re.compile(r"(?<!\s)\s*\([^()]{2,20}\)")
_FEWEST_WORDS = 3


@dataclass(frozen=True)
class Word:
    """A word of a text without case nor accents, and its place there."""

    key: str
    start: int
    end: int


@dataclass(frozen=True)
class Mention:
    """A name found in a field: which organisation, written how, where."""

    key: tuple[str, ...]
    written: str
    place: Place
    start: int
    end: int
    block: Block


def words_of(text: str) -> list[Word]:
    """Return the words of a text, little ones left out."""
    found = (Word(_folded(match[0]), *match.span()) for match in _WORD.finditer(text))
    return [word for word in found if word.key not in _LITTLE]


def name_key(name: str) -> tuple[str, ...]:
    """Return what two spellings of one name share; what stands in brackets is left out."""
    return tuple(word.key for word in words_of(_ASIDE.sub("", name)))


def known_names(reading: Reading) -> dict[tuple[str, ...], str]:
    """Return the long names that may stand in an act: key, and official spelling or nothing."""
    names: dict[tuple[str, ...], str] = {}
    for body in reading.facts.bodies:
        official = _ARTICLE.sub("", body.name)
        key = name_key(official)
        names[key] = official if body.is_reference else ""
        for other in (body.short_name, *body.aliases):
            names.setdefault(name_key(other), "")
    authority = reading.data.get("authority") or {}
    written = [authority.get("name")]
    for _, convention in reading.conventions:
        for party in convention.get("parties") or []:
            written += [party.get("name"), party.get("short_name")]
    for name in written:
        names.setdefault(name_key(name or ""), "")
    return {key: name for key, name in names.items() if len(key) >= _FEWEST_WORDS}


def mentions(reading: Reading, keys: Sequence[tuple[str, ...]]) -> list[Mention]:
    """Return every mention of these names, in the order of reading, the longest name first."""
    fields = list(reading.fields)
    if name := (reading.data.get("authority") or {}).get("name"):
        fields.insert(0, Field("authority.name", name))
    longest = sorted(keys, key=len, reverse=True)
    return [
        mention
        for one in fields
        for block in one.blocks
        for mention in _in_block(one, block, longest)
    ]


def _in_block(one: Field, block: Block, keys: Sequence[tuple[str, ...]]) -> Iterator[Mention]:
    text = _ASIDE.sub(lambda aside: "\u00a0" * len(aside[0]), block.text)
    words, place = words_of(text), 0
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for key in keys:
        by_first.setdefault(key[0], []).append(key)
    while place < len(words):
        candidates = by_first.get(words[place].key, [])
        standing = [key for key in candidates if _stands(words, place, key, text)]
        if not standing:
            place += 1
            continue
        key = standing[0]
        start, end = words[place].start, words[place + len(key) - 1].end
        written = _ASIDE.sub("", block.text[start:end])
        yield Mention(key, written, one.place(block, start, end), start, end, block)
        place += len(key)


def _stands(words: list[Word], place: int, key: tuple[str, ...], text: str) -> bool:
    """Tell whether the words of a name follow one another from `place`, in one phrase."""
    run = words[place : place + len(key)]
    if tuple(word.key for word in run) != key:
        return False
    return all(
        not re.search(r"[.;:!?()«»\n]", text[before.end : after.start])
        for before, after in pairwise(run)
    )


def spelling_findings(
    names: Mapping[tuple[str, ...], str], found_names: Sequence[Mention]
) -> Iterator[Finding]:
    """Point out each organisation whose name is written in several ways, or not as recorded.

    `names` are the official spellings by key, as :func:`known_names` gives them.
    """
    by_key: dict[tuple[str, ...], list[Mention]] = {}
    for mention in found_names:
        by_key.setdefault(mention.key, []).append(mention)
    for key, found in by_key.items():
        yield from _spellings(found, names[key])


def _spellings(found: list[Mention], official: str) -> Iterator[Finding]:
    spellings: dict[str, list[Mention]] = {}
    for mention in found:
        spellings.setdefault(_compared(mention.written), []).append(mention)
    right = _compared(official) if official else max(spellings, key=lambda s: len(spellings[s]))
    # Where no record says which one is right, every spelling is shown.
    wrong = {s: where for s, where in spellings.items() if s != right or not official}
    # In capitals, the case of each word tells nothing.
    wrong = {s: w for s, w in wrong.items() if not (s.isupper() and _folded(s) == _folded(right))}
    if not wrong or (len(wrong) < 2 and not official):
        return
    model = official or spellings[right][0].written
    variants = enumeration(f"« {where[0].written} »" for where in spellings.values())
    count = len(spellings)
    how = f"de {in_words(count)} façons" if count > 1 else "autrement que sur sa fiche"
    asked = f"nom enregistré : « {official} »" if official else "choisissez-en une, partout la même"
    message = f"Un même nom est écrit {how} : {variants} ; {asked}."
    places = [
        _cured(mention, model if official else "") for where in wrong.values() for mention in where
    ]
    yield found_at("spellings", Severity.FAULT, places, message)


def _cured(mention: Mention, official: str) -> Place:
    """Return the place with the official name as its cure, its first letter in the same case."""
    place = mention.place
    if not official or "(" in place.passage:
        return place
    first = official[:1].upper() if place.passage[:1].isupper() else official[:1]
    fix = None if place.start is None else first + official[1:]
    return Place(place.path, place.passage, fix, place.before, place.after, place.start, place.end)


def _compared(written: str) -> str:
    """Return a spelling with the spaces, apostrophes and first capital that mean nothing."""
    plain = re.sub(r"[\s\u00a0\u202f]+", " ", written.replace("'", "’")).strip()
    return plain[:1].lower() + plain[1:] if not plain.isupper() else plain


def _folded(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.casefold().replace("œ", "oe"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
