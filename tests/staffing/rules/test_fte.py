"""Levels of posts over time: authorised, open, filled, vacant."""

import datetime as dt
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.rules.fte import (
    HeldLine,
    Level,
    State,
    TargetLine,
    level_on,
    levels,
    total,
    vacant_since,
)

D = Decimal
WHOLE = D(100)
DAY = dt.timedelta(days=1)
ORIGIN = dt.date(2024, 2, 20)


def target(start, fte, state=State.OPEN, *, post=1, key="GP", percent=WHOLE):
    return TargetLine(key, post, start, D(fte), state, percent)


def held(start, end, fte, *, person=1, post=1, key="GP", percent=WHOLE):
    return HeldLine(key, post, person, start, end, D(fte), percent)


def test_three_doctors_may_fill_half_a_post():
    found = levels(
        [target(ORIGIN, "4.5")],
        [held(ORIGIN, None, fte, person=n) for n, fte in enumerate(["0.2", "0.2", "0.1"])],
    )["GP"]
    today = level_on(found, dt.date(2025, 9, 1))
    assert (today.authorised, today.filled, today.vacant, today.heads) == (
        D("4.5"),
        D("0.5"),
        D("4.0"),
        3,
    )


def test_a_deferred_post_is_authorised_and_not_vacant():
    found = levels(
        [target(ORIGIN, "0.5"), target(ORIGIN, "0.5", State.DEFERRED, post=2)],
        [held(ORIGIN, None, "0.5")],
    )["GP"][-1]
    assert (found.authorised, found.open, found.deferred, found.vacant) == (
        D(1),
        D("0.5"),
        D("0.5"),
        D(0),
    )


def test_the_last_day_still_counts_and_the_next_one_does_not():
    end = dt.date(2025, 1, 31)
    found = levels([target(ORIGIN, 1)], [held(ORIGIN, end, 1)])["GP"]
    assert level_on(found, end).filled == 1
    assert level_on(found, end + DAY).filled == 0
    assert level_on(found, end + DAY).vacant == 1


def test_nothing_holds_before_the_first_line():
    assert level_on(levels([target(ORIGIN, 1)], [])["GP"], ORIGIN - DAY) == Level(ORIGIN - DAY)


def test_two_people_on_one_post_do_not_hide_the_vacancy_of_another():
    found = levels(
        [target(ORIGIN, 1), target(ORIGIN, 1, post=2)],
        [held(ORIGIN, None, 1, person=1), held(ORIGIN, None, 1, person=2)],
    )["GP"][-1]
    assert (found.filled, found.vacant, found.heads) == (D(2), D(1), 2)


def test_whoever_holds_two_posts_is_one_head_as_long_as_one_lasts():
    middle = ORIGIN + 30 * DAY
    found = levels([], [held(ORIGIN, middle, "0.5"), held(middle, None, "0.5", post=2)])["GP"]
    assert {level.heads for level in found} == {1}


def test_a_shared_post_is_split_to_the_hundredth_of_a_per_cent():
    found = levels(
        [target(ORIGIN, 1, key=site, percent=part) for site, part in (("A", D("33.33")),)], []
    )
    assert found["A"][-1].authorised == D("0.3333")


def test_a_person_until_the_end_of_time_is_told_as_one_without_end():
    assert (
        levels([], [held(ORIGIN, dt.date.max, 1)])["GP"]
        == levels([], [held(ORIGIN, None, 1)])["GP"]
    )


DAYS = st.integers(0, 60).map(lambda n: ORIGIN + n * DAY)
FTE = st.integers(1, 2000).map(lambda n: D(n) / 1000)
TARGETS = st.lists(
    st.tuples(DAYS, FTE, st.sampled_from(list(State)), st.integers(1, 3)), max_size=8
)
HELD = st.lists(
    st.tuples(DAYS, st.none() | st.integers(0, 30), FTE, st.integers(1, 4), st.integers(1, 3)),
    max_size=10,
)


def by_the_day(targets, holders, day):
    """Count one day without any sweep."""
    found = dict.fromkeys(("voted", "open", "deferred", "frozen", "filled", "vacant"), D(0))
    for post in {line.post for line in [*targets, *holders]}:
        filled = sum(
            (
                line.fte
                for line in holders
                if line.post == post and line.start <= day and (line.end is None or day <= line.end)
            ),
            D(0),
        )
        started = [line for line in targets if line.post == post and line.start <= day]
        last = max(started, key=lambda line: line.start, default=None)
        is_open = D(0)
        if last is not None and last.state != State.CLOSED:
            found[last.state.value] += last.fte
            is_open = last.fte if last.state == State.OPEN else D(0)
        found["filled"] += filled
        found["vacant"] += max(is_open - filled, D(0))
    present = {
        line.person
        for line in holders
        if line.start <= day and (line.end is None or day <= line.end)
    }
    authorised = found["voted"] + found["open"] + found["deferred"] + found["frozen"]
    return {**found, "authorised": authorised, "heads": len(present)}


@settings(max_examples=150, deadline=None)
@given(TARGETS, HELD)
def test_every_day_is_what_a_count_of_that_day_gives(drawn_targets, drawn_held):
    unique = {(post, start): (start, fte, state, post) for start, fte, state, post in drawn_targets}
    targets = [target(start, fte, state, post=post) for start, fte, state, post in unique.values()]
    holders = [
        held(start, None if length is None else start + length * DAY, fte, person=who, post=post)
        for start, length, fte, who, post in drawn_held
    ]
    found = levels(targets, holders).get("GP", [])
    for n in range(-1, 95):
        day = ORIGIN + n * DAY
        level = level_on(found, day)
        expected = by_the_day(targets, holders, day)
        assert {name: getattr(level, name) for name in expected} == expected, day


@settings(max_examples=60, deadline=None)
@given(TARGETS, HELD)
def test_a_total_is_the_sum_of_its_groups_on_every_day(drawn_targets, drawn_held):
    unique = {(post, start): (start, fte, state, post) for start, fte, state, post in drawn_targets}
    groups = levels(
        [target(s, f, state, post=p, key=p % 2) for s, f, state, p in unique.values()],
        [held(s, None, f, person=who, post=p, key=p % 2) for s, _, f, who, p in drawn_held],
    )
    together = total(groups.values())
    for n in range(-1, 62):
        day = ORIGIN + n * DAY
        parts = [level_on(part, day) for part in groups.values()]
        for name in ("authorised", "open", "filled", "vacant", "heads"):
            assert getattr(level_on(together, day), name) == sum(getattr(p, name) for p in parts)


def test_a_vacancy_lasts_since_the_day_it_last_began():
    filled_again, gone = ORIGIN + 100 * DAY, ORIGIN + 200 * DAY
    found = levels([target(ORIGIN, 1)], [held(filled_again, gone - DAY, 1)])["GP"]
    assert vacant_since(found, ORIGIN - DAY) is None
    assert vacant_since(found, ORIGIN) == ORIGIN
    assert vacant_since(found, filled_again - DAY) == ORIGIN
    assert vacant_since(found, filled_again) is None
    assert vacant_since(found, gone + 30 * DAY) == gone


def test_a_vacancy_that_grows_is_dated_from_its_beginning_and_from_its_size():
    leaves = ORIGIN + 50 * DAY
    found = levels([target(ORIGIN, 4)], [held(ORIGIN, leaves - DAY, 3)])["GP"]
    today = leaves + 10 * DAY
    assert vacant_since(found, today) == ORIGIN
    assert vacant_since(found, today, at_least=D(4)) == leaves
    assert vacant_since(found, today, at_least=D(5)) is None


def test_whoever_belongs_to_two_groups_is_one_head_of_the_total():
    lines = [
        held(ORIGIN, ORIGIN + 9 * DAY, "0.5", key="GP"),
        held(ORIGIN + 5 * DAY, None, "0.5", post=2, key="midwife"),
        held(ORIGIN + 5 * DAY, None, "0.5", person=2, post=2, key="midwife"),
    ]
    groups = levels([], lines).values()
    heads = [level_on(total(groups, people=lines), ORIGIN + n * DAY).heads for n in (0, 5, 9, 10)]
    assert heads == [1, 2, 2, 2]
    assert level_on(total(groups), ORIGIN + 5 * DAY).heads == 3
    filled = [level_on(total(groups, people=lines), ORIGIN + n * DAY).filled for n in (0, 5, 10)]
    assert filled == [D("0.5"), D("1.5"), D(1)]


@settings(max_examples=60, deadline=None)
@given(HELD, st.integers(0, 95).map(lambda n: ORIGIN + n * DAY))
def test_the_vacancy_of_a_day_has_lasted_since_its_first_day(drawn_held, day):
    holders = [
        held(start, None if length is None else start + length * DAY, fte, person=who, post=post)
        for start, length, fte, who, post in drawn_held
    ]
    found = levels([target(ORIGIN, 1, post=post) for post in (1, 2, 3)], holders)["GP"]
    since = vacant_since(found, day)
    vacant = [
        bool(level_on(found, ORIGIN + n * DAY).vacant) for n in range((day - ORIGIN).days + 1)
    ]
    if since is None:
        assert not vacant[-1]
    else:
        first = (since - ORIGIN).days
        assert all(vacant[first:])
        assert first == 0 or not vacant[first - 1]
