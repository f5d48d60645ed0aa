"""Words in which a list of members says a profession, a yes or a number of the register."""

from __future__ import annotations

from sites.rules.care_professions import (
    BY_CODE,
    CARE_PROFESSIONS,
    DENTIST,
    DOCTOR,
    MIDWIFE,
    NURSE,
    PHARMACIST,
    PHYSIOTHERAPIST,
)
from sites.rules.names import did_you_mean, search_key

_ALSO = {
    DOCTOR: ("médecin généraliste", "généraliste", "docteur", "médecins généralistes"),
    PHARMACIST: ("pharmacienne", "pharmacie", "pharmacien d’officine"),
    DENTIST: ("dentiste", "chirurgienne-dentiste"),
    MIDWIFE: ("maïeuticien",),
    NURSE: ("infirmière", "IDE", "IDEL", "infirmier libéral", "infirmière libérale"),
    PHYSIOTHERAPIST: ("kinésithérapeute", "kiné", "masseuse-kinésithérapeute", "MKDE"),
    "80": ("podologue", "pédicure"),
    "95": ("diététicienne",),
    "96": ("psychomotricienne",),
    "28": ("opticien", "opticienne"),
}
_BY_KEY = {
    search_key(said): one.code
    for one in CARE_PROFESSIONS
    for said in (one.name, one.plural, one.code, *_ALSO.get(one.code, ()))
}
_YES = frozenset({"oui", "o", "vrai", "true", "x", "1", "yes"})
_NO = frozenset({"non", "n", "faux", "false", "0", "no"})
_RPPS_DIGITS = 11


class NotUnderstood(ValueError):
    """A cell does not hold what its column expects; the text is one French sentence."""


def profession_code(text: str) -> str:
    """Return the code of a profession said in any usual form, empty for nothing.

    Raises NotUnderstood, with the names that are near.
    """
    if not text.strip():
        return ""
    code = _BY_KEY.get(search_key(text))
    if code is None:
        near = did_you_mean(text, [one.name for one in BY_CODE.values()])
        raise NotUnderstood(f"«\u00a0{text.strip()}\u00a0» n’est pas une profession connue{near}")
    return code


def yes_or_no(text: str) -> bool | None:
    """Return what « oui » or « non » says, None for nothing. Raises NotUnderstood."""
    said = search_key(text)
    if not said:
        return None
    if said in _YES:
        return True
    if said in _NO:
        return False
    raise NotUnderstood(f"«\u00a0{text.strip()}\u00a0»\u00a0: écrivez oui ou non.")


def rpps_number(text: str) -> str:
    """Return the eleven digits of an RPPS number, spaces aside; empty for nothing.

    A spreadsheet may have lost its decimals: « 10101201234.0 » is read. Raises NotUnderstood.
    """
    bare = "".join(text.split()).removesuffix(".0")
    if not bare:
        return ""
    if not (bare.isascii() and bare.isdecimal() and len(bare) == _RPPS_DIGITS):
        raise NotUnderstood(
            f"«\u00a0{text.strip()}\u00a0» n’est pas un numéro RPPS\u00a0: il compte onze chiffres."
        )
    return bare
