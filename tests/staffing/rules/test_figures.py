"""Figures over a period: the facts of the articles, boundary days, nothing to divide by."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from staffing.rules.figures import Ratio, group_figures, mean, slices
from staffing.rules.fte import HeldLine, State, TargetLine, level_on, levels
from staffing.rules.stays import Spell, stays
from staffing.rules.vacancies import gaps

D = Decimal
DAY = dt.timedelta(days=1)
ORIGIN = dt.date(2024, 6, 3)


def target(start, fte, state=State.OPEN, *, post=1):
    return TargetLine("GP", post, start, D(fte), state)


def held(start, end, fte, *, person=1, post=1):
    return HeldLine("GP", post, person, start, end, D(fte))


def figures(targets, holders, first, last, *, today=dt.date(2026, 1, 1), departure=True):
    found = stays(
        Spell(line.person, line.start, line.end, frozenset({"GP"}), departure) for line in holders
    )
    return group_figures(
        levels(targets, holders).get("GP", []),
        found,
        gaps(targets, holders),
        group="GP",
        first=first,
        last=last,
        today=today,
    )


SIX_THEN_THREE = [
    held(ORIGIN, None, "0.2", person=1),
    held(ORIGIN, None, "0.2", person=2),
    held(ORIGIN, None, "0.1", person=3),
    held(ORIGIN, dt.date(2024, 10, 31), 1, person=4),
    held(ORIGIN, dt.date(2024, 12, 31), 1, person=5),
    held(ORIGIN, dt.date(2025, 1, 31), 1, person=6),
]


def test_four_of_four_and_a_half_are_missing():
    found = figures(
        [target(ORIGIN, "4.5")], SIX_THEN_THREE, dt.date(2024, 9, 2), dt.date(2025, 9, 1)
    )
    assert found.vacancy == Ratio(D(4), D("4.5"))
    assert round(found.vacancy.value * 100, 1) == D("88.9")
    assert round(found.filled_rate.value * 100, 1) == D("11.1")
    assert [stay.person for stay in found.departures] == [4, 5, 6]
    assert [len(found.stays), found.kept[12].part, found.kept[12].whole] == [6, 3, 6]


def test_what_is_deferred_is_in_neither_part_of_the_vacancy_rate():
    found = figures(
        [target(ORIGIN, "0.5"), target(ORIGIN, "0.5", State.DEFERRED, post=2)],
        [held(ORIGIN, None, "0.5")],
        ORIGIN,
        dt.date(2025, 9, 1),
    )
    assert found.vacancy == Ratio(D(0), D("0.5"))
    assert found.vacancy.value == 0


def test_nothing_open_has_no_rate_and_nobody_has_no_departure_rate():
    found = figures([target(ORIGIN, 1, State.DEFERRED)], [], ORIGIN, dt.date(2025, 9, 1))
    for rate in (found.vacancy, found.mean_vacancy, found.filled_rate, found.departure_rate):
        assert rate.value is None
    assert (found.etpt, found.time_to_fill, found.median_expected) == (0, None, None)


def test_a_full_time_of_a_whole_leap_year_is_one():
    year = dt.date(2024, 1, 1), dt.date(2024, 12, 31)
    whole = levels([], [held(dt.date(2020, 1, 1), None, 1)])["GP"]
    assert mean(slices(whole, *year), "filled") == 1
    until_february = levels([], [held(dt.date(2020, 1, 1), dt.date(2024, 2, 29), 1)])["GP"]
    assert mean(slices(until_february, *year), "filled") == D(60) / D(366)


def test_a_period_of_one_day_is_that_day():
    found = levels([], [held(ORIGIN, ORIGIN, "0.5")])["GP"]
    assert [one.days for one in slices(found, ORIGIN, ORIGIN)] == [1]
    assert mean(slices(found, ORIGIN, ORIGIN), "filled") == D("0.5")
    assert mean(slices(found, ORIGIN + DAY, ORIGIN + DAY), "filled") == 0


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="finit avant"):
        slices([], ORIGIN, ORIGIN - DAY)


@given(
    st.lists(
        st.tuples(st.integers(-30, 60), st.integers(0, 60), st.sampled_from(["0.2", "0.5", "1"])),
        max_size=8,
    ),
    st.integers(0, 40),
    st.integers(0, 40),
)
def test_the_fte_worked_is_the_day_by_day_mean(lines, at, length):
    holders = [
        held(ORIGIN + DAY * start, ORIGIN + DAY * (start + days), fte, person=rank)
        for rank, (start, days, fte) in enumerate(lines)
    ]
    found = levels([], holders).get("GP", [])
    first = ORIGIN + DAY * at
    days = [first + DAY * offset for offset in range(length + 1)]
    counted = sum(
        (line.fte for day in days for line in holders if line.start <= day <= line.end), D(0)
    )
    cut = slices(found, first, days[-1])
    assert sum(one.days for one in cut) == len(days)
    assert mean(cut, "filled") == counted / len(days)
    assert all(one.level.filled == level_on(found, one.last).filled for one in cut)


def test_time_to_fill_counts_what_was_filled_in_the_period_only():
    targets = [target(ORIGIN, 2)]
    holders = [
        held(ORIGIN + DAY * 10, None, 1, person=1),
        held(ORIGIN + DAY * 100, None, "0.5", person=2),
    ]
    found = figures(targets, holders, ORIGIN + DAY * 50, ORIGIN + DAY * 365)
    assert found.time_to_fill == 100
    assert [(gap.fte, gap.days(found.last)) for gap in found.waiting_gaps] == [(D("0.5"), 365)]


def test_nobody_is_followed_past_today():
    today = dt.date(2025, 1, 1)
    holders = [held(ORIGIN, dt.date(2025, 6, 30), 1)]
    found = figures([target(ORIGIN, 1)], holders, today, dt.date(2025, 12, 31), today=today)
    assert len(found.departures) == 1
    assert (found.observed_on, found.median_completed) == (today, None)
