"""The day on which a convention really ends, and what sets it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.endings import Course, Moved, add_years, agreed_end, real_end

END = dt.date(2026, 12, 31)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2060, 12, 31))


def day(text):
    return dt.date.fromisoformat(text)


def moved(until, decided_on=None, cause="amendment"):
    return Moved(until=day(until), cause=cause, decided_on=day(decided_on) if decided_on else None)


def test_a_convention_ends_on_its_term():
    assert real_end(Course(end=END)) == (END, "term")


def test_a_convention_without_a_term_has_no_end():
    assert real_end(Course()) == (None, "")


def test_tacit_renewals_add_up():
    assert real_end(Course(end=END, tacit=True, tacit_times=2)) == (day("2028-12-31"), "renewal")
    three_years = Course(end=END, tacit=True, tacit_times=2, tacit_years=3)
    assert real_end(three_years) == (day("2032-12-31"), "renewal")


def test_tacit_renewals_without_a_limit_set_no_end():
    assert real_end(Course(end=END, tacit=True)) == (None, "")


def test_no_tacit_renewal_at_all_leaves_the_term():
    assert real_end(Course(end=END, tacit=True, tacit_times=0)) == (END, "term")


def test_the_end_of_february_stays_the_end_of_february():
    assert add_years(day("2027-02-28"), 1) == day("2028-02-29")
    assert add_years(day("2028-02-29"), 1) == day("2029-02-28")


def test_the_calendar_ends_what_would_go_beyond_it():
    assert add_years(day("9999-12-31"), 1) == dt.date.max
    assert add_years(day("2026-12-31"), 32767) == dt.date.max
    assert real_end(Course(end=dt.date.max, tacit=True, tacit_times=3))[0] == dt.date.max


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ([moved("2027-06-30")], ("2027-06-30", "amendment")),
        ([moved("2026-06-30")], ("2026-06-30", "amendment")),
        ([moved("2027-12-31", cause="renewal")], ("2027-12-31", "renewal")),
        ([moved("2026-06-30", cause="renewal")], ("2026-12-31", "term")),
        (
            [moved("2028-12-31", "2026-11-01", "renewal"), moved("2027-06-30", "2027-01-15")],
            ("2027-06-30", "amendment"),
        ),
        (
            [moved("2027-06-30", "2026-03-01"), moved("2028-06-30", "2027-01-15", "renewal")],
            ("2028-06-30", "renewal"),
        ),
        ([moved("2027-03-31", "2026-02-01"), moved("2028-03-31")], ("2027-03-31", "amendment")),
    ],
    ids=[
        "a longer amendment",
        "a shorter amendment",
        "a renewal",
        "a renewal that adds nothing",
        "an amendment after a renewal",
        "a renewal after an amendment",
        "what has no date comes first",
    ],
)
def test_what_was_decided_last_prevails(moves, expected):
    expected = (day(expected[0]), expected[1])
    assert real_end(Course(end=END, moved=moves)) == expected
    assert real_end(Course(end=END, moved=moves[::-1])) == expected


def test_an_amendment_gives_an_end_to_a_convention_without_one():
    assert real_end(Course(moved=[moved("2027-06-30")])) == (day("2027-06-30"), "amendment")


def test_tacit_renewals_follow_the_end_that_was_last_agreed():
    course = Course(end=END, tacit=True, tacit_times=1, moved=[moved("2027-06-30")])
    assert agreed_end(course) == (day("2027-06-30"), "amendment")
    assert real_end(course) == (day("2028-06-30"), "renewal")


def test_a_denunciation_ends_a_convention_that_went_on_for_ever():
    course = Course(end=END, tacit=True, denounced=END)
    assert real_end(course) == (END, "denunciation")


def test_a_termination_ends_a_convention_ahead_of_its_term_only():
    early, late = day("2026-04-25"), day("2027-04-25")
    assert real_end(Course(end=END, terminated=early)) == (early, "termination")
    assert real_end(Course(end=END, terminated=late)) == (END, "term")
    assert real_end(Course(terminated=late)) == (late, "termination")


def test_the_first_of_denunciation_and_termination_ends_the_convention():
    course = Course(end=END, tacit=True, denounced=END, terminated=day("2026-10-01"))
    assert real_end(course) == (day("2026-10-01"), "termination")


@given(
    end=st.none() | DAYS,
    terminated=st.none() | DAYS,
    times=st.none() | st.integers(0, 5),
    tacit=st.booleans(),
)
def test_nobody_outlives_a_termination(end, terminated, times, tacit):
    course = Course(end=end, terminated=terminated, tacit=tacit, tacit_times=times)
    found, cause = real_end(course)
    assert (found is None) == (cause == "")
    if terminated:
        assert found is not None
        assert found <= terminated
