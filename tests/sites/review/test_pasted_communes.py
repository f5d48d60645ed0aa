"""Each name of a pasted list finds its commune, or says why it does not; none is dropped."""

import datetime as dt

import pytest

from sites.review.pasted_communes import LEFT_OUT, Match, read_pasted
from tests.sites.convention_names import NAMES
from tests.sites.factories import (
    CommuneAliasFactory,
    CommuneFactory,
    TerritoryCommuneFactory,
    TerritoryFactory,
)

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 1, 15)


@pytest.fixture
def territory():
    return TerritoryFactory()


def read(text, territory, **asked):
    return read_pasted(text, territory=territory, start=asked.pop("start", None), **asked)


def test_convention_of_the_cpts_is_understood_but_for_a_name_that_is_none(territory):
    pasted = read(f"{NAMES} ; Saint-Machin", territory)
    assert [len(pasted.names), len(pasted.added)] == [33, 32]
    assert [pasted.count(Match.EXACT), pasted.count(Match.ALIAS)] == [31, 1]
    (alias,) = [name for name in pasted.names if name.match is Match.ALIAS]
    assert (alias.text, alias.commune.name, alias.commune.pk) == (
        "Lambres",
        "Lambres-lez-Aire",
        "62486",
    )
    (unknown,) = pasted.open
    assert (unknown.text, unknown.number) == ("Saint-Machin", 33)
    assert "vouliez-vous dire" in unknown.note
    assert pasted.sentence == (
        "33\u00a0noms lus\u00a0: 31\u00a0exacts, 1\u00a0par un autre nom et 1\u00a0inconnu."
    )


def test_code_that_means_two_things_is_asked(territory):
    pasted = read("62190", territory)
    (name,) = pasted.open
    assert name.match is Match.AMBIGUOUS
    assert {"Busnes", "Lillers"} <= {commune.name for commune in name.choices}
    pasted = read("62190", territory, chosen={"choix-1": "62516"})
    assert [commune.name for commune in pasted.added] == ["Lillers"]


def test_choice_that_was_not_offered_settles_nothing(territory):
    CommuneFactory(insee_code="02001", name="Autre")
    assert read("62190", territory, chosen={"choix-1": "02001"}).open


def test_name_of_two_communes_is_asked(territory):
    CommuneFactory.create_batch(2, name="Saint-Aubin")
    (name,) = read("Saint-Aubin", territory).open
    assert len(name.choices) == 2


def test_unknown_name_left_out_stays_listed(territory):
    CommuneFactory(name="Outreville")
    pasted = read("Outreville ; Machin", territory, chosen={"choix-2": LEFT_OUT})
    assert not pasted.open
    assert [name.match for name in pasted.names] == [Match.EXACT, Match.LEFT_OUT]
    assert "1\u00a0écarté" in pasted.sentence


def test_name_written_otherwise_shows_the_official_one(territory):
    CommuneFactory(name="Sainte-Épine")
    (name,) = read("STE EPINE", territory).names
    assert name.match is Match.NEAR
    assert "«\u00a0Sainte-Épine\u00a0»" in name.note


def test_commune_named_twice_is_added_once(territory):
    commune = CommuneFactory(name="Outreville-lez-Bois")
    CommuneAliasFactory(commune=commune, name="Outreville")
    pasted = read("Outreville ; Outreville-lez-Bois", territory)
    assert [name.repeats for name in pasted.names] == [0, 1]
    assert pasted.added == [commune]


def test_member_is_told_and_not_added_again(territory):
    row = TerritoryCommuneFactory(territory=territory, start=DAY)
    pasted = read(row.commune.name, territory)
    assert pasted.names[0].member == "déjà membre depuis le 15\u00a0janvier\u00a02026"
    assert not pasted.added


def test_commune_that_left_before_may_come_back(territory):
    row = TerritoryCommuneFactory(territory=territory, end=DAY)
    assert read(row.commune.name, territory, start=DAY + dt.timedelta(days=1)).added


def test_long_list_asks_few_queries(territory, django_assert_max_num_queries):
    names = [CommuneFactory().name for _ in range(30)]
    with django_assert_max_num_queries(4):
        assert len(read(";".join(names), territory).added) == 30
