"""What a session of unscheduled care may count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.rules.session_counts import (
    EXPLANATIONS,
    LABELS,
    Category,
    Counted,
    Homes,
    faults,
    homes,
    residents,
)

TERRITORY = frozenset({"62620", "62713"})
LILLERS, NORRENT, ELSEWHERE = "62516", "62620", "62480"


def names(typed, territory=TERRITORY):
    """Return the inputs that are wrong."""
    return [name for name, _ in faults(typed, territory)]


def test_a_session_may_count_nobody():
    assert faults(Counted(done=0), TERRITORY) == []


def test_one_person_may_be_of_every_category():
    typed = Counted(done=4, without_gp=4, gp_beyond_48h=4, gp_away=4, resident=4)
    assert faults(typed, TERRITORY) == []


@pytest.mark.parametrize("category", Category)
def test_a_category_never_passes_the_consultations(category):
    [(name, reason)] = faults(Counted(done=1, **{category.value: 2}), TERRITORY)
    assert name == category.value
    assert "1\u00a0consultation." in reason


@pytest.mark.parametrize("field", ["done", "no_show", "without_gp"])
@pytest.mark.parametrize("number", [-1, 1000])
def test_a_number_that_no_session_has_is_refused(field, number):
    assert field in names(Counted(**{"done": 999, field: number}))


def test_communes_count_no_more_than_the_session():
    typed = Counted(done=5, communes={NORRENT: 3, LILLERS: 3})
    assert names(typed) == ["communes"]
    assert "6\u00a0consultations" in faults(typed, TERRITORY)[0][1]
    assert faults(Counted(done=6, communes={NORRENT: 3, LILLERS: 3}), TERRITORY) == []


def test_a_line_of_commune_without_anybody_is_refused():
    assert names(Counted(done=5, communes={NORRENT: 0})) == ["communes"]


def test_residents_come_from_the_communes_unless_they_are_typed():
    typed = Counted(done=9, communes={NORRENT: 3, LILLERS: 2})
    assert residents(typed, TERRITORY) == 3
    assert residents(Counted(done=9, resident=7, communes={NORRENT: 3}), TERRITORY) == 7
    assert residents(typed, None) == 0


@pytest.mark.parametrize(("resident", "is_right"), [(2, False), (3, True), (7, True), (8, False)])
def test_residents_agree_with_the_communes(resident, is_right):
    typed = Counted(done=9, resident=resident, communes={NORRENT: 3, LILLERS: 2})
    assert (names(typed) == []) is is_right
    assert names(typed, None) == []


def test_where_people_came_from_is_known_only_with_a_territory():
    communes = {NORRENT: 3, ELSEWHERE: 2}
    assert homes(9, communes, TERRITORY) == Homes(inside=3, outside=2, unknown=4)
    assert homes(9, communes, None) == Homes(inside=0, outside=0, unknown=9)


@given(
    st.dictionaries(st.sampled_from([LILLERS, NORRENT, ELSEWHERE]), st.integers(1, 50)),
    st.integers(0, 50),
)
def test_homes_share_all_the_consultations(communes, more):
    done = sum(communes.values()) + more
    found = homes(done, communes, TERRITORY)
    assert found.inside + found.outside + found.unknown == done
    assert faults(Counted(done=done, resident=found.inside, communes=communes), TERRITORY) == []


def test_every_category_says_who_it_is():
    assert set(LABELS) == set(EXPLANATIONS) == set(Category)
