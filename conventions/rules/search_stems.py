"""Words of an act as the public search compares them: French stems, without accents.

A word asked for and a word of a text go through the same three steps: accents folded, ending
brought back to its stem (Snowball, French), leading zeros of numbers dropped. « conventions »
finds « convention », « deliberation » finds « délibération », « 8 » finds « 008 ».
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer  # type: ignore[import-untyped]

from sites.rules.names import search_key

# What one word counts for, by where it stands; a body counts each time, up to a limit, so that a
# long annex does not outweigh an object.
NUMBER_WEIGHT = 40
TITLE_WEIGHT = 20
HEADING_WEIGHT = 8
BODY_WEIGHT = 1
BODY_LIMIT = 7
# What the column holds (conventions.PublishedWord.stem), and how much anybody may ask at once.
LONGEST_STEM = 60
MOST_STEMS = 12

_STOP = (
    "a ai aient ainsi ait au aucun aucune aupres aussi autre autres aux avant avec avoir ayant "
    "c car ce ceci cela celle celles celui ces cet cette ceux chaque ci comme d dans de depuis "
    "des dont du elle elles en entre es est et etaient etait etant ete etes etre eu eux furent "
    "fut il ils j je l la laquelle le lequel les lesquelles lesquels leur leurs lors lorsque lui "
    "m ma mais me meme memes mes moi mon n ne ni nos notre nous on ont ou par parmi pas pendant "
    "plus pour pourra pourront puis qu quand que quel quelle quelles quels qui quoi s sa sans se "
    "selon sera seront ses si soient soit son sont sous sur t ta tandis te tel telle telles tels "
    "tes toi ton tous tout toute toutes tu un une vers vos votre vous vu y"
)
_STOP_WORDS = frozenset(_STOP.split())
_WORD = re.compile(r"[^\W_]+")
_LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
_PLURAL = re.compile(r"(?<=[a-z]{3})s$")
_STEMMER = snowballstemmer.stemmer("french")


@dataclass(frozen=True, slots=True)
class PublicText:
    """What an act says to anybody, in plain text: its number, object, theme, and all the rest."""

    number: str
    title: str
    headings: tuple[str, ...]
    body: tuple[str, ...]


@lru_cache(maxsize=4096)
def stems_of(word: str) -> tuple[str, ...]:
    """Return the stems of one written word, none for a word that says nothing (« de », « n° »).

    A word with a ligature or a sign that folds to several words gives as many.
    """
    found = []
    for bare in search_key(word).split():
        if bare in _STOP_WORDS:
            continue
        if any(sign.isdigit() for sign in bare):
            stem = _LEADING_ZEROS.sub("", bare)
        elif len(bare) > 1:
            # The stemmer gives « loyers » another stem than « loyer »; without accents, it takes
            # « autorisée » for another word than « autorisé ».
            singular = _PLURAL.sub("", bare)
            stem = _STEMMER.stemWord(singular[:-1] if singular.endswith("ee") else singular)
        else:
            continue
        found.append(stem[:LONGEST_STEM])
    return tuple(found)


def text_stems(text: str) -> list[str]:
    """Return the stems of a text, in its order, one for each time a word is written."""
    return [stem for word in _WORD.findall(text) for stem in stems_of(word)]


def query_stems(query: str) -> list[str]:
    """Return the different stems that a search asks for, in their order; twelve at most."""
    return list(dict.fromkeys(text_stems(query)))[:MOST_STEMS]


def weigh(text: PublicText) -> dict[str, int]:
    """Return how much each stem counts in an act: object, then theme, then the text."""
    weights: Counter[str] = Counter()
    for stem in set(text_stems(text.number)):
        weights[stem] += NUMBER_WEIGHT
    for stem in set(text_stems(text.title)):
        weights[stem] += TITLE_WEIGHT
    for stem in _different(text.headings):
        weights[stem] += HEADING_WEIGHT
    written = Counter(stem for part in text.body for stem in text_stems(part))
    for stem, times in written.items():
        weights[stem] += BODY_WEIGHT * min(times, BODY_LIMIT)
    return dict(weights)


def _different(texts: Iterable[str]) -> set[str]:
    return {stem for text in texts for stem in text_stems(text)}
