"""Times of day and lengths of time in French."""

import datetime as dt

import pytest

from csipa.french.hours import said_length, said_span, said_time


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
