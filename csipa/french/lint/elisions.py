"""Elisions forgotten, or made before an aspirated h.

« de approuver » → « d’approuver », « que il » → « qu’il », « si il » → « s’il », « du antenne » →
« de l’antenne ». Sources: Grevisse, *Le Bon Usage*, § 45 and 48; the words are settled by
:mod:`csipa.french.elision`. A proper name in H is never accused: only INSEE knows that one says
« de Ham-en-Artois » and « d’Hinges ».
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from csipa.french.elision import elides
from csipa.french.lint.rules import APOSTROPHE, SPACE, Remark

_ALONE = r"(?<![\w’'\-.])"
_NEXT = r"(?P<next>[^\W\d_]+)(?!\d)"
_MISSING = re.compile(
    rf"{_ALONE}(?P<word>de|que|jusque|le|la|ne|se|je){SPACE}{_NEXT}", re.IGNORECASE
)
_CONTRACTED = re.compile(rf"{_ALONE}(?P<word>du|au){SPACE}{_NEXT}", re.IGNORECASE)
_IF = re.compile(rf"{_ALONE}(?P<word>si){SPACE}(?P<next>ils?)\b", re.IGNORECASE)
_WHEN = re.compile(
    rf"{_ALONE}(?P<word>lorsque|puisque|quoique){SPACE}(?P<next>ils?|elles?|on|une?|en)\b",
    re.IGNORECASE,
)
_THIS = re.compile(
    rf"{_ALONE}(?P<word>ce){SPACE}(?P<next>accord|acte|agent|article|arrêté|avenant|engagement|"
    r"équipement|établissement|espace|organisme)\b",
    re.IGNORECASE,
)
_ASPIRATED = re.compile(rf"(?<![\w])(?P<word>[ldnsj]|qu){APOSTROPHE}(?P<next>h[^\W\d_]+)")
_TITLE_BEFORE = re.compile(
    rf"(?:\bM\.|\bM(?:me|lle|onsieur|adame|e)|\bD(?:r|octeur)){SPACE}(?:[A-ZÀ-Þ][\w-]+{SPACE})?$"
)
_GIVEN_NAME_BEFORE = re.compile(rf"\b[A-ZÀ-Þ][a-zà-ÿ]+{SPACE}$")
_ROMAN = re.compile(r"[IVXLC]+(?:er|e|bis|ter)?")

# Words before which these stay whole: « au nom de et pour le compte de », « le ou les ».
_JOINTS = {"et", "ou"}
_KEPT = {
    "de": _JOINTS | {"à", "a", "au", "aux"},
    "le": _JOINTS | {"à", "a", "au", "aux", "en", "y", "où", "un", "une"},
    "la": _JOINTS | {"à", "a", "au", "aux", "en", "y", "où", "un", "une"},
    "du": _JOINTS | {"à", "a", "au", "aux", "un", "une", "en"},
    "au": _JOINTS | {"à", "a", "au", "aux", "un", "une", "en"},
}
_LOOSE = {"du": "de l’", "au": "à l’"}
# Words in mute h that an act may hold; others in h are left to people.
_MUTE_H_STEMS = (
    "habilit habitant habitat habitud harmoni hebdomad hebergement heberger heritag heritier "
    "heure histoire histori homme homolog honor hopita hospitali horaire horizon horlog hote "
    "hotel huile huissier humain humanit humid hydr hygien hypothe"
)
_MUTE_H = tuple(_MUTE_H_STEMS.split())
_PLAIN = str.maketrans("éèêëôöîïûüâàç", "eeeeooiiuuaac")


def check(text: str) -> Iterator[Remark]:
    """Give a remark for each elision that is missing, or one too many."""
    for found in _MISSING.finditer(text):
        if not _stays_whole(text, found) and _calls_elision(found["next"]):
            elided = "jusqu" if found["word"].lower() == "jusque" else found["word"][:-1]
            yield _remark("elision", found, f"{_cased(found['word'], elided)}’{found['next']}")
    for found in _CONTRACTED.finditer(text):
        if not _stays_whole(text, found) and _calls_elision(found["next"]):
            loose = _LOOSE[found["word"].lower()]
            yield _remark("contraction", found, _cased(found["word"], loose) + found["next"])
    for pattern in (_IF, _WHEN):
        for found in pattern.finditer(text):
            yield _remark("elision", found, f"{found['word'][:-1]}’{found['next']}")
    for found in _THIS.finditer(text):
        yield _remark("agreement", found, f"{_cased(found['word'], 'cet')} {found['next']}")
    yield from _too_many(text)


def _too_many(text: str) -> Iterator[Remark]:
    for found in _ASPIRATED.finditer(text):
        if not elides(found["next"]):
            whole = None if found["word"] == "l" else f"{found['word']}e {found['next']}"
            message = f"Le h de « {found['next']} » est aspiré : pas d’élision."
            yield Remark("elision-h", found.start(), found.end(), message, whole)


def _stays_whole(text: str, found: re.Match[str]) -> bool:
    """Tell whether the pair is right as it is: « de et pour », « le II », « Maria de Oliveira »."""
    word, following = found["word"].lower(), found["next"]
    if following.lower() in _KEPT.get(word, _JOINTS):
        return True
    if len(following) == 1 and following != "y":
        return True
    if _ROMAN.fullmatch(following):
        return True
    if word in {"de", "la", "le"} and following[0].isupper():
        return _in_a_name(text, found)
    return following.lower() == "un" and text[found.end() :].lstrip(" \u00a0")[:1] == "à"


def _in_a_name(text: str, found: re.Match[str]) -> bool:
    """Tell whether « de », « le » or « la » may belong to the name of a person or of a place."""
    before = text[max(0, found.start() - 30) : found.start()]
    if _TITLE_BEFORE.search(before):
        return True
    if found["word"].lower() == "de":
        return found["next"].isupper() and bool(_GIVEN_NAME_BEFORE.search(before))
    return found["word"].istitle() and bool(before.strip()) and not found["next"].isupper()


def _calls_elision(following: str) -> bool:
    bare = following.lower().translate(_PLAIN)
    if bare.startswith("h"):
        ordinary = following.islower() or following.isupper()
        return bare.startswith(_MUTE_H) and (ordinary or bare.startswith("hopita"))
    return elides(following)


def _cased(model: str, words: str) -> str:
    """Return the words in capitals, or with one, as the model is."""
    if model.isupper() and len(model) > 1:
        return words.upper()
    return words[:1].upper() + words[1:] if model[:1].isupper() else words


def _remark(rule: str, found: re.Match[str], replacement: str) -> Remark:
    message = f"Écrivez « {replacement} »."
    return Remark(rule, found.start(), found.end(), message, replacement)
