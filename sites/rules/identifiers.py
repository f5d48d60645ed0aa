"""Form and check digit of the numbers that name a French place or organisation.

Each `check_…` returns the number in its compact form, or raises `InvalidIdentifier`.
"""

import re
from collections.abc import Callable

from stdnum import luhn
from stdnum.exceptions import ValidationError
from stdnum.fr import siren, siret

# The patterns are written for Python, SQLite and PostgreSQL alike.
INSEE_PATTERN = r"^(2[AB]|[0-9]{2})[0-9]{3}$"
POSTAL_CODE_PATTERN = r"^[0-9]{5}$"
DEPARTMENT_PATTERN = r"^(2[AB]|9[78][0-9]|[0-9]{2})$"
SIREN_PATTERN = r"^[0-9]{9}$"
SIRET_PATTERN = r"^[0-9]{14}$"
FINESS_PATTERN = r"^([0-9]{2}|2[AB])[0-9]{7}$"
RNA_PATTERN = r"^W[0-9][0-9A-Z][0-9]{7}$"


class InvalidIdentifier(ValueError):
    """A number that cannot be right; its text is a French sentence fit for the screen."""


def compact(number: str) -> str:
    """Return `number` in capitals, without the spaces, dots and hyphens people write in it."""
    return re.sub(r"[\s.\-‐‑]", "", number).upper()


def check_insee_code(number: str) -> str:
    """Return the INSEE code of a commune: five characters, Corsica in 2A or 2B (INSEE, COG)."""
    return _of_form(number, INSEE_PATTERN, "un code INSEE\u00a0: cinq chiffres (62620, 2A004)")


def check_postal_code(number: str) -> str:
    """Return a postal code of five digits."""
    return _of_form(number, POSTAL_CODE_PATTERN, "un code postal\u00a0: cinq chiffres")


def check_department(number: str) -> str:
    """Return the code of a department, two or three characters (62, 2A, 974)."""
    return _of_form(number, DEPARTMENT_PATTERN, "un code de département (62, 2A, 974)")


def check_siren(number: str) -> str:
    """Return a SIREN: nine digits, Luhn (code de commerce, R. 123-221)."""
    value = _of_form(number, SIREN_PATTERN, "un numéro SIREN\u00a0: neuf chiffres")
    return _with_key(value, "SIREN", siren.validate)


def check_siret(number: str) -> str:
    """Return a SIRET: fourteen digits, Luhn, La Poste apart (code de commerce, R. 123-221)."""
    value = _of_form(number, SIRET_PATTERN, "un numéro SIRET\u00a0: quatorze chiffres")
    return _with_key(value, "SIRET", siret.validate)


def check_finess(number: str) -> str:
    """Return a FINESS number: nine characters, Luhn (arrêté du 13 novembre 2013, FINESS).

    No published rule says how the letter of a Corsican number counts: its key is not checked.
    """
    value = _of_form(number, FINESS_PATTERN, "un numéro FINESS\u00a0: neuf chiffres")
    return _with_key(value, "FINESS", luhn.validate) if value.isdigit() else value


def check_rna(number: str) -> str:
    """Return an association’s number: W, nine characters, no key (arrêté du 14 octobre 2009)."""
    return _of_form(number, RNA_PATTERN, "un numéro RNA\u00a0: la lettre W puis neuf chiffres")


def department_of(insee_code: str) -> str:
    """Return the department in which an INSEE code lies: three characters overseas, else two."""
    return insee_code[:3] if insee_code.startswith(("97", "98")) else insee_code[:2]


def _of_form(number: str, pattern: str, expected: str) -> str:
    value = compact(number)
    if not re.fullmatch(pattern, value):
        raise InvalidIdentifier(f"«\u00a0{number}\u00a0» n’est pas {expected}.")
    return value


def _with_key(value: str, label: str, validate: Callable[[str], str]) -> str:
    try:
        validate(value)
    except ValidationError as error:
        raise InvalidIdentifier(
            f"La clé du numéro {label} «\u00a0{value}\u00a0» est fausse\u00a0: "
            "un chiffre est mal recopié."
        ) from error
    return value
