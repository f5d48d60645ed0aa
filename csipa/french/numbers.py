"""Numbers in figures and in words. Money and measures are ``Decimal``: a float is refused."""

from decimal import ROUND_HALF_UP, Decimal

from csipa.french.grammar import Gender, agree
from csipa.french.typography import NBSP

_WORDS = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit dix-neuf"
)
_BELOW_TWENTY = _WORDS.split()
_TENS = ("", "", "vingt", "trente", "quarante", "cinquante", "soixante")
_MAX_IN_WORDS = 999_999
_THOUSAND = 1000
_MINUS = "−"


def in_words(number: int, gender: Gender = Gender.MASCULINE) -> str:
    """Return a whole number from 0 to 999 999 in words: « vingt et un », « deux cents ».

    Spelling is the traditional one, kept by the Imprimerie nationale: hyphens only below one
    hundred and never around « et ». ``gender`` is that of the thing counted (vingt et une pages).
    Raises :class:`ValueError` out of range.
    """
    if not 0 <= number <= _MAX_IN_WORDS:
        raise ValueError(f"{number} ne s’écrit pas en lettres ici{NBSP}: attendu de 0 à 999 999.")
    thousands, rest = divmod(number, 1000)
    words = []
    if thousands > 1:
        # « mille » is invariable and takes the s off « vingts » and « cents » before it.
        words.append(_below_thousand(thousands, closing=False))
    if thousands:
        words.append("mille")
    if rest or not number:
        words.append(_below_thousand(rest, closing=True))
    written = " ".join(words)
    return agree(gender, written, f"{written}e") if rest and written.endswith("un") else written


def ordinal(number: int, gender: Gender = Gender.MASCULINE) -> str:
    """Return a rank in figures: 1er, 1re, 2e. Raises :class:`ValueError` below 1."""
    if number < 1:
        raise ValueError(f"{number} n’est pas un rang{NBSP}: attendu 1 ou plus.")
    return f"{number}e" if number > 1 else agree(gender, "1er", "1re")


def amount(value: Decimal | int) -> str:
    """Return euros with their cents, halves rounded up: « 1 234,50 € », no-break spaces inside.

    Raises :class:`TypeError` for a float, :class:`ValueError` for a value that is not finite.
    """
    return f"{decimal(value, 2)}{NBSP}€"


def integer(number: int) -> str:
    """Return a whole number by groups of three figures: « 278 892 »."""
    return decimal(number, 0)


def decimal(value: Decimal | int, places: int) -> str:
    """Return a number with a comma and ``places`` decimals (0 or more), halves rounded up.

    Halves go away from zero. Raises :class:`TypeError` for a float, :class:`ValueError` for a
    value that is not finite.
    """
    if isinstance(value, bool) or not isinstance(value, (Decimal, int)):
        raise TypeError(f"{value!r}{NBSP}: un nombre exact est attendu (Decimal ou int).")
    exact = Decimal(value)
    if not exact.is_finite():
        raise ValueError(f"{value}{NBSP}: un nombre fini est attendu.")
    rounded = abs(exact).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    figures = f"{rounded:,f}".replace(",", NBSP).replace(".", ",")
    return f"{_MINUS}{figures}" if exact < 0 and rounded else figures


def plural(number: int | Decimal, singular: str, plural_form: str) -> str:
    """Return the form a number calls for: French is plural from two on (1,5 jour, 2 jours)."""
    return plural_form if number >= 2 or number <= -2 else singular


def counted(number: int, singular: str, plural_form: str) -> str:
    """Return a number in figures and its noun: « 15 jours », joined by a no-break space."""
    return f"{integer(number)}{NBSP}{plural(number, singular, plural_form)}"


def file_size(size: int) -> str:
    """Return a size given in bytes as people read it: « 512 octets », « 72 ko », « 1,2 Mo ».

    Units are decimal (Système international: 1 ko is 1000 octets), one decimal below ten from Mo
    on. Raises :class:`ValueError` below 0.
    """
    if size < 0:
        raise ValueError(f"{size} n’est pas une taille{NBSP}: attendu 0 ou plus.")
    if size < _THOUSAND:
        return counted(size, "octet", "octets")
    value = Decimal(size)
    for unit in ("ko", "Mo", "Go"):
        value /= _THOUSAND
        places = 1 if unit != "ko" and value < 10 else 0
        written = decimal(value, places).removesuffix(",0")
        if unit == "Go" or value.quantize(Decimal(1), rounding=ROUND_HALF_UP) < _THOUSAND:
            break
    return f"{written}{NBSP}{unit}"


def _below_thousand(number: int, *, closing: bool) -> str:
    """Write 0 to 999; ``closing`` when no word follows, so that vingts and cents take their s."""
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest, closing=closing)
    hundred = "cent" if hundreds == 1 else f"{_BELOW_TWENTY[hundreds]} cent"
    if rest:
        return f"{hundred} {_below_hundred(rest, closing=closing)}"
    return f"{hundred}s" if hundreds > 1 and closing else hundred


def _below_hundred(number: int, *, closing: bool) -> str:
    if number < 20:
        return _BELOW_TWENTY[number]
    if number >= 80:
        if number == 80:
            return "quatre-vingts" if closing else "quatre-vingt"
        return f"quatre-vingt-{_BELOW_TWENTY[number - 80]}"
    # Soixante-dix counts from soixante: 71 is 60 and 11.
    tens = min(number // 10, 6)
    rest = number - tens * 10
    if rest in {1, 11}:
        return f"{_TENS[tens]} et {_BELOW_TWENTY[rest]}"
    return f"{_TENS[tens]}-{_BELOW_TWENTY[rest]}" if rest else _TENS[tens]
