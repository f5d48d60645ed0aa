"""Commitments on a day: when they are next due, done, late, or ended with the convention."""

import datetime as dt
from bisect import bisect_left
from itertools import count, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.obligations import Duty, ObligationState, Standing, standing
from csipa.french.dates import add_months

START, END = dt.date(2026, 1, 26), dt.date(2026, 4, 28)
STATES = ObligationState
MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}
PERIODICITIES = ("weekly", "monthly", "quarterly", "yearly")
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2032, 12, 31))


def day(text):
    return dt.date.fromisoformat(text) if text else None


def at(today, *, done="", **duty):
    return standing(
        Duty(**{"start": START, "end": END, **duty}), last_done=day(done), today=day(today)
    )


def due_days(duty):
    """Walk through the days on which something is due, in order; without end for what has none."""
    for rank in count() if duty.first else ():
        try:
            if duty.periodicity == "weekly":
                day = duty.first + dt.timedelta(weeks=rank)
            else:
                day = add_months(duty.first, rank * MONTHS[duty.periodicity])
        except (OverflowError, ValueError):  # beyond what a calendar holds
            return
        if duty.end and day > duty.end:
            return
        yield day


def told(found):
    return found.state.value, found.due_on.isoformat() if found.due_on else ""


@pytest.mark.parametrize(
    ("today", "state"),
    [("2026-01-01", "continuous"), ("2026-04-28", "continuous"), ("2026-04-29", "ended")],
)
def test_what_is_due_at_all_times_ends_with_the_convention(today, state):
    assert told(at(today, periodicity="continuous")) == (state, "")


@pytest.mark.parametrize(
    ("today", "done", "state", "due"),
    [
        ("2026-01-26", "", "due", "2026-02-26"),
        ("2026-02-26", "", "due", "2026-02-26"),
        ("2026-02-27", "", "late", "2026-02-26"),
        ("2026-02-10", "2026-02-05", "done", "2026-03-26"),
        ("2026-02-26", "2026-02-26", "done", "2026-03-26"),
        ("2026-02-27", "2026-02-26", "due", "2026-03-26"),
        ("2026-02-28", "2026-02-27", "done", "2026-04-26"),
        ("2026-03-27", "2026-02-26", "late", "2026-03-26"),
        ("2026-04-20", "2026-02-26", "late", "2026-03-26"),
        ("2026-04-20", "2026-04-02", "done", ""),
        ("2026-04-28", "2026-04-02", "done", ""),
        ("2026-04-29", "2026-04-02", "ended", ""),
        ("2026-04-29", "2026-03-20", "late", "2026-04-26"),
        ("2026-05-30", "2026-05-04", "ended", ""),
        ("2026-01-10", "2026-01-05", "done", "2026-03-26"),
    ],
)
def test_a_monthly_commitment_goes_from_month_to_month(today, done, state, due):
    assert told(at(today, done=done, periodicity="monthly")) == (state, due)


@pytest.mark.parametrize(
    ("today", "done", "state", "due"),
    [
        ("2026-03-01", "", "due", "2026-03-31"),
        ("2026-04-01", "", "late", "2026-03-31"),
        ("2026-06-01", "", "late", "2026-03-31"),
        ("2026-04-01", "2026-02-03", "done", ""),
        ("2026-06-01", "2026-05-20", "done", ""),
    ],
)
def test_a_commitment_due_once_is_late_until_it_is_done(today, done, state, due):
    found = at(today, done=done, periodicity="once", first_due=dt.date(2026, 3, 31))
    assert told(found) == (state, due)


def test_what_is_due_on_the_last_day_may_be_late_after_it():
    assert told(at("2026-04-29", periodicity="once", first_due=END)) == ("late", "2026-04-28")


@pytest.mark.parametrize("periodicity", ["once", "monthly"])
def test_nothing_is_due_after_the_end(periodicity):
    late = {"periodicity": periodicity, "first_due": dt.date(2026, 6, 30)}
    assert told(at("2026-04-01", **late)) == ("ended", "")
    assert told(at("2026-09-01", **late)) == ("ended", "")


def test_the_real_end_shortens_what_is_due():
    assert told(
        at("2026-03-01", done="2026-02-26", periodicity="monthly", end=dt.date(2026, 3, 15))
    ) == (
        "done",
        "",
    )


def test_a_period_longer_than_the_convention_is_due_on_its_last_day():
    assert told(at("2026-03-01", periodicity="yearly")) == ("due", "2026-04-28")
    assert told(at("2026-03-01", periodicity="quarterly")) == ("due", "2026-04-26")


@pytest.mark.parametrize(
    ("periodicity", "first", "days"),
    [
        ("weekly", "2026-02-02", ["2026-02-02", "2026-02-09", "2026-02-16"]),
        ("monthly", "2026-01-31", ["2026-01-31", "2026-02-28", "2026-03-31"]),
        ("quarterly", "2025-11-30", ["2025-11-30", "2026-02-28", "2026-05-30"]),
        ("yearly", "2024-02-29", ["2024-02-29", "2025-02-28", "2026-02-28"]),
    ],
)
def test_the_end_of_a_month_is_clipped_and_comes_back(periodicity, first, days):
    duty = Duty(periodicity=periodicity, first_due=day(first))
    assert [found.isoformat() for found in islice(due_days(duty), 3)] == days


def test_without_start_nor_first_day_nothing_has_a_date():
    assert told(at("2026-02-01", periodicity="monthly", start=None)) == ("due", "")
    assert told(at("2026-05-01", periodicity="monthly", start=None)) == ("ended", "")


def test_nobody_is_late_on_a_draft():
    assert told(at("2026-04-01", periodicity="monthly", binding=False)) == ("due", "2026-02-26")


def test_a_calendar_without_next_year_ends_nothing():
    far = dt.date(9999, 12, 31)
    assert told(at("2026-04-01", periodicity="yearly", start=far, end=None)) == ("due", "")
    found = standing(Duty(periodicity="monthly", first_due=far), last_done=far, today=START)
    assert told(found) == ("done", "")


@pytest.mark.parametrize(
    ("state", "due", "soon"),
    [
        (STATES.DUE, "2026-03-03", True),
        (STATES.DUE, "2026-02-01", True),
        (STATES.DUE, "2026-03-04", False),
        (STATES.DUE, "", False),
        (STATES.DONE, "2026-02-02", False),
        (STATES.LATE, "2026-01-31", False),
    ],
)
def test_soon_is_within_thirty_days_and_still_to_do(state, due, soon):
    assert Standing(state, day(due)).is_soon(dt.date(2026, 2, 1)) is soon


def test_every_state_is_told_in_words():
    assert [state.label for state in STATES] == [
        "en retard",
        "à faire",
        "fait",
        "en permanence",
        "terminé",
    ]


@st.composite
def duties(draw):
    start = draw(st.none() | DAYS)
    end = draw(st.none() | st.dates(start or dt.date(2020, 1, 1), dt.date(2035, 12, 31)))
    first = draw(DAYS if start is None else st.none() | DAYS)
    return Duty(
        periodicity=draw(st.sampled_from(PERIODICITIES)), start=start, end=end, first_due=first
    )


@given(duties(), st.none() | DAYS, DAYS)
def test_a_period_is_covered_by_what_was_done_in_it_and_by_nothing_else(duty, last_done, today):
    """The same answer, found by walking through every day due."""
    days = [found for found in islice(due_days(duty), 1000) if found <= dt.date(2040, 1, 1)]
    over = duty.end is not None and today > duty.end
    rank = 0 if last_done is None else bisect_left(days, last_done) + 1
    found = standing(duty, last_done=last_done, today=today)
    if rank >= len(days):
        assert found.due_on is None
        assert found.state is (STATES.DONE if rank and not over else STATES.ENDED)
        return
    assert found.due_on == days[rank]
    if days[rank] < today:
        assert found.state is STATES.LATE
    elif rank and days[rank - 1] >= today:
        assert found.state is STATES.DONE
    else:
        assert found.state is STATES.DUE


@given(duties(), DAYS)
def test_doing_what_is_due_today_puts_it_off(duty, today):
    before = standing(duty, last_done=None, today=today)
    after = standing(duty, last_done=today, today=today)
    assert after.state is not STATES.LATE
    if before.due_on and after.due_on:
        assert after.due_on > max(before.due_on, today)


@given(duties())
def test_days_due_are_within_the_convention_and_in_order(duty):
    days = list(islice(due_days(duty), 60))
    assert days == sorted(set(days))
    assert duty.end is None or all(found <= duty.end for found in days)
