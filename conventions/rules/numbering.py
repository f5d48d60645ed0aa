"""Numbers of acts: how they are printed, and their transmissible form.

The transmissible form is what the State's exchange protocol for acts (@CTES) accepts: 2 to 15
characters among capitals, digits and the underscore.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

DEFAULT_PATTERN = "{year} {seq:03d}"
PATTERN_FORM = r"^[^{}]*(\{(year|yy)\}[^{}]*)?\{seq(:0[1-9]d)?\}[^{}]*(\{(year|yy)\}[^{}]*)?$"
TRANSMISSIBLE_FORM = r"^[A-Z0-9_]{2,15}$"
# Codes of the exchange protocol: deliberation, order of general or individual scope, contract,
# budget, other.
NATURE_CODES = ("DE", "AR", "AI", "CC", "BF", "AU")
_DEPARTMENT_FORM = r"^(0[0-9][0-9]|02[AB]|9[0-9]{2})$"
_FIELD = re.compile(r"\{(year|yy|seq)(?::0([1-9])d)?\}")
_SIGN = re.compile(r"^\s*[Nn]\s*[°º]\s*")
_READING = {"year": "([0-9]{4})", "yy": "([0-9]{2})", "seq": "(?P<seq>[0-9]{1,9})"}


class NumberError(ValueError):
    """A number, or the pattern that prints it, that cannot be used; its text is for the screen."""


def format_number(pattern: str, *, year: int, sequence: int) -> str:
    """Print number `sequence` (from 1) of `year` by `pattern`; raise NumberError on a bad pattern.

    >>> format_number("{year} {seq:03d}", year=2026, sequence=8)
    '2026 008'
    """
    if not re.match(PATTERN_FORM, pattern):
        raise NumberError(f"La forme de numéro « {pattern} » n’est pas comprise.")
    values = {"year": str(year), "yy": str(year)[-2:], "seq": str(sequence)}
    return _FIELD.sub(lambda m: values[m[1]].zfill(int(m[2] or 0)), pattern)


def transmissible(number: str) -> str:
    """Return the form of `number` that can be transmitted; raise NumberError when it has none.

    >>> transmissible("2026 008")
    '2026_008'
    """
    plain = unicodedata.normalize("NFKD", number).encode("ascii", "ignore").decode()
    form = re.sub(r"[^A-Z0-9]+", "_", plain.upper()).strip("_")
    if not re.match(TRANSMISSIBLE_FORM, form):
        raise NumberError(
            f"Le numéro « {number} » ne peut pas être transmis : 2 à 15 lettres ou chiffres."
        )
    return form


def act_identifier(
    *, department: str, siren: str, date: dt.date, number: str, nature_code: str
) -> str:
    """Return the identifier that the State gives to a transmitted act; raise NumberError if none.

    `department` has three signs (« 062 », « 02A », « 974 »), `date` is that of the act.

    >>> act_identifier(department="062", siren="200072460", date=dt.date(2026, 1, 15),
    ...                number="2026 008", nature_code="AU")
    '062-200072460-20260115-2026_008-AU'
    """
    if not re.match(_DEPARTMENT_FORM, department) or not re.match(r"^[0-9]{9}$", siren):
        raise NumberError("L’identifiant demande le département et le SIREN de la collectivité.")
    if nature_code not in NATURE_CODES:
        raise NumberError(f"Le code de nature « {nature_code} » n’existe pas.")
    return f"{department}-{siren}-{date:%Y%m%d}-{transmissible(number)}-{nature_code}"


def department_of(insee_code: str) -> str:
    """Return the department of a commune as identifiers write it, empty for no code.

    >>> department_of("62119"), department_of("2A004"), department_of("97411")
    ('062', '02A', '974')
    """
    if insee_code.startswith("97"):
        return insee_code[:3]
    return f"0{insee_code[:2]}" if insee_code else ""


def nature_code(nature: str, *, individual: bool, decision: str) -> str:
    """Return the nature code of an act; `decision` is the one that the house gives to decisions."""
    if nature == "deliberation":
        return "DE"
    if individual:
        return "AI"
    return "AR" if nature == "arrete" else decision


def number_key(number: str) -> str:
    """Return what two spellings of one number share: no case, accent, sign nor « n° » in front.

    >>> number_key("2019 – 063"), number_key("N°36/2023"), number_key("2024_445")
    ('2019 063', '36 2023', '2024 445')
    """
    return _folded(_SIGN.sub("", number)).strip()


def parse_number(pattern: str, number: str) -> tuple[int | None, int] | None:
    """Read a number that `pattern` prints: (year, rank), or None when it is not of this series.

    The inverse of `format_number`, for years from 1000 to 9999 (2000 to 2099 for `{yy}`); the year
    is None when the pattern does not print it. Signs that keep parts apart count alike and leading
    zeros do not: « 2026_8 » is read by « {year} {seq:03d} ». Raises NumberError on a bad pattern.

    >>> parse_number("{year} {seq:03d}", "2026 008")
    (2026, 8)
    """
    if not re.match(PATTERN_FORM, pattern):
        raise NumberError(f"La forme de numéro « {pattern} » n’est pas comprise.")
    found = re.fullmatch(_reading_of(pattern), number_key(number))
    if found is None or not int(found["seq"]):
        return None
    rank = found.re.groupindex["seq"]
    years = {_year(text) for place, text in enumerate(found.groups(), 1) if place != rank}
    return None if len(years) > 1 else (next(iter(years), None), int(found["seq"]))


def _year(figures: str) -> int:
    return int(figures) + (2000 if len(figures) == 2 else 0)


def _reading_of(pattern: str) -> str:
    """Return the expression that a folded number of this pattern matches, the rank named `seq`."""
    parts = _FIELD.split(_SIGN.sub("", pattern))
    literals = [_folded(part) for part in parts[::3]]
    literals[0], literals[-1] = literals[0].lstrip(), literals[-1].rstrip()
    fields = [_READING[name] for name in parts[1::3]]
    return "".join(literal + field for literal, field in zip(literals, [*fields, ""], strict=True))


def _folded(text: str) -> str:
    """Return `text` in small letters without accents, any other signs as one space."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", " ", plain)
