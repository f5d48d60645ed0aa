"""The cover of a territory: heads over heads, the register and what was stated never mixed."""

import datetime as dt

import pytest

from sites.models import TerritoryCommune
from staffing.review.cover import read_cover
from tests.sites.factories import CommuneFactory
from tests.sites.factories_territory import CommunityFactory, FigureFactory
from tests.staffing.factories_community import (
    CarePlaceFactory,
    CareProviderFactory,
    MembershipFactory,
)

pytestmark = pytest.mark.django_db

EVENING = dt.date(2018, 5, 23)
READ_ON = dt.date(2026, 9, 23)
TODAY = dt.date(2026, 11, 22)


def members(community, profession, count, **given):
    return MembershipFactory.create_batch(
        count, community=community, profession=profession, start=EVENING, **given
    )


def state(community, profession, value, **given):
    return FigureFactory(
        territory=community.territory,
        measure="professionals",
        profession=profession,
        value=value,
        as_of=given.pop("as_of", EVENING),
        **given,
    )


def inside(community):
    commune = CommuneFactory()
    TerritoryCommune.objects.create(territory=community.territory, commune=commune)
    return commune


@pytest.fixture
def lievin():
    community = CommunityFactory(members_goal=50)
    inside(community)
    for profession, heads in (("10", 80), ("60", 90), ("21", 26), ("70", 50), ("", 300)):
        state(community, profession, heads)
    for profession, count in (("10", 12), ("21", 11), ("60", 4), ("70", 3)):
        members(community, profession, count)
    return community


def by_code(cover):
    return {row.profession: row for row in (*cover.rows, cover.total)}


def test_lievin_comes_out_as_it_was_told(lievin):
    cover = read_cover(lievin, EVENING)
    rates = {code: row.by_statement.text for code, row in by_code(cover).items()}
    assert (rates["10"], rates["21"], rates[""]) == (
        "15\u00a0%",
        "42,3\u00a0%",
        "10\u00a0%",
    )
    assert (cover.members, cover.goal.text) == (30, "60\u00a0%")


def test_what_was_never_read_is_said_and_what_was_stated_is_named(lievin):
    cover = read_cover(lievin, EVENING)
    assert cover.read_on is None
    doctors = by_code(cover)["10"]
    assert doctors.present is None
    assert doctors.by_register is None
    assert "23\u00a0mai\u00a02018, Article de presse" in doctors.by_statement.note


def test_the_gap_between_the_sum_and_the_whole_stays_in_sight(lievin):
    rows = by_code(read_cover(lievin, EVENING))
    detailed = sum(int(row.stated.value) for code, row in rows.items() if code)
    assert int(rows[""].stated.value) - detailed == 54


def test_both_denominators_stand_side_by_side():
    community = CommunityFactory()
    commune = inside(community)
    state(community, "10", 80)
    doctor = CareProviderFactory(seen_on=READ_ON)
    CarePlaceFactory(provider=doctor, commune=commune)
    CarePlaceFactory(provider=doctor, commune=commune)
    for _ in range(3):
        CarePlaceFactory(commune=commune, provider__seen_on=READ_ON)
    members(community, "10", 1, provider=doctor)
    members(community, "10", 1)
    row = by_code(read_cover(community, TODAY))["10"]
    assert (row.members, row.tied, row.present) == (2, 1, 4)
    assert (row.by_register.text, row.by_statement.text) == ("50\u00a0%", "2,5\u00a0%")
    assert "23\u00a0septembre\u00a02026" in row.by_register.note


def test_people_gone_or_elsewhere_are_in_no_denominator():
    community = CommunityFactory()
    commune = inside(community)
    CarePlaceFactory(commune=commune)
    CarePlaceFactory(commune=commune, gone_on=READ_ON)
    CarePlaceFactory(commune=commune, provider__left_on=TODAY)
    CarePlaceFactory()
    assert by_code(read_cover(community, TODAY))["10"].present == 1


def test_members_are_those_of_the_day_and_others_are_counted_apart():
    community = CommunityFactory()
    members(community, "10", 2)
    members(community, "10", 1, end=dt.date(2020, 1, 1))
    members(community, "", 1)
    cover = read_cover(community, TODAY)
    assert (cover.total.members, cover.others, cover.members) == (2, 1, 3)
    assert cover.goal is None


def test_a_rate_turns_the_sign_of_what_was_stated():
    community = CommunityFactory()
    state(community, "10", 80, precision="at_least")
    members(community, "10", 8)
    row = by_code(read_cover(community, TODAY))["10"]
    assert row.stated_text == "≥\u00a080"
    assert row.by_statement.text == "≤\u00a010\u00a0%"


def test_the_last_figure_before_the_day_is_used():
    community = CommunityFactory()
    state(community, "10", 80)
    state(community, "10", 60, as_of=dt.date(2024, 1, 1))
    members(community, "10", 12)
    assert by_code(read_cover(community, dt.date(2023, 1, 1)))["10"].by_statement.text == (
        "15\u00a0%"
    )
    assert by_code(read_cover(community, TODAY))["10"].by_statement.text == "20\u00a0%"


def test_a_profession_that_nobody_practises_has_no_rate():
    community = CommunityFactory()
    commune = inside(community)
    CarePlaceFactory(commune=commune, provider__profession="60")
    members(community, "91", 1)
    row = by_code(read_cover(community, TODAY))["91"]
    assert row.by_register.text == ""
    assert "personne n’y est présent" in row.by_register.missing


def test_the_cover_costs_the_same_for_many(lievin, django_assert_num_queries):
    [commune] = lievin.territory.communes_on(EVENING)
    CarePlaceFactory.create_batch(12, commune=commune)
    with django_assert_num_queries(5):
        read_cover(lievin, EVENING)
