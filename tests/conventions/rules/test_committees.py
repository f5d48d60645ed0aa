"""Where a decision stands, and who came: plain rules."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.committees import FollowUp, follow_up_of, presence_of

TODAY = dt.date(2026, 3, 17)


@pytest.mark.parametrize(
    ("due_on", "done_on", "expected"),
    [
        ("2026-03-16", None, FollowUp.LATE),
        ("2026-03-17", None, FollowUp.THIS_MONTH),
        ("2026-03-31", None, FollowUp.THIS_MONTH),
        ("2026-04-01", None, FollowUp.LATER),
        ("2027-03-20", None, FollowUp.LATER),
        (None, None, FollowUp.UNDATED),
        ("2026-01-01", "2026-03-17", FollowUp.DONE),
        ("2026-01-01", "2026-03-18", FollowUp.LATE),
        (None, "2026-02-01", FollowUp.DONE),
    ],
)
def test_a_decision_stands_by_its_days(due_on, done_on, expected):
    day = dt.date.fromisoformat
    found = follow_up_of(
        due_on=day(due_on) if due_on else None,
        done_on=day(done_on) if done_on else None,
        today=TODAY,
    )
    assert found is expected
    assert found.is_open == (expected is not FollowUp.DONE)
    assert found.label


def test_who_came_is_counted_and_represented_members_are_there():
    found = presence_of(["present", "present", "represented", "excused", "absent"])
    assert (found.expected, found.there, found.excused, found.absent) == (5, 3, 1, 1)
    assert found.is_taken


def test_until_names_are_taken_nobody_is_there():
    assert not presence_of(["absent", "absent"]).is_taken
    assert not presence_of([]).is_taken


def test_another_status_is_refused():
    with pytest.raises(ValueError, match="unknown status: late"):
        presence_of(["present", "late"])


@given(st.lists(st.sampled_from(["present", "represented", "excused", "absent"])))
def test_nobody_is_lost_nor_counted_twice(statuses):
    assert presence_of(statuses).expected == len(statuses)
