"""How long posts wait: first in, first out, and the same total as the table of posts."""

import datetime as dt
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.rules.fte import HeldLine, State, TargetLine, level_on, levels
from staffing.rules.vacancies import gaps, mean_days

D = Decimal
ORIGIN = dt.date(2024, 6, 3)
DAY = dt.timedelta(days=1)


def target(start, fte, state=State.OPEN, *, post=1):
    return TargetLine("GP", post, start, D(fte), state)


def held(start, end, fte, *, person=1, post=1):
    return HeldLine("GP", post, person, start, end, D(fte))


def test_the_first_doctor_came_after_a_year_of_search():
    found = gaps([target(dt.date(2019, 10, 1), 2)], [held(dt.date(2020, 10, 1), None, 1)])
    filled, waiting = found
    assert (filled.filled, filled.fte, filled.days(ORIGIN)) == (True, D(1), 366)
    assert (waiting.filled, waiting.until, waiting.months_class(ORIGIN)) == (False, None, 12)
    assert mean_days(found) == 366


def test_who_starts_takes_what_has_waited_longest():
    found = gaps(
        [target(ORIGIN, 1), target(dt.date(2024, 9, 1), 2)],
        [held(dt.date(2024, 10, 1), None, "1.5")],
    )
    told = [(gap.fte, gap.since, gap.filled) for gap in found]
    assert told == [
        (D(1), ORIGIN, True),
        (D("0.5"), dt.date(2024, 9, 1), True),
        (D("0.5"), dt.date(2024, 9, 1), False),
    ]
    assert mean_days(found) == (D(120) + D("0.5") * 30) / D("1.5")


def test_a_post_filled_on_the_day_it_opens_waited_no_day():
    (gap,) = gaps([target(ORIGIN, 1)], [held(ORIGIN, None, 1)])
    assert (gap.filled, gap.days(ORIGIN), mean_days([gap])) == (True, 0, 0)


def test_somebody_replaced_from_one_day_to_the_next_leaves_nothing_vacant():
    end = dt.date(2025, 1, 31)
    found = gaps([target(ORIGIN, 1)], [held(ORIGIN, end, 1), held(end + DAY, None, 1, person=2)])
    assert len(found) == 1


def test_what_is_deferred_no_longer_waits_and_was_not_filled():
    (gap,) = gaps([target(ORIGIN, 1), target(dt.date(2025, 1, 1), 1, State.DEFERRED)], [])
    assert (gap.filled, gap.until) == (False, dt.date(2025, 1, 1))
    assert gap.waits_on(dt.date(2024, 12, 31))
    assert not gap.waits_on(dt.date(2025, 1, 1))
    assert mean_days([gap]) is None


def test_classes_change_on_the_day_of_the_month():
    (gap,) = gaps([target(ORIGIN, 1)], [])
    assert gap.months_class(dt.date(2024, 9, 2)) == 0
    assert gap.months_class(dt.date(2024, 9, 3)) == 3
    assert gap.months_class(dt.date(2025, 3, 3)) == 9


day_offsets = st.integers(0, 60)
quantities = st.sampled_from([D("0.2"), D("0.5"), D(1)])


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(day_offsets, quantities, st.sampled_from(State), st.integers(1, 2)),
        unique_by=lambda line: (line[0], line[3]),
        max_size=6,
    ),
    st.lists(st.tuples(day_offsets, st.integers(0, 30), quantities, st.integers(1, 2)), max_size=6),
)
def test_what_waits_is_what_is_vacant_on_any_day(targets, assignments):
    lines = [target(ORIGIN + DAY * at, fte, state, post=post) for at, fte, state, post in targets]
    holders = [
        held(ORIGIN + DAY * at, ORIGIN + DAY * (at + length), fte, person=rank, post=post)
        for rank, (at, length, fte, post) in enumerate(assignments)
    ]
    found = gaps(lines, holders)
    table = levels(lines, holders).get("GP", [])
    for offset in range(95):
        day = ORIGIN + DAY * offset
        waiting = sum((gap.fte for gap in found if gap.waits_on(day)), D(0))
        assert waiting == level_on(table, day).vacant
