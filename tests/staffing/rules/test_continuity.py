"""Days without anybody: the only doctor away, nobody assigned, a weekend between."""

import datetime as dt
import itertools

from hypothesis import given
from hypothesis import strategies as st

from staffing.rules.continuity import Days, Why, empty_runs

DAY = dt.timedelta(days=1)
ORIGIN = dt.date(2025, 8, 4)  # a Monday


def day(month, number):
    return dt.date(2025, month, number)


def weekdays(first, last):
    days = (first + DAY * offset for offset in range((last - first).days + 1))
    return [one for one in days if one.weekday() < 5]


AUGUST = weekdays(day(8, 1), day(8, 31))
ALWAYS = Days(1, dt.date(2024, 6, 3), None)


def told(runs):
    return [(run.first, run.last, len(run.days), run.why) for run in runs]


def test_when_the_only_doctor_is_away_nobody_answers():
    runs = empty_runs(AUGUST, [ALWAYS], [Days(1, day(8, 4), day(8, 15))])
    assert told(runs) == [(day(8, 4), day(8, 15), 10, Why.ABSENT)]


def test_another_doctor_who_stays_covers():
    absences = [Days(1, day(8, 4), day(8, 15)), Days(2, day(8, 14), day(8, 20))]
    runs = empty_runs(AUGUST, [ALWAYS, Days(2, day(1, 1), None)], absences)
    assert told(runs) == [(day(8, 14), day(8, 15), 2, Why.ABSENT)]


def test_a_departure_leaves_every_following_day_empty():
    runs = empty_runs(AUGUST, [Days(1, day(1, 1), day(8, 20))], [])
    assert told(runs) == [(day(8, 21), day(8, 29), 7, Why.UNASSIGNED)]


def test_an_absence_until_the_departure_makes_two_runs():
    presence = Days(1, day(1, 1), day(8, 8))
    runs = empty_runs(AUGUST, [presence], [Days(1, day(8, 6), day(8, 31))])
    assert [run.why for run in runs] == [Why.ABSENT, Why.UNASSIGNED]
    assert [len(run.days) for run in runs] == [3, 15]


def test_nothing_open_is_nothing_missed():
    assert empty_runs([], [], []) == []
    assert empty_runs(AUGUST, [ALWAYS], []) == []


offsets = st.integers(0, 40)
periods = st.lists(
    st.tuples(st.integers(1, 3), offsets, st.one_of(st.none(), st.integers(0, 20))), max_size=6
)


@given(periods, periods)
def test_the_runs_hold_the_days_that_a_day_by_day_look_finds(presences, absences):
    there = [_days(one) for one in presences]
    away = [_days(one) for one in absences]
    open_days = weekdays(ORIGIN, ORIGIN + DAY * 60)

    def covers(one, when):
        return one.start <= when and (one.end is None or when <= one.end)

    expected = {}
    for when in open_days:
        assigned = {one.person for one in there if covers(one, when)}
        absent = {one.person for one in away if covers(one, when)}
        if not assigned - absent:
            expected[when] = Why.ABSENT if assigned else Why.UNASSIGNED
    found = empty_runs(open_days, there, away)
    assert {when: run.why for run in found for when in run.days} == expected
    for one, other in itertools.pairwise(found):
        apart = open_days.index(other.first) - open_days.index(one.last)
        assert apart > 1 or one.why != other.why


def _days(values):
    person, at, length = values
    start = ORIGIN + DAY * at
    return Days(person, start, None if length is None else start + DAY * length)
