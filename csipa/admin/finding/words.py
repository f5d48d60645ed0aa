"""What somebody typed in the search box, read into words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from csipa.french.keys import search_key

SHORTEST, MOST_SIGNS, MOST_WORDS = 2, 100, 8
# A SIREN, a SIRET, a FINESS or an RPPS number, which people write by groups of figures.
_LONG_NUMBER = 9
# The number of an act in one go: its year, then its rank on three figures.
_YEAR_AND_RANK = re.compile(r"((?:19|20)\d\d)(\d{3})")
# What people type between the words of a name, and which no name need hold.
LINKS = frozenset(
    (
        *("a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les"),
        *("n", "no", "un", "une"),
    )
)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True)
class Asked:
    """The text as it is shown again, and all its words by `search_key`."""

    typed: str
    every: tuple[str, ...] = ()
    is_cut: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """The words to look for: those that are no link."""
        return tuple(word for word in self.every if word not in LINKS)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was typed."""
        return not self.typed

    @property
    def is_enough(self) -> bool:
        """Tell whether it can be looked for: two signs, or one figure."""
        signs = "".join(self.words)
        return len(signs) >= SHORTEST or signs.isdigit()

    def besides(self, kinds: frozenset[str]) -> Asked:
        """Return what is asked of a kind of record that some words name, those left out.

        « décision 2026 015 » is « 2026 015 » among acts; « décision » alone stays itself.
        """
        kept = tuple(word for word in self.every if word not in kinds)
        without = Asked(self.typed, kept, self.is_cut)
        return without if without.words else self

    @property
    def phrase(self) -> tuple[str, ...]:
        """All the words from the first that is no link: how a name might begin."""
        first = next((rank for rank, word in enumerate(self.every) if word not in LINKS), 0)
        return self.every[first:]

    @property
    def codes(self) -> frozenset[str]:
        """The words joined in capitals, as a number without its signs; none without a figure."""
        joined = {"".join(words).upper() for words in (self.every, self.phrase)}
        return frozenset(code for code in joined if any(sign.isdigit() for sign in code))


def read(text: str) -> Asked:
    """Read what was typed: cut where it is too long, signs that nobody types left out."""
    typed = " ".join(_CONTROLS.sub(" ", text).split())
    kept = typed[:MOST_SIGNS].rstrip()
    words = search_key(kept).split()
    joined = "".join(words)
    if joined.isdigit() and len(joined) >= _LONG_NUMBER:
        words = [joined]
    elif found := _YEAR_AND_RANK.fullmatch(joined):
        words = [*found.groups()]
    is_cut = len(typed) > MOST_SIGNS or len(words) > MOST_WORDS
    return Asked(kept, tuple(words[:MOST_WORDS]), is_cut)
