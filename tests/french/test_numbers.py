"""Numbers in words and in figures."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csipa.french import numbers
from csipa.french.grammar import Gender
from csipa.french.numbers import file_size
from csipa.french.typography import NBSP, typeset

WORDS = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "vingt trente quarante cinquante soixante"
)
VALUES = dict(zip(WORDS.split(), (*range(17), *range(20, 61, 10)), strict=True)) | {"une": 1}
amounts = st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=4)


def read_words(text):
    """Read a number in words back, knowing nothing of how it was written."""
    thousands = group = 0
    for word in text.replace("-", " ").split():
        if word == "mille":
            thousands, group = max(group, 1) * 1000, 0
        elif word.removesuffix("s") == "cent":
            group = max(group, 1) * 100
        elif word.removesuffix("s") == "vingt" and group % 100 == 4:
            group += 76
        elif word != "et":
            group += VALUES[word]
    return thousands + group


def read_figures(text):
    return Decimal(text.replace(NBSP, "").replace("€", "").replace(",", ".").replace("−", "-"))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zéro"),
        (1, "un"),
        (17, "dix-sept"),
        (20, "vingt"),
        (21, "vingt et un"),
        (22, "vingt-deux"),
        (70, "soixante-dix"),
        (71, "soixante et onze"),
        (72, "soixante-douze"),
        (80, "quatre-vingts"),
        (81, "quatre-vingt-un"),
        (91, "quatre-vingt-onze"),
        (100, "cent"),
        (101, "cent un"),
        (180, "cent quatre-vingts"),
        (200, "deux cents"),
        (201, "deux cent un"),
        (1000, "mille"),
        (1001, "mille un"),
        (2026, "deux mille vingt-six"),
        (21_000, "vingt et un mille"),
        (80_000, "quatre-vingt mille"),
        (200_000, "deux cent mille"),
        (999_999, "neuf cent quatre-vingt-dix-neuf mille neuf cent quatre-vingt-dix-neuf"),
    ],
)
def test_a_number_is_spelled_the_traditional_way(number, words):
    assert numbers.in_words(number) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "une"),
        (21, "vingt et une"),
        (81, "quatre-vingt-une"),
        (11, "onze"),
        (1001, "mille une"),
        (21_000, "vingt et un mille"),
        (0, "zéro"),
    ],
)
def test_un_agrees_with_what_is_counted(number, words):
    assert numbers.in_words(number, Gender.FEMININE) == words


@given(st.integers(0, 999_999), st.sampled_from(Gender))
def test_words_read_back_as_the_number(number, gender):
    assert read_words(numbers.in_words(number, gender)) == number


@pytest.mark.parametrize("number", [-1, 1_000_000])
def test_words_are_refused_out_of_range(number):
    with pytest.raises(ValueError, match="999 999"):
        numbers.in_words(number)


@pytest.mark.parametrize(
    ("number", "masculine", "feminine"), [(1, "1er", "1re"), (2, "2e", "2e"), (21, "21e", "21e")]
)
def test_a_rank_is_written_in_figures(number, masculine, feminine):
    assert numbers.ordinal(number) == masculine
    assert numbers.ordinal(number, Gender.FEMININE) == feminine


def test_there_is_no_rank_before_the_first():
    with pytest.raises(ValueError, match="rang"):
        numbers.ordinal(0)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("1234.5"), "1 234,50 €"),
        (0, "0,00 €"),
        (Decimal("0.005"), "0,01 €"),
        (Decimal("-12.5"), "−12,50 €"),
        (Decimal("-0.001"), "0,00 €"),
        (Decimal("1E+3"), "1 000,00 €"),
        (1_234_567, "1 234 567,00 €"),
    ],
    ids=str,
)
def test_an_amount_has_cents_and_no_break_spaces(value, written):
    assert numbers.amount(value) == written.replace(" ", NBSP)


@given(amounts)
def test_an_amount_reads_back_to_the_cent(value):
    written = numbers.amount(value)
    assert read_figures(written) == value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    assert typeset(written) == written


def test_an_integer_is_grouped_by_three():
    assert numbers.integer(278_892) == f"278{NBSP}892"
    assert numbers.integer(999) == "999"


def test_a_decimal_rounds_its_halves_up():
    assert numbers.decimal(Decimal("4.25"), 1) == "4,3"
    assert numbers.decimal(Decimal("4.5"), 2) == "4,50"
    assert numbers.decimal(Decimal("2.5"), 0) == "3"


@pytest.mark.parametrize("value", [1.5, True, "1", None], ids=repr)
def test_an_inexact_number_is_refused(value):
    with pytest.raises(TypeError, match="nombre exact"):
        numbers.amount(value)


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_a_number_without_figures_is_refused(value):
    with pytest.raises(ValueError, match="nombre fini"):
        numbers.amount(Decimal(value))


@pytest.mark.parametrize(
    ("number", "form"),
    [(0, "jour"), (1, "jour"), (Decimal("1.5"), "jour"), (2, "jours"), (-1, "jour"), (-2, "jours")],
    ids=str,
)
def test_french_is_plural_from_two_on(number, form):
    assert numbers.plural(number, "jour", "jours") == form


def test_a_number_holds_to_its_noun():
    assert numbers.counted(1500, "jour", "jours") == f"1{NBSP}500{NBSP}jours"


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0 octet"),
        (2, "2 octets"),
        (999, "999 octets"),
        (1_000, "1 ko"),
        (71_737, "72 ko"),
        (999_499, "999 ko"),
        (999_500, "1 Mo"),
        (1_249_999, "1,2 Mo"),
        (14_000_000, "14 Mo"),
        (999_600_000, "1 Go"),
        (2_340_000_000_000, "2 340 Go"),
    ],
)
def test_a_size_is_told_in_decimal_units(size, said):
    assert file_size(size) == said.replace(" ", NBSP)


def test_a_size_below_zero_is_refused():
    with pytest.raises(ValueError, match="taille"):
        file_size(-1)
