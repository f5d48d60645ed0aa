"""What a mail merge leaves behind: a word twice, a first name around its name, a name reversed.

Sources: Grevisse; CRPA L. 212-1 (first name, then name, of who signs).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from csipa.french.lint.rules import SPACE, Remark

_TWICE = re.compile(
    rf"(?<![\w’'-])(?P<word>[^\W\d_]+){SPACE}+(?P<again>(?P=word))(?![\w’'-])", re.I
)
# Pronouns that French doubles, and words whose repetition means something.
_DOUBLING = "nous vous faire non très bien plus tous pas etc mi bis i v x a"
_MAY_DOUBLE = frozenset(_DOUBLING.split())
_NAME_TWICE = re.compile(
    rf"\b(?P<first>[A-ZÀ-Þ][a-zà-ÿ]+(?:-[A-ZÀ-Þ][a-zà-ÿ]+)*){SPACE}(?P<last>[A-ZÀ-Þ]{{2,}}"
    rf"(?:[-’' ][A-ZÀ-Þ]{{2,}})*){SPACE}(?P=first)\b"
)
_REVERSED = re.compile(
    rf"\b(?P<title>M\.|MM\.|Mme|Monsieur|Madame|Docteur|Dr){SPACE}"
    rf"(?P<last>[A-ZÀ-Þ]{{2,}}(?:[-’'][A-ZÀ-Þ]{{2,}})*){SPACE}"
    r"(?P<first>[A-ZÀ-Þ][a-zà-ÿ]+(?:-[A-ZÀ-Þ][a-zà-ÿ]+)*)\b"
)


def check(text: str) -> Iterator[Remark]:
    """Give a remark for each word or name written twice, and each name before its first name."""
    for found in _TWICE.finditer(text):
        word = found["word"]
        if word.lower() in _MAY_DOUBLE or found["again"] not in (word, word.lower()):
            continue
        message = f"« {word} » est écrit deux fois."
        yield Remark("doubled-word", found.start(), found.end(), message, word)
    for found in _NAME_TWICE.finditer(text):
        written = f"{found['first']} {found['last']}"
        message = "Le prénom est écrit deux fois."
        yield Remark("doubled-word", found.start(), found.end(), message, written)
    for found in _REVERSED.finditer(text):
        written = f"{found['title']} {found['first']} {found['last']}"
        message = "Le prénom vient avant le nom."
        yield Remark("name-order", found.start(), found.end(), message, written)
