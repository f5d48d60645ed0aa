"""Instalments and slots typed one a line are read, or told what is wrong with them."""

import datetime as dt
import doctest
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules import typed_lines
from conventions.rules.typed_lines import NotRead, read_instalment, read_slot
from csipa.french.dates import WEEKDAYS, long_date


def test_the_examples_hold():
    assert doctest.testmod(typed_lines).failed == 0


@pytest.mark.parametrize(
    ("text", "percent", "amount", "due_on", "when"),
    [
        ("30 % à la signature", "30", None, None, "à la signature"),
        ("33,333\u00a0% au bilan", "33.333", None, None, "au bilan"),
        ("3 900 € le 1er mars 2026", None, "3900", dt.date(2026, 3, 1), ""),
        ("3\u202f900,50 euros, 15/06/2026", None, "3900.50", dt.date(2026, 6, 15), ""),
        ("40 %", "40", None, None, ""),
        (
            "10 % le 1er mars 2026 au plus tard",
            "10",
            None,
            None,
            "le 1er mars 2026 au plus tard",
        ),
    ],
)
def test_an_instalment_is_its_share_or_its_amount_and_when_it_is_due(
    text, percent, amount, due_on, when
):
    line = read_instalment(text)
    assert (line.percent, line.amount) == (percent and Decimal(percent), amount and Decimal(amount))
    assert (line.due_on, line.when) == (due_on, when)


@pytest.mark.parametrize("text", ["à la signature", "trente %", "30 à la signature", "1,2,3 %", ""])
def test_a_line_without_its_number_is_refused_with_an_example(text):
    with pytest.raises(NotRead):
        read_instalment(text)


@pytest.mark.parametrize(
    "text",
    [
        "mardi de 14 h à 18 h 30",
        "Mardi 14:00-18:30",
        "mardi : 14h – 18h30",
        "mardis 14 h à 18 h 30",
    ],
)
def test_a_slot_is_a_day_and_two_hours(text):
    slot = read_slot(text)
    assert (slot.weekday, slot.starts_at, slot.ends_at) == (2, dt.time(14), dt.time(18, 30))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("tous les jours", "écrivez le jour et les heures"),
        ("mardi", "écrivez le jour et les heures"),
        ("mardi de 18 h à 14 h", "finit avant"),
        ("mardi de 14 h à 14 h", "finit avant"),
        ("mardi de 14 h à 25 h", "n’existe pas"),
        ("mardi de 14 h 75 à 18 h", "n’existe pas"),
    ],
)
def test_a_wrong_slot_is_told_what_is_wrong(text, told):
    with pytest.raises(NotRead, match=told):
        read_slot(text)


@given(st.integers(1, 7), st.times(), st.times())
def test_a_slot_that_was_said_is_read_back(weekday, one, other):
    start, end = sorted(time.replace(second=0, microsecond=0) for time in (one, other))
    text = f"{WEEKDAYS[weekday - 1]} de {start:%H} h {start:%M} à {end:%H} h {end:%M}"
    if start == end:
        with pytest.raises(NotRead):
            read_slot(text)
    else:
        slot = read_slot(text)
        assert (slot.weekday, slot.starts_at, slot.ends_at) == (weekday, start, end)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2200, 1, 1)))
def test_a_day_that_was_said_is_read_back(day):
    assert read_instalment(f"10 % le {long_date(day)}").due_on == day
