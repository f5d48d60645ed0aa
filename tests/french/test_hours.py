"""Times of day and lengths of time in French."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csipa.french.hours import NotALength, read_length, said_length, said_span, said_time


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (dt.time(0), "0 h"),
        (dt.time(7, 5), "7 h 05"),
        (dt.time(7, 30), "7 h 30"),
        (dt.time(14, 0, 59), "14 h"),
    ],
)
def test_time_of_day(time, said):
    assert said_time(time).replace("\u00a0", " ") == said


def test_slot_in_a_table():
    assert said_span(dt.time(9), dt.time(12, 30)).replace("\u00a0", " ") == "9 h–12 h 30"


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "0 h"), (25, "25 min"), (60, "1 h"), (5250, "87 h 30"), (65, "1 h 05")],
)
def test_length_of_time(minutes, said):
    assert said_length(dt.timedelta(minutes=minutes)).replace("\u00a0", " ") == said


def test_negative_length_is_refused():
    with pytest.raises(ValueError, match="négative"):
        said_length(dt.timedelta(minutes=-1))


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("2 h 30", 150),
        ("2h30", 150),
        (" 2:30 ", 150),
        ("2\u00a0H\u00a030", 150),
        ("2,5", 150),
        ("2.5", 150),
        ("3 h", 180),
        ("0", 0),
        ("45 min", 45),
        ("90mn", 90),
        ("0,33", 20),
        ("1 200 h", 72000),
    ],
)
def test_a_length_is_read_as_people_type_it(typed, minutes):
    assert read_length(typed) == dt.timedelta(minutes=minutes)


@pytest.mark.parametrize("typed", ["", "deux heures", "2 h 75", "-1", "2h3", "1,234", "5 h 5 min"])
def test_what_is_no_length_is_refused_with_an_example(typed):
    with pytest.raises(NotALength, match="2\u00a0h\u00a030"):
        read_length(typed)


@given(st.integers(0, 5_000_000))
def test_a_length_said_is_read_back(minutes):
    length = dt.timedelta(minutes=minutes)
    assert read_length(said_length(length)) == length
