"""Numbers of acts: how they are printed, and their transmissible form.

The transmissible form is what the State's exchange protocol for acts (@CTES) accepts: 2 to 15
characters among capitals, digits and the underscore.
"""

from __future__ import annotations

import re
import unicodedata

DEFAULT_PATTERN = "{year} {seq:03d}"
PATTERN_FORM = r"^[^{}]*(\{(year|yy)\}[^{}]*)?\{seq(:0[1-9]d)?\}[^{}]*(\{(year|yy)\}[^{}]*)?$"
TRANSMISSIBLE_FORM = r"^[A-Z0-9_]{2,15}$"
_FIELD = re.compile(r"\{(year|yy|seq)(?::0([1-9])d)?\}")


class NumberError(ValueError):
    """A number, or the pattern that prints it, that cannot be used; its text is for the screen."""


def format_number(pattern: str, *, year: int, sequence: int) -> str:
    """Print number `sequence` (from 1) of `year` by `pattern`; raise NumberError on a bad pattern.

    >>> format_number("{year} {seq:03d}", year=2026, sequence=8)
    '2026 008'
    """
    if not re.match(PATTERN_FORM, pattern):
        raise NumberError(f"La forme de numéro « {pattern} » n’est pas comprise.")
    values = {"year": str(year), "yy": f"{year % 100:02d}", "seq": str(sequence)}
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
