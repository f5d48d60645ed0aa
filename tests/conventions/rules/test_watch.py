"""How near a thing to be done is, and how it is said."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.watch import (
    PATIENCE,
    CallKind,
    Level,
    distance,
    level_of,
    rank_of,
    waiting_level,
)

TODAY = dt.date(2026, 4, 1)


def on(days):
    return TODAY + dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "level"),
    [
        (-400, "late"),
        (-1, "late"),
        (0, "30"),
        (30, "30"),
        (31, "60"),
        (60, "60"),
        (61, "90"),
        (90, "90"),
        (91, "later"),
    ],
)
def test_a_deadline_is_late_the_day_after_it_only(days, level):
    assert level_of(on(days), today=TODAY) == level


@given(st.integers(-1000, 1000), st.integers(0, 400))
def test_what_comes_later_is_never_more_urgent(days, more):
    levels = list(Level)
    first, second = (level_of(on(day), today=TODAY) for day in (days, days + more))
    assert levels.index(first) <= levels.index(second)


@pytest.mark.parametrize(
    ("since", "deadline", "level"),
    [
        (-PATIENCE.days, None, "30"),
        (-PATIENCE.days - 1, None, "late"),
        (0, 100, "30"),
        (0, -1, "late"),
        (-100, 100, "late"),
    ],
)
def test_what_waits_is_late_once_patience_or_the_deadline_is_over(since, deadline, level):
    day = None if deadline is None else on(deadline)
    assert waiting_level(on(since), day, today=TODAY) == level


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-3, "il y a 3 jours"),
        (-1, "hier"),
        (0, "aujourd’hui"),
        (1, "demain"),
        (2, "dans 2 jours"),
        (1200, "dans 1 200 jours"),
    ],
)
def test_the_distance_of_a_day_is_said_as_people_say_it(days, words):
    assert distance(on(days), today=TODAY).replace("\u00a0", " ") == words


def test_the_most_urgent_comes_first_then_the_nearest_then_by_kind():
    calls = [
        rank_of(Level.LATER, on(200), CallKind.NOTICE),
        rank_of(Level.DAYS_30, on(5), CallKind.END),
        rank_of(Level.DAYS_30, on(5), CallKind.NOTICE),
        rank_of(Level.DAYS_30, on(4), CallKind.PAYMENT),
        rank_of(Level.LATE, on(-2), CallKind.PAYMENT),
    ]
    assert sorted(calls) == [calls[4], calls[3], calls[2], calls[1], calls[0]]


def test_every_level_and_every_kind_has_a_name():
    names = [item.label for item in (*Level, *CallKind)]
    assert len(set(names)) == len(names)
    assert all(names)
