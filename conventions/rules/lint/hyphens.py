"""One term written with and without its hyphens in one act: « non-programmés », « non programmés ».

The right form comes from a glossary where the field has a settled usage, else from the form that
the act uses most.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from conventions.rules.finding import Finding, Place, Severity, found_at
from conventions.rules.lint.blocks import Block
from conventions.rules.lint.names import Mention
from conventions.rules.lint.reading import Field, Reading

_WORD = r"[^\W\d_]{2,}"
_JOINED = re.compile(rf"(?<![\w’'-]){_WORD}(?:-{_WORD})+(?![\w-])")
# Terms that mean something else without their hyphens, or whose two forms are both right.
_DIFFERENT = (
    "peut-être bien-être en-tête savoir-faire savoir-être sans-abri chez-soi non-recevoir "
    "sur-le-champ tout-venant mi-temps là-dessus celui-ci celle-ci ceux-ci dit-on est-il sont-ils"
)
_APART = frozenset(_DIFFERENT.split())
# The settled form of a few terms of the field.
_GLOSSARY = (
    "non programmé",
    "mise à disposition",
    "compte rendu",
    "procès-verbal",
    "rendez-vous",
    "vice-président",
    "sous-préfecture",
    "sage-femme",
    "ci-après",
    "médico-social",
)


def _key(term: str) -> str:
    """Return a term without its hyphens, its case and the marks of gender and number."""
    words = re.split(r"[- \u00a0]", term.casefold())
    return " ".join(re.sub(r"(?<=\w[lé])e?s?$|(?<=\w\w)s$", "", word) for word in words)


_SETTLED = {_key(term): term for term in _GLOSSARY}


def hyphen_findings(reading: Reading, names: Sequence[Mention]) -> Iterator[Finding]:
    """Point out each term that the act writes both with and without a hyphen.

    `names` are the names of organisations found in the act: their spelling is another matter.
    """
    inside = _Names(names)
    joined: dict[str, list[Place]] = defaultdict(list)
    for one in reading.fields:
        for block in one.blocks:
            for found in _JOINED.finditer(block.text):
                if found[0].casefold() not in _APART and not inside.cover(one, block, found):
                    spaced = found[0].replace("-", " ")
                    joined[_key(found[0])].append(one.place(block, *found.span(), spaced))
    for key, places in joined.items():
        if spaced_places := list(_spaced(reading.fields, key, inside)):
            yield _mixed(key, places, spaced_places)


def _mixed(key: str, joined: list[Place], spaced: list[Place]) -> Finding:
    """Return the finding, the places to correct being those of the form not retained."""
    settled = _SETTLED.get(key)
    with_hyphen = "-" in settled if settled else len(joined) >= len(spaced)
    wrong, right = (spaced, joined) if with_hyphen else (joined, spaced)
    one, other = wrong[0].passage.lower(), right[0].passage.lower()
    why = "la forme d’usage" if settled else "la plus employée ici"
    message = (
        f"« {one} » ({len(wrong)} fois) et « {other} » ({len(right)} fois) dans le même acte : "
        f"gardez « {other} », {why}."
    )
    return found_at("hyphens", Severity.FAULT, wrong, message)


def _spaced(fields: Sequence[Field], key: str, inside: _Names) -> Iterator[Place]:
    words = (rf"{re.escape(word)}e?s?" for word in key.split())
    term = "[ \u00a0]".join(words)
    pattern = re.compile(rf"(?<![\w’'-]){term}(?![\w-])", re.IGNORECASE)
    for one in fields:
        for block in one.blocks:
            for found in pattern.finditer(block.text):
                if not inside.cover(one, block, found):
                    joined = re.sub(r"[ \u00a0]", "-", found[0])
                    yield one.place(block, *found.span(), joined)


class _Names:
    """Where the names of organisations stand."""

    def __init__(self, found: Sequence[Mention]) -> None:
        self.spans: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
        for mention in found:
            place = mention.place.path, mention.block.starts[0]
            self.spans[place].append((mention.start, mention.end))

    def cover(self, one: Field, block: Block, found: re.Match[str]) -> bool:
        """Tell whether what was found is part of a name."""
        spans = self.spans.get((one.path, block.starts[0]), ())
        return any(start < found.end() and found.start() < end for start, end in spans)
