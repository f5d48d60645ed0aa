"""The funnel of an evening, from the invitation to the membership."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from staffing.rules.funnel import (
    Funnel,
    Guest,
    by_name,
    by_profession,
    detail_oddities,
    difference,
    goal_words,
    not_detailed,
    oddities,
    percent,
    person_minutes,
    summed,
    unanswered_words,
)

LIEVIN = Funnel(150, 70, 30)
heads = st.none() | st.integers(0, 500)


def test_a_hundred_and_fifty_invited_seventy_present_thirty_joined():
    assert round(LIEVIN.came, 1) == Decimal("46.7")
    assert round(LIEVIN.stayed, 1) == Decimal("42.9")
    assert LIEVIN.overall == 20


def test_an_unknown_step_gives_no_rate_and_is_not_zero():
    funnel = Funnel(150, None, 30)
    assert funnel.came is None
    assert funnel.stayed is None
    assert funnel.overall == 20
    assert Funnel(150, 0, 0).came == 0


def test_nobody_invited_gives_no_rate():
    assert percent(3, 0) is None


def test_thirty_members_of_whom_twelve_doctors_and_eleven_pharmacists_leave_seven():
    parts = [Funnel(joined=12), Funnel(joined=11)]
    assert not_detailed(LIEVIN, parts) == Funnel(None, None, 7)


def test_professions_that_make_more_than_the_whole_are_pointed_out():
    told = detail_oddities(Funnel(joined=20), {"10": Funnel(joined=12), "21": Funnel(joined=11)})
    assert told == [
        (
            "Ont adhéré\u00a0: les professions en comptent 23, l’ensemble 20\u00a0: un nombre est "
            "à revoir."
        )
    ]
    assert not detail_oddities(LIEVIN, {"10": Funnel(joined=12)})


def test_more_present_than_invited_is_told_and_not_refused():
    assert oddities(LIEVIN) == []
    (told,) = oddities(Funnel(10, 12, 3))
    assert told.startswith("12\u00a0présents pour 10\u00a0invités\u00a0: des personnes")
    (named,) = oddities(Funnel(10, 12, 3, walk_ins=2))
    assert "2\u00a0personnes sont venues sans invitation" in named


def test_more_members_than_present_is_told():
    (told,) = oddities(Funnel(10, 2, 3))
    assert "3\u00a0adhésions pour 2\u00a0présents" in told
    (unknown,) = oddities(Funnel(10, None, 30))
    assert "30\u00a0adhésions pour 10\u00a0invités" in unknown


def test_names_give_nothing_before_somebody_notes_who_came():
    assert by_name([Guest("10"), Guest("21")]) == Funnel(2, None, None)
    assert by_name([]) == Funnel()


def test_names_once_noted_count_those_who_came_and_joined():
    guests = [Guest("10", True, True), Guest("10", False), Guest("21", None), Guest("21", True)]
    assert by_name(guests) == Funnel(4, 2, 1)


def test_somebody_who_was_not_invited_counts_as_present_and_not_as_invited():
    guests = [Guest("10", True), Guest("10", False), Guest("60", True, True, walk_in=True)]
    funnel = by_name(guests)
    assert funnel == Funnel(2, 2, 1, walk_ins=1)
    assert funnel.came == 50


def test_each_profession_has_its_funnel_and_zero_once_presence_is_noted():
    guests = [Guest("10", True, True), Guest("21"), Guest("")]
    found = by_profession(guests)
    assert found["10"] == Funnel(1, 1, 1)
    assert found["21"] == Funnel(1, 0, 0)
    assert found[""] == Funnel(1, 0, 0)
    assert by_profession([Guest("21")])["21"] == Funnel(1, None, None)


def test_the_difference_tells_how_many_more_names_there_are():
    assert difference(LIEVIN, Funnel(140, 71, None)) == Funnel(-10, 1, None)


def test_the_goal_in_words():
    assert goal_words(30, 30) == "30\u00a0adhésions espérées\u00a0: objectif atteint."
    assert goal_words(32, 30).endswith("objectif atteint, dépassé de 2.")
    assert goal_words(23, 30).endswith("il en manque 7.")
    assert "pas encore connu" in goal_words(None, 30)
    assert goal_words(30, None) == ""


def test_the_time_of_a_training_counts_each_person():
    assert person_minutes(120, 14) == 1680
    assert person_minutes(None, 14) is None
    assert person_minutes(120, None) is None


def test_whose_presence_is_missing():
    assert unanswered_words(0) == ""
    assert unanswered_words(3) == "La présence de 3\u00a0personnes reste à noter."


@given(st.lists(st.builds(Funnel, heads, heads, heads)))
def test_what_professions_leave_out_and_their_sum_make_the_whole(parts):
    whole = Funnel(1000, 1000, 1000)
    left, detail = not_detailed(whole, parts), summed(parts)
    for step in ("invited", "present", "joined"):
        rest, known = getattr(left, step), getattr(detail, step)
        assert (rest is None) == (known is None)
        assert rest is None or rest + known == 1000


@given(
    st.lists(
        st.builds(
            Guest,
            st.sampled_from(["10", "21", ""]),
            st.none() | st.booleans(),
            st.booleans(),
            st.booleans(),
        )
    )
)
def test_professions_of_a_list_of_names_make_its_whole(guests):
    whole, parts = by_name(guests), by_profession(guests).values()
    detail = summed(parts)
    assert detail.invited == whole.invited
    assert (detail.joined or 0) == (whole.joined or 0)
    assert (detail.present or 0) == (whole.present or 0)
