"""Puts words in the place of the placeholders of a text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from conventions.rules.placeholders.catalogue import NUMBER, agreeing, names
from conventions.rules.placeholders.reading import Kind, Token, check, parse
from csipa.french.elision import elides
from csipa.french.grammar import Gender, upper_first

_ALREADY_PLURAL = ("s", "x", "z")
_ELIDING = re.compile(r"(?<![\w’'-])(?:de|que) \Z", re.IGNORECASE)


class Unfilled(ValueError):
    """Some placeholders have nothing to say, or are wrong; `reasons` are French sentences."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = list(dict.fromkeys(reasons))
        super().__init__(" ".join(self.reasons))


@dataclass(frozen=True)
class Agreement:
    """How words agree with a party: « désigné », « désignée », « désignés »."""

    gender: Gender
    plural: bool = False

    def of(self, forms: tuple[str, ...]) -> str:
        """Return the form that agrees: of two, masculine and feminine; of four, plurals too.

        The plural of a word given in the singular only takes an s.
        """
        feminine = self.gender is Gender.FEMININE
        if len(forms) == 4:
            return forms[feminine + 2 * self.plural]
        form = forms[feminine]
        return form if not self.plural or form.endswith(_ALREADY_PLURAL) else f"{form}s"

    def in_number(self, forms: tuple[str, ...]) -> str:
        """Return what agrees in number alone, of the singular and the plural."""
        return forms[self.plural]


@dataclass(frozen=True)
class Values:
    """What stands behind the placeholders: words by name, agreements by role (in French).

    `lacks` tells why a name has no words, where its usual sentence would not do.
    """

    words: Mapping[str, str]
    agreements: Mapping[str, Agreement] = field(default_factory=dict)
    lacks: Mapping[str, str] = field(default_factory=dict)


def missing(text: str, values: Values, *, rich: bool = False) -> list[str]:
    """Return one French sentence for each thing that keeps a text from being filled."""
    faults = check(text, rich=rich)
    for token in parse(text, rich=rich):
        if token.kind is Kind.PLACEHOLDER and (lack := _lack(token, values)):
            faults.append(lack)
    return list(dict.fromkeys(faults))


def fill(text: str, values: Values, *, rich: bool = False) -> str:
    """Return a text with its placeholders replaced; raise `Unfilled` rather than leave a hole.

    In a `rich` body words are escaped. A placeholder that begins with a capital gives one to its
    words: « {Le partenaire} » becomes « La CPTS ». Before one, « de » and « que » elide by
    themselves: « de {durée} » becomes « d’un an ».
    """
    if reasons := missing(text, values, rich=rich):
        raise Unfilled(reasons)
    filled = ""
    for token in parse(text, rich=rich):
        if token.kind is Kind.TEXT:
            filled += token.source
        else:
            words = _said(token, values)
            filled = _elided(filled, words) + (html.escape(words, quote=False) if rich else words)
    return filled


def _elided(before: str, words: str) -> str:
    """Return the text before some words, its last « de » or « que » elided if they call for it."""
    found = _ELIDING.search(before)
    if found is None or not elides(words):
        return before
    return f"{before[: found.start()]}{found[0][:-2]}’"


def _said(token: Token, values: Values) -> str:
    if not token.forms:
        words = values.words[token.name]
    elif token.name.endswith(NUMBER):
        words = values.agreements[token.name.removesuffix(NUMBER)].in_number(token.forms)
    else:
        words = values.agreements[token.name].of(token.forms)
    return upper_first(words) if token.capital else words


def _lack(token: Token, values: Values) -> str:
    """Return what asks for the words of a placeholder, empty when they are known.

    Wrong placeholders have a fault of their own and are left out.
    """
    if token.forms:
        one = agreeing().get(token.name)
        known = token.name.removesuffix(NUMBER) in values.agreements
    else:
        one = names().get(token.name)
        known = bool(values.words.get(token.name, "").strip())
    if one is None or known:
        return ""
    usual = one.lack or f"« {{{token.name}}} » n’a pas de valeur."
    return values.lacks.get(token.name) or usual
