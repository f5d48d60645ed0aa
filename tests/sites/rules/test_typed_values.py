"""Values as people type them."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csipa.models import Precision
from sites.rules.typed_values import NotAValue, TypedValue, parse_value, without_zeros


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("120", "120", "exact"),
        ("1 200", "1200", "exact"),
        ("1\u00a0200", "1200", "exact"),
        ("1\u202f200,50", "1200.5", "exact"),
        ("46.7", "46.7", "exact"),
        ("46,7 %", "46.7", "exact"),
        ("≈ 120", "120", "about"),
        ("~120", "120", "about"),
        ("Environ 120", "120", "about"),
        ("≥ 50", "50", "at_least"),
        (">=50", "50", "at_least"),
        ("au plus 3", "3", "at_most"),
        ("0", "0", "exact"),
        ("−4", "-4", "exact"),
        ("0012", "12", "exact"),
    ],
)
def test_a_value_is_read_as_it_is_typed(text, value, precision):
    assert parse_value(text) == TypedValue(Decimal(value), precision)


@pytest.mark.parametrize("text", ["", "  ", "\u00a0"])
def test_an_empty_cell_is_no_value(text):
    assert parse_value(text) is None


@pytest.mark.parametrize(
    "text", ["douze", "1 20", "12 34", "1,2,3", "≈", "--1", "1e5", "NaN", "١٢", "10 patients"]
)
def test_what_is_no_number_is_refused_with_an_example(text):
    with pytest.raises(NotAValue, match="n’est pas un nombre"):
        parse_value(text)


@pytest.mark.parametrize("text", ["123456789012", "1,2345"])
def test_a_number_too_long_for_the_column_is_refused(text):
    with pytest.raises(NotAValue, match="trop long"):
        parse_value(text)


def test_zeros_at_the_end_do_not_make_a_number_too_long():
    assert parse_value("1,25000") == TypedValue(Decimal("1.25"))


@given(
    st.decimals(-99_999_999, 99_999_999, places=3),
    st.sampled_from([one.value for one in Precision]),
)
def test_what_is_written_is_read_back(value, precision):
    typed = TypedValue(value, precision)
    again = parse_value(typed.text)
    assert (again.value, again.precision) == (value, precision)


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(NotAValue):
        parse_value(text)


@pytest.mark.parametrize(
    ("value", "shown"),
    [("400.000", "400"), ("46.700", "46.7"), ("0.000", "0"), ("1200", "1200"), ("-4.50", "-4.5")],
)
def test_useless_decimals_go(value, shown):
    assert str(without_zeros(Decimal(value))) == shown
