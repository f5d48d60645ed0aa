"""What nobody holds of a post, site by site."""

import datetime as dt
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.rules.free_parts import follow_people
from staffing.rules.fte import HeldLine, State, TargetLine, level_on, levels

D = Decimal
DAY = dt.timedelta(days=1)
START = dt.date(2024, 6, 3)
FREE = "centre"


def told(targets, held, day):
    found = levels(follow_people(targets, held, FREE), held)
    return {
        key: (level.open, level.filled, level.vacant)
        for key, part in found.items()
        for level in [level_on(part, day)]
        if level != type(level)(level.start)
    }


def test_whoever_works_on_two_sites_leaves_no_vacancy_at_the_centre():
    held = [
        HeldLine("Labourse", 1, 7, START, None, D("0.6")),
        HeldLine("Norrent-Fontes", 1, 7, START, None, D("0.4")),
    ]
    assert told([TargetLine(FREE, 1, START, D(1), State.OPEN)], held, START) == {
        "Labourse": (D("0.6"), D("0.6"), 0),
        "Norrent-Fontes": (D("0.4"), D("0.4"), 0),
    }


def test_what_is_left_is_vacant_at_the_centre_once_somebody_leaves():
    held = [HeldLine("Labourse", 1, 7, START, START + 30 * DAY, D("0.6"))]
    targets = [TargetLine(FREE, 1, START, D(1), State.OPEN)]
    assert told(targets, held, START)[FREE] == (D("0.4"), 0, D("0.4"))
    assert told(targets, held, START + 31 * DAY) == {FREE: (D(1), 0, D(1))}


def test_a_site_keeps_the_share_that_it_was_promised():
    targets = [
        TargetLine("Robecq", 1, START, D(1), State.OPEN, D(60)),
        TargetLine(FREE, 1, START, D(1), State.OPEN, D(40)),
    ]
    held = [HeldLine("Labourse", 1, 7, START, None, D("0.5"))]
    assert told(targets, held, START) == {
        "Robecq": (D("0.6"), 0, D("0.6")),
        "Labourse": (D("0.4"), D("0.5"), 0),
    }


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["A", "B", FREE]),
            st.integers(0, 20),
            st.none() | st.integers(0, 15),
            st.integers(1, 1000),
        ),
        max_size=6,
    ),
    st.lists(
        st.tuples(st.integers(0, 20), st.integers(1, 3000), st.sampled_from(list(State))),
        min_size=1,
        max_size=3,
        unique_by=lambda drawn: drawn[0],
    ),
)
def test_sums_over_all_sites_do_not_change_on_any_day(drawn_held, drawn_targets):
    held = [
        HeldLine(
            key,
            1,
            rank,
            START + start * DAY,
            None if length is None else START + (start + length) * DAY,
            D(fte) / 1000,
        )
        for rank, (key, start, length, fte) in enumerate(drawn_held)
    ]
    targets = [
        TargetLine(key, 1, START + start * DAY, D(fte) / 1000, state, percent)
        for start, fte, state in drawn_targets
        for key, percent in (("A", D("33.33")), (FREE, D("66.67")))
    ]
    before = levels(targets, held)
    after = levels(follow_people(targets, held, FREE), held)
    for n in range(40):
        day = START + n * DAY
        for name in ("authorised", "open", "deferred", "frozen", "voted", "filled"):
            assert sum(getattr(level_on(part, day), name) for part in after.values()) == sum(
                getattr(level_on(part, day), name) for part in before.values()
            )
