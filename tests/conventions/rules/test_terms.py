"""Notices, periods and renewals: what one may still do, until which day, with which effect."""

import datetime as dt
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.endings import ONE_DAY, Course, Moved, real_end
from conventions.rules.terms import (
    Delay,
    Term,
    denunciation_deadline,
    denunciation_effect,
    is_renewed_after,
    last_useful_day,
    notice_effect,
    renewal_deadline,
    term_on,
    terms,
)
from csipa.french.dates import count_days_inclusive

START, END = dt.date(2026, 1, 26), dt.date(2026, 4, 28)
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31))
DELAYS = st.builds(Delay, st.integers(0, 400), st.just("days")) | st.builds(
    Delay, st.integers(0, 36), st.just("months")
)
YEARLY = Course(start=dt.date(2024, 1, 1), end=dt.date(2024, 12, 31), tacit=True, tacit_times=2)
ENDLESS = Course(start=dt.date(2024, 1, 1), end=dt.date(2024, 12, 31), tacit=True)


def day(text):
    return dt.date.fromisoformat(text)


def test_the_permanence_lasts_93_days():
    assert count_days_inclusive(START, END) == 93


def test_fifteen_days_before_28_april_is_13_april():
    assert last_useful_day(END, Delay(15, "days")) == day("2026-04-13")


def test_a_notice_of_fifteen_days_given_on_10_april_ends_on_25_april():
    assert notice_effect(day("2026-04-10"), Delay(15, "days")) == day("2026-04-25")


@pytest.mark.parametrize(
    ("end", "months", "expected"),
    [
        ("2026-04-28", 1, "2026-03-28"),
        ("2026-12-31", 3, "2026-09-30"),
        ("2026-03-31", 1, "2026-02-28"),
        ("2028-03-31", 1, "2028-02-29"),
        ("2026-01-15", 2, "2025-11-15"),
        # From 28 to 31 January, a delay of one month ends on the last day of February.
        ("2026-02-28", 1, "2026-01-31"),
        ("2028-02-29", 1, "2028-01-31"),
        ("2026-04-30", 6, "2025-10-31"),
    ],
)
def test_months_are_counted_to_the_same_day_or_to_the_end_of_a_shorter_month(end, months, expected):
    assert last_useful_day(day(end), Delay(months, "months")).isoformat() == expected


@given(end=DAYS, delay=DELAYS)
def test_a_notice_on_the_last_useful_day_takes_effect_by_the_end_and_one_day_later_after_it(
    end, delay
):
    last = last_useful_day(end, delay)
    assert notice_effect(last, delay) <= end
    assert notice_effect(last + ONE_DAY, delay) > end


@given(given=DAYS, delay=DELAYS)
def test_a_notice_is_never_later_than_the_last_useful_day_of_its_effect(given, delay):
    assert last_useful_day(notice_effect(given, delay), delay) >= given


def test_a_notice_that_the_calendar_cannot_hold_ends_with_it():
    assert notice_effect(dt.date.max, Delay(15, "days")) == dt.date.max
    assert notice_effect(START, Delay(32767, "months")) > START
    assert last_useful_day(START, Delay(32767, "months")) == dt.date.min
    assert last_useful_day(dt.date.min, Delay(1, "days")) == dt.date.min


def test_a_convention_without_renewal_has_one_period():
    assert list(terms(Course(start=START, end=END))) == [Term(0, START, END)]


def test_a_convention_without_an_end_has_no_period():
    assert list(terms(Course(start=START))) == []
    assert term_on(Course(start=START), END) is None
    assert denunciation_effect(Course(start=START, tacit=True), None, given=END) is None


def test_tacit_periods_follow_one_another_up_to_the_real_end():
    found = list(terms(YEARLY))
    assert [term.end.year for term in found] == [2024, 2025, 2026]
    assert found[-1].end == real_end(YEARLY)[0]
    assert [is_renewed_after(YEARLY, term) for term in found] == [True, True, False]


def test_tacit_periods_without_a_limit_never_stop():
    found = list(islice(terms(ENDLESS), 40))
    assert found[-1] == Term(39, dt.date(2063, 1, 1), dt.date(2063, 12, 31))
    assert is_renewed_after(ENDLESS, found[-1])


def test_tacit_periods_stop_with_the_calendar():
    course = Course(end=dt.date(9998, 12, 31), tacit=True)
    assert [term.end.year for term in terms(course)] == [9998, 9999]


def test_tacit_periods_begin_after_the_end_that_was_last_agreed():
    longer = Moved(until=dt.date(2025, 6, 30), cause="amendment")
    found = list(
        terms(Course(end=dt.date(2024, 12, 31), tacit=True, tacit_times=1, moved=[longer]))
    )
    assert [term.end for term in found] == [dt.date(2025, 6, 30), dt.date(2026, 6, 30)]


@given(
    start=DAYS,
    length=st.integers(0, 2000),
    times=st.integers(0, 12),
    years=st.integers(1, 5),
)
def test_periods_leave_no_day_between_them(start, length, times, years):
    course = Course(
        start=start,
        end=start + dt.timedelta(days=length),
        tacit=True,
        tacit_times=times,
        tacit_years=years,
    )
    found = list(terms(course))
    assert len(found) == times + 1
    assert found[-1].end == real_end(course)[0]
    for before, after in pairwise(found):
        assert after.start == before.end + ONE_DAY
        assert after.end > before.end


@pytest.mark.parametrize(
    ("on", "year"),
    [
        ("2023-05-01", 2024),
        ("2024-12-31", 2024),
        ("2025-01-01", 2025),
        ("2026-12-31", 2026),
        ("2030-01-01", 2026),
    ],
    ids=["before it begins", "last day", "first day", "last day of all", "after its end"],
)
def test_the_period_that_runs(on, year):
    assert term_on(YEARLY, day(on)).end.year == year


def test_a_tacit_renewal_is_denounced_until_the_delay_of_the_period():
    term = term_on(ENDLESS, day("2025-03-01"))
    assert denunciation_deadline(term, Delay(2, "months")) == day("2025-10-31")
    assert denunciation_deadline(term, None) == day("2025-12-31")


@pytest.mark.parametrize(
    ("given_on", "end"),
    [
        ("2025-10-31", "2025-12-31"),
        ("2025-11-01", "2026-12-31"),
        ("2023-06-01", "2024-12-31"),
    ],
    ids=["in time", "one day late", "before it begins"],
)
def test_a_denunciation_that_comes_late_ends_the_next_period(given_on, end):
    effect = denunciation_effect(ENDLESS, Delay(2, "months"), given=day(given_on))
    assert effect == day(end)


def test_the_last_period_ends_by_itself_however_late_it_is_denounced():
    effect = denunciation_effect(YEARLY, Delay(2, "months"), given=day("2026-12-15"))
    assert effect == day("2026-12-31")


def test_a_delay_longer_than_a_period_carries_over_several():
    effect = denunciation_effect(ENDLESS, Delay(18, "months"), given=day("2024-11-15"))
    assert effect == day("2026-12-31")


@given(given_on=DAYS, delay=st.none() | DELAYS)
def test_a_denunciation_never_takes_effect_before_it_is_given(given_on, delay):
    effect = denunciation_effect(ENDLESS, delay, given=given_on)
    assert effect >= given_on
    assert given_on <= denunciation_deadline(Term(0, None, effect), delay)


def test_an_express_renewal_is_decided_before_the_deadline_or_before_the_end():
    assert renewal_deadline(END, Delay(1, "months")) == day("2026-03-28")
    assert renewal_deadline(END, None) == END
