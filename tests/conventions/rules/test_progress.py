"""What an action was on a day, from its versions."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.progress import Version, version_on


def day(text):
    return dt.date.fromisoformat(text)


WRITTEN = Version("draft", None, day("2025-01-10"), 1)
SEEN = Version("running", day("2025-03-01"), day("2025-06-01"), 2)
DONE = Version("done", day("2026-02-01"), day("2026-02-01"), 3)
ALL = (DONE, WRITTEN, SEEN)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2025-01-09", None),
        ("2025-01-10", WRITTEN),
        ("2025-02-28", WRITTEN),
        ("2025-03-01", SEEN),
        ("2026-01-31", SEEN),
        ("2026-02-01", DONE),
        ("2030-01-01", DONE),
    ],
)
def test_a_state_holds_from_the_day_on_which_it_was_seen(on, expected):
    assert version_on(ALL, day(on)) == expected


def test_of_two_states_of_one_day_the_last_written_prevails():
    first = Version("running", day("2025-03-01"), day("2025-03-01"), 1)
    second = Version("suspended", day("2025-03-01"), day("2025-03-01"), 2)
    assert version_on([second, first], day("2025-03-01")) is second


@given(st.lists(st.dates(dt.date(2024, 1, 1), dt.date(2027, 1, 1))), st.dates())
def test_what_is_found_was_true_by_then_and_nothing_true_is_later(days, on):
    versions = [Version("running", None, one, rank) for rank, one in enumerate(days)]
    found = version_on(versions, on)
    known = [one for one in days if one <= on]
    assert (found is None) == (not known)
    if found:
        assert found.saved_on == max(known)
