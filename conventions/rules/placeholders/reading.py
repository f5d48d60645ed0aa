"""Reads the placeholders of a text, and says what is wrong with them."""

from __future__ import annotations

import difflib
import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from conventions.rules.placeholders.catalogue import NUMBER, agreeing, names
from csipa.french.grammar import lower_first
from csipa.french.typography import NBSP

_PIECE = re.compile(r"\{[^{}]*\}|[{}]")
# In a body, a brace may hide behind a character reference: it would be printed as one.
_RICH_PIECE = re.compile(
    rf"{_PIECE.pattern}|&(?:#0*12[35]|#x0*7[bd]|[lr](?:cub|brace));", re.IGNORECASE
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_SPACES = re.compile(rf"[\s{NBSP}]+")
# « de {le partenaire} »: the article has its own contracted form.
_LOOSE = re.compile(rf"\b(?P<word>de|à)[ {NBSP}]\{{(?P<role>le [^{{}}]*)\}}", re.IGNORECASE)
_CONTRACTED = {"de": "du ", "à": "au "}
_CLOSE_ENOUGH = 0.6


class Kind(Enum):
    """What a piece of text is."""

    TEXT = auto()
    PLACEHOLDER = auto()
    BRACE = auto()


@dataclass(frozen=True)
class Token:
    """A piece of a text, its words as they stand there.

    Of a placeholder, `name` without its capital, `capital` if it has one, and `forms` of the word
    that agrees.
    """

    kind: Kind
    source: str
    name: str = ""
    capital: bool = False
    forms: tuple[str, ...] = ()


def parse(text: str, *, rich: bool = False) -> list[Token]:
    """Cut a text into words, placeholders and stray braces; joined, their sources are the text.

    `rich` for a body, where a sign may be written as a character reference.

    >>> [token.name for token in parse("{Le partenaire} agit.")]
    ['le partenaire', '']
    """
    tokens, end = [], 0
    for found in (_RICH_PIECE if rich else _PIECE).finditer(text):
        if found.start() > end:
            tokens.append(Token(Kind.TEXT, text[end : found.start()]))
        tokens.append(_token(found[0], rich=rich))
        end = found.end()
    if end < len(text):
        tokens.append(Token(Kind.TEXT, text[end:]))
    return tokens


def used_names(texts: Iterable[str]) -> frozenset[str]:
    """Return the names of the placeholders of some texts, without their capitals nor forms."""
    return frozenset(
        token.name for text in texts for token in parse(text) if token.kind is Kind.PLACEHOLDER
    )


def check(text: str, *, rich: bool = False) -> list[str]:
    """Return one French sentence for each thing wrong with the placeholders of a text."""
    faults = [fault for token in parse(text, rich=rich) for fault in _faults(token)]
    for found in _LOOSE.finditer(text):
        right = _CONTRACTED[found["word"].lower()] + found["role"].removeprefix("le ")
        if right in names():
            faults.append(f"« {found[0]} » : écrivez « {{{right}}} ».")
    return list(dict.fromkeys(faults))


def _token(source: str, *, rich: bool) -> Token:
    if len(source) == 1 or source.startswith("&"):
        return Token(Kind.BRACE, source)
    inside = _normal(html.unescape(source[1:-1]) if rich else source[1:-1])
    head, colon, rest = inside.partition(":")
    head = head.strip()
    forms = tuple(form.strip() for form in rest.split("|")) if colon else ()
    name = head[:1].lower() + head[1:]
    return Token(Kind.PLACEHOLDER, source, name, name != head, forms)


def _normal(inside: str) -> str:
    return _SPACES.sub(" ", inside).strip().replace("'", "’")


def _faults(token: Token) -> Iterator[str]:
    if token.kind is Kind.BRACE:
        yield (
            f"L’accolade « {html.unescape(token.source)} » est seule : les accolades n’entourent "
            "que les champs de la liste."
        )
    elif token.kind is Kind.PLACEHOLDER:
        yield from _hole_faults(token)


def _hole_faults(token: Token) -> Iterator[str]:
    if _TAG.search(token.source):
        yield (
            f"« {_TAG.sub('', token.source)} » : la mise en forme coupe le "
            "champ ; mettez-la tout autour, accolades comprises."
        )
    elif token.forms or (token.name.endswith(NUMBER) and token.name in agreeing()):
        yield from _agreement_faults(token)
    elif token.name not in names():
        yield _unknown(token)


def _agreement_faults(token: Token) -> Iterator[str]:
    """Check the forms of a word that agrees: two, or four when it has several words."""
    if token.name not in agreeing():
        yield _unknown(token)
        return
    written = f"« {token.source} »"
    if len(token.forms) not in ((2,) if token.name.endswith(NUMBER) else (2, 4)) or not all(
        token.forms
    ):
        example = agreeing()[token.name].name
        yield f"{written} : donnez les deux formes, comme « {{{example}}} »."
    elif (
        len(token.forms) == 2
        and not token.name.endswith(NUMBER)
        and any(" " in form for form in token.forms)
    ):
        yield (
            f"{written} : un accord de plusieurs mots se donne sous quatre formes, masculin, "
            "féminin, puis les deux au pluriel."
        )


def _unknown(token: Token) -> str:
    written = f"« {token.source} »"
    if not token.name:
        return f"{written} : il n’y a rien entre les accolades."
    if near := nearest(token.name):
        return f"{written} n’est pas un champ : vouliez-vous « {{{near}}} » ?"
    return f"{written} n’est pas un champ : choisissez-en un dans la liste."


def nearest(name: str) -> str:
    """Return the placeholder whose name looks most like `name`, empty when none does.

    >>> nearest("le partenairre")
    'le partenaire'
    """
    known = [*names(), *agreeing()]
    found = difflib.get_close_matches(lower_first(name).lower(), known, 1, _CLOSE_ENOUGH)
    return found[0] if found else ""
