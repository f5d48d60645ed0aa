"""Initialisms: developed once, in one way, before they are used.

Source: *Lexique* of the Imprimerie nationale, « Sigles ».
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from conventions.rules.finding import Finding, Place, Severity, found_at
from conventions.rules.lint.blocks import Block
from conventions.rules.lint.reading import Field, Reading
from csipa.french.grammar import enumeration
from csipa.french.numbers import in_words

_BRACKETED = re.compile(r"\((?:l[ae]\s+|l['’])?(?P<acronym>[A-Z]{3,8})\)")
_USED = re.compile(r"(?<![\w-])[A-Z]{3,8}(?![\w-])")
_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset(("de", "d", "du", "des", "la", "le", "les", "l", "et", "en", "a", "au", "aux"))
_LONGEST = 12


@dataclass(frozen=True)
class _Expansion:
    acronym: str
    words: str
    place: Place


def acronym_findings(reading: Reading) -> Iterator[Finding]:
    """Point out initialisms developed in several ways, and those used before they are."""
    expansions = [
        expansion
        for one in reading.fields
        for block in one.blocks
        for expansion in _expansions(one, block)
    ]
    by_acronym: dict[str, dict[str, list[_Expansion]]] = {}
    for expansion in expansions:
        same = by_acronym.setdefault(expansion.acronym, {})
        same.setdefault(_compared(expansion.words), []).append(expansion)
    for acronym, ways in by_acronym.items():
        if len(ways) > 1:
            yield _several(acronym, ways)
    for prefix, fields in reading.documents:
        yield from _early(fields, prefix)


def _several(acronym: str, ways: dict[str, list[_Expansion]]) -> Finding:
    told = enumeration(f"« {same[0].words} »" for same in ways.values())
    message = f"{acronym} est développé de {in_words(len(ways))} façons : {told}."
    places = [expansion.place for same in ways.values() for expansion in same[:1]]
    return found_at("expansions", Severity.FAULT, places, message)


def _expansions(one: Field, block: Block) -> Iterator[_Expansion]:
    """Give what stands before each « (CSIPA) » and reads as its letters."""
    for found in _BRACKETED.finditer(block.text):
        start = _start(block.text[: found.start()], found["acronym"])
        if start is not None:
            begin, end = start
            words = block.text[begin:end]
            place = one.place(block, begin, found.end())
            yield _Expansion(found["acronym"], words, place)


def _start(before: str, acronym: str) -> tuple[int, int] | None:
    """Return where the words of an initialism begin and end, None when they are not there.

    Of the words that begin with its first letter, the one is kept from which most letters follow;
    half of them at least.
    """
    sentence = max(before.rfind(mark) for mark in (".", ";", "(", ":"))
    words = [word for word in _WORD.finditer(before) if word.start() > sentence][-_LONGEST:]
    initials = [_bare(word[0])[:1].upper() for word in words]
    small = [word[0].lower() in _SMALL for word in words]
    best: tuple[int, int, int] | None = None
    for first, initial in enumerate(initials):
        if initial != acronym[0] or small[first]:
            continue
        count, last = _matched(initials[first:], acronym)
        if best is None or count >= best[0]:
            best = count, first, first + last
    if best is None or best[0] * 2 < len(acronym):
        return None
    return words[best[1]].start(), words[best[2]].end()


def _matched(initials: list[str], acronym: str) -> tuple[int, int]:
    """Return how many letters the initials give in order, and the rank of the last word.

    Words after the last letter of the initialism do not belong to it: « … Santé Val de Lys ».
    """
    ends = [rank for rank, initial in enumerate(initials) if initial == acronym[-1]]
    last = ends[-1] if ends and ends[-1] > 0 else len(initials) - 1
    counts = [0] * (len(acronym) + 1)
    for initial in initials[: last + 1]:
        for place in range(len(acronym), 0, -1):
            if acronym[place - 1] == initial:
                counts[place] = max(counts[place], max(counts[:place]) + 1)
    return max(counts), last


def _early(fields: list[Field], prefix: str) -> Iterator[Finding]:
    """Give the initialisms used in a text before the place where it develops them."""
    used: dict[str, Place] = {}
    told: set[str] = set()
    for one in fields:
        if one.path.endswith("short_name"):
            told |= set(_USED.findall(one.source))
        for block in one.blocks:
            bracketed = {found.start("acronym"): found for found in _BRACKETED.finditer(block.text)}
            for found in _USED.finditer(block.text):
                acronym = found[0]
                if found.start() in bracketed:
                    if acronym in used and acronym not in told:
                        yield _too_early(acronym, used[acronym])
                    told.add(acronym)
                elif acronym not in told:
                    used.setdefault(acronym, one.place(block, *found.span()))


def _too_early(acronym: str, place: Place) -> Finding:
    message = f"{acronym} est employé avant d’être développé : développez-le à son premier emploi."
    return found_at("acronym-first", Severity.ADVICE, [place], message)


def _compared(words: str) -> str:
    return " ".join(_bare(word).casefold() for word in _WORD.findall(words))


def _bare(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
