"""The key of an RPPS number, which identifies a health professional (répertoire partagé)."""

from __future__ import annotations

from stdnum import luhn

_DIGITS = 11


def has_right_key(number: str) -> bool:
    """Tell whether eleven digits end with the key that Luhn’s formula gives.

    The Agence du numérique en santé publishes no formula, and the example of its own profiles
    (10101201234) does not follow this one: a wrong key calls for a second look, never a refusal.
    """
    return len(number) == _DIGITS and number.isdecimal() and bool(luhn.is_valid(number))
