"""Stays, departures, retention, medians: the facts of the source documents, and what is odd."""

import datetime as dt
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from staffing.rules.stays import (
    Share,
    Spell,
    departures,
    in_group,
    median_completed,
    median_expected,
    stays,
    still_here,
)

GP = "médecin"
D = dt.date
TODAY = D(2025, 9, 1)


def spell(person, start, end=None, *, groups=(GP,), departure=True, voluntary=False):
    return Spell(person, start, end, frozenset(groups), departure, voluntary)


# Six doctors came with the opening; three left after a few months.
SIX_THEN_THREE = [
    spell(1, D(2024, 6, 3)),
    spell(2, D(2024, 6, 3)),
    spell(3, D(2024, 6, 3)),
    spell(4, D(2024, 6, 3), D(2024, 10, 31), voluntary=True),
    spell(5, D(2024, 6, 3), D(2024, 12, 31), voluntary=True),
    spell(6, D(2024, 6, 3), D(2025, 1, 31)),
]


def test_six_doctors_came_and_three_left_after_a_few_months():
    found = stays(SIX_THEN_THREE)
    left = departures(found, D(2024, 6, 3), TODAY)
    assert [stay.person for stay in left] == [4, 5, 6]
    assert sum(stay.voluntary for stay in left) == 2
    assert still_here(found, 3, TODAY) == Share(6, 6)
    assert still_here(found, 6, TODAY) == Share(5, 6)
    assert still_here(found, 12, TODAY) == Share(3, 6)


def test_in_a_group_somebody_is_new_on_the_first_day_there():
    midwife = "sage-femme"
    found = stays(
        [
            spell(1, D(2024, 6, 3)),
            spell(1, D(2025, 7, 1), D(2025, 7, 31), groups=(midwife,)),
            spell(1, D(2025, 8, 1), groups=(midwife,)),
            spell(2, D(2024, 6, 3), groups=(midwife,)),
        ]
    )
    assert [stay.start for stay in in_group(found, midwife)] == [D(2025, 7, 1), D(2024, 6, 3)]
    assert still_here(in_group(found, midwife), 6, TODAY) == Share(1, 1)
    assert still_here(in_group(found, GP), 6, TODAY) == Share(1, 1)
    assert in_group(found, None) == found


def test_those_who_arrived_too_late_to_be_followed_are_in_no_denominator():
    found = stays([*SIX_THEN_THREE, spell(7, D(2025, 5, 2))])
    assert still_here(found, 3, TODAY) == Share(7, 7)
    assert still_here(found, 6, TODAY) == Share(5, 6)
    assert still_here([], 6, TODAY) == Share(0, 0)


def test_the_day_of_the_mark_still_counts_as_here():
    found = stays(
        [spell(1, D(2025, 1, 15), D(2025, 4, 15)), spell(2, D(2025, 1, 15), D(2025, 4, 14))]
    )
    assert still_here(found, 3, TODAY) == Share(1, 2)


def test_the_two_medians_say_how_those_still_here_count():
    found = stays(SIX_THEN_THREE)
    assert median_completed(found, TODAY) == 212
    # Three of six left: the estimate falls to one half when the third does.
    assert median_expected(found, TODAY) == 243
    assert median_expected(stays(SIX_THEN_THREE[:5]), TODAY) is None
    assert median_completed(stays(SIX_THEN_THREE[:3]), TODAY) is None
    assert median_expected([], TODAY) is None


def test_an_even_number_of_stays_has_its_median_between_two():
    found = stays(
        [spell(1, D(2025, 1, 1), D(2025, 1, 10)), spell(2, D(2025, 1, 1), D(2025, 1, 13))]
    )
    assert median_completed(found, TODAY) == Fraction(23, 2)


@given(st.lists(st.integers(1, 400), min_size=1, max_size=12))
def test_without_anybody_present_the_estimate_is_the_lower_median(lengths):
    start = D(2023, 1, 2)
    found = stays(
        spell(rank, start, start + dt.timedelta(days=days - 1)) for rank, days in enumerate(lengths)
    )
    assert median_expected(found, TODAY) == sorted(lengths)[(len(lengths) - 1) // 2]


def test_a_change_of_quota_is_no_departure():
    found = stays(
        [spell(1, D(2024, 6, 3), D(2025, 1, 31), departure=False), spell(1, D(2025, 2, 3))]
    )
    assert [(stay.start, stay.end) for stay in found] == [(D(2024, 6, 3), None)]
    assert departures(found, D(2024, 1, 1), TODAY) == []


def test_who_holds_another_post_has_not_left():
    found = stays(
        [
            spell(1, D(2024, 6, 3), D(2025, 1, 31)),
            spell(1, D(2024, 9, 2), groups=("coordonnateur",)),
        ]
    )
    assert departures(found, D(2024, 1, 1), TODAY) == []


def test_a_contract_renewed_after_the_weekend_is_one_stay():
    renewed = [spell(1, D(2024, 6, 3), D(2025, 1, 31)), spell(1, D(2025, 2, 3))]
    assert len(stays(renewed)) == 1
    back_later = [renewed[0], spell(1, D(2025, 2, 4))]
    assert len(stays(back_later)) == 2
    assert len(departures(stays(back_later), D(2025, 1, 1), TODAY)) == 1


def test_somebody_counts_as_leaving_where_they_worked_on_their_last_day():
    found = stays(
        [
            spell(1, D(2024, 6, 3), D(2024, 12, 31), groups=("infirmier",), departure=False),
            spell(1, D(2025, 1, 1), D(2025, 3, 31), groups=("coordonnateur",)),
        ]
    )
    period = D(2025, 1, 1), D(2025, 12, 31)
    assert departures(found, *period, "infirmier") == []
    assert len(departures(found, *period, "coordonnateur")) == 1


def test_who_is_announced_has_not_come_yet():
    (stay,) = stays([spell(1, D(2025, 10, 1))])
    assert stay.days(TODAY) == 0
    assert median_expected([stay], TODAY) is None
