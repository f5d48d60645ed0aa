"""The permanent address of an act in the public register: `2026-decision-2026-008`."""

from __future__ import annotations

from conventions.rules.numbering import NumberError, number_key

# What the column holds (conventions.Publication.address).
LONGEST = 100


def public_address(year: int, nature: str, number: str) -> str:
    """Return the address of act `number` of a nature and a year (1000 to 9999): an ASCII slug.

    Two numbers have one address only when they differ by case, accents or signs between their
    parts, as « 2026 008 » and « 2026_008 » do: in a series they are the same number. Raises
    NumberError when the number has neither letter nor figure, or is too long for an address.

    >>> public_address(2026, "decision", "2026 008")
    '2026-decision-2026-008'
    >>> public_address(2024, "deliberation", "2024/CC007")
    '2024-deliberation-2024-cc007'
    """
    key = number_key(number).replace(" ", "-")
    address = f"{year:04d}-{nature}-{key}"
    if not key or len(address) > LONGEST:
        raise NumberError(f"Le numéro « {number} » ne peut pas donner d’adresse publique.")
    return address
