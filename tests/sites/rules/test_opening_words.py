"""Hours of a week in French."""

import pytest

from sites.rules.opening import week_of
from sites.rules.opening_words import said_days, said_minutes, said_week
from tests.sites.rules.slots import day, slot


@pytest.mark.parametrize(
    ("weekdays", "said"),
    [
        ([2], "mardi"),
        ([2, 4], "mardi et jeudi"),
        ([1, 2], "lundi et mardi"),
        ([1, 2, 3, 4], "du lundi au jeudi"),
        ([1, 2, 3, 6], "du lundi au mercredi et samedi"),
        ([1, 3, 5], "lundi, mercredi et vendredi"),
        ([1, 2, 3, 4, 5, 6, 7], "tous les jours"),
    ],
)
def test_days_are_told_together(weekdays, said):
    assert said_days(weekdays) == said


def test_days_of_equal_hours_are_one_line():
    slots = [slot(9, 12, 2), slot(14, "18:30", 2), slot(9, 12, 4), slot(14, "18:30", 4)]
    lines = said_week(week_of([*slots, slot(8, 12, 6)], day("2026-01-05")))
    assert [str(line).replace("\u00a0", " ") for line in lines] == [
        "mardi et jeudi 9 h–12 h, 14 h–18 h 30",
        "samedi 8 h–12 h",
    ]


def test_closed_week_has_no_line():
    assert said_week(week_of([], day("2026-01-05"))) == []


def test_minutes_are_hours():
    assert said_minutes(5250).replace("\u00a0", " ") == "87 h 30"
