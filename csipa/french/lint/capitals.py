"""Accents on capitals: SANTE → SANTÉ, Etat → État, « A l’antenne » → « À l’antenne ».

Source: *Lexique* of the Imprimerie nationale, and the Académie française: in French the accent is
part of the spelling. Only words whose form without accent means nothing else are listed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from csipa.french.lint.accented import FEMININES, IRREGULAR, WORDS
from csipa.french.lint.rules import APOSTROPHE, SPACE, Remark


def _bare(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _accented() -> dict[str, str]:
    """Return the words by their form in capitals without accents, plurals included."""
    words = [*WORDS.split(), *IRREGULAR.split(), *(f"{word}e" for word in FEMININES.split())]
    forms = [*words, *(f"{word}s" for word in words if word[-1] not in "sx")]
    return {_bare(form).upper(): form.upper() for form in forms}


_ACCENTED = _accented()
_CAPITALS = re.compile(r"(?<![^\W_])[^\W\d_]{3,}(?![^\W_])")
_ORDER = re.compile(rf"\bARRETES?\b(?P<after>{SPACE}(?:N[°º]|DU|MUNICIPAL|PREFECTORAL|PORTANT))?")
_NOT_PLANNED = re.compile(rf"\bNON(?:-|{SPACE})PROGRAMME(?P<end>E?S)\b")

# What follows « A » where it can only be the preposition.
_AFTER_A = (
    "ce|cet|cette|ces|cela|chaque|compter|concurrence|condition|charge|côté|défaut|destination|"
    "échéance|hauteur|l’exception|l'exception|la|leurs?|moins|noter|nouveau|partir|présent|"
    "quelques|raison|réception|savoir|ses|son|sa|terme|titre|tout|toute|tous|toutes|travers|"
    "l’expiration|l'expiration|l’issue|l'issue|titre"
)
_OPENING_A = re.compile(
    rf"(?:^|(?<=[.:;–—•\n]{SPACE})|(?<=[«\n]))(?P<a>A)(?={SPACE}(?:{_AFTER_A})\b)"
)
_OPENING_L = re.compile(rf"(?:^|(?<=[.:;–—•\n]{SPACE})|(?<=[«\n]))(?P<a>A)(?={SPACE}l{APOSTROPHE})")
_PLACE_A = re.compile(
    rf"(?:^|(?<=Fait{SPACE}))(?P<a>A)"
    rf"(?={SPACE}[A-ZÉ][\w’'-]+(?:{SPACE}[\w’'-]+){{0,3}},{SPACE}?le\b)"
)
_IN_CAPITALS = re.compile(
    rf"(?<![^\W\d_])(?P<before>[^\W\d_]+){SPACE}(?P<a>A){SPACE}(?=(?:L{APOSTROPHE}|LA\b|LEURS?\b|UNE?\b|SON\b"
    r"|SA\b|SES\b|DISPOSITION\b|COMPTER\b|TITRE\b|DESTINATION\b|DOMICILE\b|TEMPS\b|BUT\b"
    r"|DISTANCE\b|[A-ZÉ]+(?:-[A-ZÉ]+)+\b))"
)
_RULED_A = re.compile(
    rf"\b(?P<before>relati(?:f|ve|fs|ves)|quant|grâce|jusqu[’']|face|conformément|mise){SPACE}?"
    rf"(?P<a>a)(?={SPACE})",
    re.IGNORECASE,
)
_FOLLOWING = re.compile(rf"{SPACE}[^\W\d_]+(?:{APOSTROPHE}[^\W\d_]+)?")
_SUBJECTS = frozenset({"IL", "ELLE", "ON", "QUI", "Y", "N", "L"})


def check(text: str) -> Iterator[Remark]:
    """Give a remark for each capital that lacks its accent, and each « A » that is « À »."""
    for found in _CAPITALS.finditer(text):
        if written := _right_form(found[0]):
            yield _remark(found.start(), found.end(), written)
    for found in _NOT_PLANNED.finditer(text):
        start = found.end() - len(f"PROGRAMME{found['end']}")
        yield _remark(start, found.end(), f"PROGRAMMÉ{found['end']}")
    yield from _orders(text)
    yield from _prepositions(text)


def _right_form(word: str) -> str:
    """Return the word with its accents, empty when it is right or unknown."""
    if word.isupper():
        return _ACCENTED.get(word, "")
    if word[0] == "E" and word[1:].islower():
        right = _ACCENTED.get(_bare(word).upper(), "")
        return f"É{word[1:]}" if right.startswith("É") else ""
    return ""


def _orders(text: str) -> Iterator[Remark]:
    """Tell the noun ARRÊTÉ from the verb ARRÊTE where the words around do."""
    for found in _ORDER.finditer(text):
        before = text[max(0, found.start() - 9) : found.start()].upper()
        noun = found["after"] or re.search(
            rf"(?:L{APOSTROPHE}|CET |CES |LES |PAR |PRESENT )$", before
        )
        plural = "S" if found[0].startswith("ARRETES") else ""
        alone = not text[: found.start()].strip() and not text[found.end() :].strip(" :,\u00a0")
        end = found.start() + len(f"ARRETE{plural}")
        if noun:
            yield _remark(found.start(), end, f"ARRÊTÉ{plural}")
        elif alone:
            yield _remark(found.start(), end, "ARRÊTE")


def _prepositions(text: str) -> Iterator[Remark]:
    message = "La préposition porte l’accent, même en capitale : « À »."
    for pattern in (_OPENING_A, _OPENING_L, _PLACE_A):
        for found in pattern.finditer(text):
            yield _preposition(text, found, "À", message)
    for found in _IN_CAPITALS.finditer(text):
        if found["before"].isupper() and found["before"] not in _SUBJECTS:
            yield _preposition(text, found, "À", message)
    for found in _RULED_A.finditer(text):
        accented = "À" if found["a"] == "A" else "à"
        yield _preposition(text, found, accented, "La préposition porte un accent : « à ».")


def _preposition(text: str, found: re.Match[str], accented: str, message: str) -> Remark:
    """Quote the preposition with the word that follows: a letter alone says little."""
    following = _FOLLOWING.match(text, found.end("a"))
    rest = following[0] if following else ""
    start, end = found.start("a"), found.end("a") + len(rest)
    return Remark("a-accent", start, end, message, accented + rest)


def _remark(start: int, end: int, written: str) -> Remark:
    message = f"Les capitales gardent leurs accents : « {written} »."
    return Remark("capital-accent", start, end, message, written)
