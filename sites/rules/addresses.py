"""Postal addresses, line by line or in one line."""


def address_lines(street: str, postal_code: str, city: str) -> list[str]:
    """Return the lines of an address; what is not known is left out.

    `street` may hold several lines; the last line is « 62120 Norrent-Fontes ».
    """
    last = " ".join(part for part in (postal_code, city) if part)
    lines = [line.strip() for line in street.splitlines()]
    return [line for line in [*lines, last] if line]
