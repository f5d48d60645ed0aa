"""What rests on one person: one doctor of two posts, a deferred post, somebody about to leave."""

import datetime as dt
from decimal import Decimal

from staffing.rules.fragility import Gravity, by_person, dependences, last_day, weaknesses
from staffing.rules.fte import HeldLine, State, TargetLine

D = Decimal
GP, NURSE = 1, 2
CENTRE, ANTENNA = 10, 20
TODAY = dt.date(2025, 9, 1)
START = dt.date(2024, 6, 3)


def target(profession, site, fte, state=State.OPEN, *, post=1, start=START):
    return TargetLine((profession, site), post, start, D(fte), state)


def held(profession, site, person, fte, *, start=START, end=None, post=1):
    return HeldLine((profession, site), post, person, start, end, D(fte))


def found(targets, lines, sites=(CENTRE, ANTENNA)):
    return [
        (one.gravity, one.profession, one.site)
        for one in weaknesses(targets, lines, TODAY, open_sites=sites)
    ]


def test_one_doctor_of_two_posts_holds_everything():
    lines = [held(GP, CENTRE, 1, 1)]
    targets = [target(GP, CENTRE, 1), target(GP, CENTRE, 1, post=2)]
    assert found(targets, lines) == [(Gravity.SOLE, GP, CENTRE)]
    (one,) = dependences(lines, TODAY)
    assert (one.heads, one.share) == (1, 1)


def test_a_profession_that_nobody_holds_comes_first():
    targets = [target(NURSE, CENTRE, 1, post=2), target(GP, CENTRE, 1)]
    told = weaknesses(targets, [held(GP, CENTRE, 1, 1)], TODAY, open_sites=[CENTRE])
    assert [(one.gravity, one.profession, one.open) for one in told] == [
        (Gravity.NOBODY, NURSE, D(1)),
        (Gravity.SOLE, GP, D(0)),
    ]


def test_what_is_deferred_is_no_weakness():
    for state in (State.DEFERRED, State.FROZEN, State.VOTED):
        assert found([target(NURSE, CENTRE, 1, state)], []) == []
    closed = [target(NURSE, CENTRE, 1), target(NURSE, CENTRE, 0, State.CLOSED, start=TODAY)]
    assert found(closed, []) == []


def test_an_antenna_that_lost_its_only_doctor_has_nobody():
    lines = [
        held(GP, ANTENNA, 1, "0.5", end=dt.date(2025, 1, 31)),
        held(GP, CENTRE, 2, "0.5"),
        held(GP, CENTRE, 3, "0.5"),
    ]
    assert found([target(GP, None, "4.5")], lines) == [(Gravity.NOBODY_ON_SITE, GP, ANTENNA)]
    assert found([target(GP, None, "4.5")], lines, sites=[CENTRE]) == []


def test_the_only_one_who_is_to_leave_weighs_more():
    lines = [held(GP, CENTRE, 1, 1, end=dt.date(2026, 8, 31))]
    (one,) = weaknesses([target(GP, CENTRE, 2)], lines, TODAY, open_sites=[CENTRE])
    assert (one.gravity, one.until, one.relieved) == (
        Gravity.SOLE_LEAVING,
        dt.date(2026, 8, 31),
        0,
    )
    lines.append(held(GP, CENTRE, 2, "0.4", start=dt.date(2026, 9, 1)))
    (one,) = weaknesses([target(GP, CENTRE, 2)], lines, TODAY, open_sites=[CENTRE])
    assert one.relieved == D("0.4")


def test_a_departure_farther_than_twelve_months_is_not_told():
    lines = [held(GP, CENTRE, 1, 1, end=dt.date(2026, 9, 2))]
    assert found([target(GP, CENTRE, 1)], lines) == [(Gravity.SOLE, GP, CENTRE)]


def test_a_renewed_contract_is_no_departure():
    lines = [
        held(GP, CENTRE, 1, 1, end=dt.date(2025, 12, 31)),
        held(GP, CENTRE, 1, 1, start=dt.date(2026, 1, 1)),
    ]
    assert last_day(lines, 1, GP, TODAY) is None
    assert found([target(GP, CENTRE, 1)], lines) == [(Gravity.SOLE, GP, CENTRE)]


def test_whoever_holds_more_than_half_is_told_when_others_are_there():
    lines = [held(GP, CENTRE, 1, "0.6"), held(GP, CENTRE, 2, "0.5")]
    assert found([], lines) == [(Gravity.MOSTLY_ONE, GP, None)]
    assert found([], [held(GP, CENTRE, 1, "0.5"), held(GP, CENTRE, 2, "0.5")]) == []


def test_a_departure_among_several_is_told_once():
    lines = [held(GP, CENTRE, n, "0.2") for n in (1, 2)]
    lines.append(held(GP, CENTRE, 3, "0.2", end=dt.date(2025, 12, 31)))
    (one,) = weaknesses([], lines, TODAY, open_sites=[CENTRE])
    assert (one.gravity, one.person, one.fte, one.filled) == (
        Gravity.LEAVING,
        3,
        D("0.2"),
        D("0.6"),
    )


def test_whoever_belongs_to_the_whole_centre_is_looked_at_by_profession():
    assert found([], [held(NURSE, None, 1, 1)]) == [(Gravity.SOLE, NURSE, None)]
    several = [held(NURSE, None, 1, 1), held(NURSE, CENTRE, 2, 1)]
    assert found([], several) == [(Gravity.SOLE, NURSE, CENTRE)]


def test_one_person_of_one_profession_makes_one_line_and_care_comes_first():
    third = 30
    manager, doctor = 1, 2
    lines = [held(NURSE, site, manager, "0.3") for site in (CENTRE, ANTENNA, third)]
    lines += [held(GP, CENTRE, doctor, "0.1"), held(GP, CENTRE, 3, "0.3")]
    lines.append(held(GP, ANTENNA, doctor, "0.2"))
    weak = weaknesses([], lines, TODAY, open_sites=[CENTRE, ANTENNA, third])
    own = by_person(weak, care=[GP])
    assert [(one[0].profession, one[0].person, len(one)) for one in own] == [
        (GP, doctor, 1),
        (NURSE, manager, 3),
    ]
    assert (own[0][0].left, own[1][0].left) == (D("0.3"), 0)
    assert [one[0].profession for one in by_person(weak, care=[NURSE])] == [NURSE, GP]


def test_among_equals_the_profession_left_with_least_comes_first():
    other = 3
    lines = [held(GP, CENTRE, 1, 1), held(GP, ANTENNA, 2, 1)]
    lines += [held(other, CENTRE, 4, "0.5"), held(other, ANTENNA, 5, "0.2")]
    own = by_person(weaknesses([], lines, TODAY, open_sites=[CENTRE, ANTENNA]), [GP, other])
    assert [one[0].person for one in own] == [4, 5, 1, 2]
    assert [one[0].left for one in own] == [D("0.2"), D("0.5"), 1, 1]


def test_two_sites_that_nobody_holds_stay_two_lines():
    lines = [held(GP, None, 1, 1), held(GP, None, 2, 1)]
    targets = [target(GP, site, 1, post=site) for site in (CENTRE, ANTENNA)]
    weak = weaknesses(targets, lines, TODAY, open_sites=[CENTRE, ANTENNA])
    assert [len(one) for one in by_person(weak, [GP])] == [1, 1]
