"""When the people on a post pass what it is authorised for."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from staffing.rules.capacity import Excess, first_excess, fte_figures, fte_words

FIRST = dt.date(2026, 1, 1)
DAYS = 40


@dataclass
class Target:
    start: dt.date
    fte: Decimal


@dataclass
class Held:
    start: dt.date
    end: dt.date | None
    fte: Decimal
    overlap_reason: str = ""


def day(number):
    return FIRST + dt.timedelta(days=number)


days = st.integers(0, DAYS).map(day)
parts = st.decimals("0.001", "1.5", places=3)
targets = st.lists(
    st.builds(Target, days, st.decimals("0", "3", places=3)),
    max_size=5,
    unique_by=lambda target: target.start,
)
held = st.builds(
    lambda start, length, fte, reason: Held(
        start, None if length is None else start + dt.timedelta(days=length), fte, reason
    ),
    days,
    st.none() | st.integers(0, 20),
    parts,
    st.sampled_from(["", "", "", "Passage de relais"]),
)


def counted_day_by_day(targets, lines):
    """Return the answer found by looking at every day."""
    for number in range(DAYS + 1):
        today = day(number)
        decided = [target for target in targets if target.start <= today]
        authorised = max(decided, key=lambda target: target.start).fte if decided else Decimal(0)
        present = sum(
            (
                line.fte
                for line in lines
                if not line.overlap_reason
                and line.start <= today
                and (line.end is None or line.end >= today)
            ),
            Decimal(0),
        )
        if present > authorised:
            return Excess(today, authorised, present)
    return None


@given(targets, st.lists(held, max_size=8))
def test_the_sweep_finds_what_a_count_of_every_day_finds(targets, lines):
    assert first_excess(targets, lines) == counted_day_by_day(targets, lines)


def test_a_post_may_be_full_to_the_thousandth():
    thirds = [Held(FIRST, None, Decimal("0.333")) for _ in range(3)]
    assert first_excess([Target(FIRST, Decimal("0.999"))], thirds) is None
    assert first_excess([Target(FIRST, Decimal("0.998"))], thirds) == Excess(
        FIRST, Decimal("0.998"), Decimal("0.999")
    )


@pytest.mark.parametrize(
    ("last_day", "first_day", "is_full"),
    [
        pytest.param(30, 31, False, id="the day after"),
        pytest.param(30, 30, True, id="the last day is worked"),
    ],
)
def test_a_place_is_free_from_the_day_after_the_last(last_day, first_day, is_full):
    lines = [Held(FIRST, day(last_day), Decimal(1)), Held(day(first_day), None, Decimal(1))]
    assert (first_excess([Target(FIRST, Decimal(1))], lines) is not None) is is_full


def test_nothing_is_authorised_before_the_first_target():
    found = first_excess([Target(day(5), Decimal(1))], [Held(day(4), None, Decimal("0.1"))])
    assert found == Excess(day(4), Decimal(0), Decimal("0.1"))


def test_a_later_target_that_is_lower_is_what_is_passed():
    decided = [Target(FIRST, Decimal(1)), Target(day(10), Decimal("0.5"))]
    found = first_excess(decided, [Held(FIRST, None, Decimal(1))])
    assert found == Excess(day(10), Decimal("0.5"), Decimal(1))


def test_an_end_at_the_end_of_time_is_no_error():
    forever = Held(FIRST, dt.date.max, Decimal(1))
    assert first_excess([Target(FIRST, Decimal(1))], [forever]) is None


@pytest.mark.parametrize(
    ("value", "figures"),
    [("4.500", "4,5"), ("1.000", "1"), ("0.333", "0,333"), ("10", "10"), ("0", "0")],
)
def test_full_time_equivalents_are_written_no_further_than_needed(value, figures):
    assert fte_figures(Decimal(value)) == figures
    assert fte_words(Decimal(value)) == f"{figures}\u00a0ETP"
