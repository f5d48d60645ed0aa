"""The size of a CPTS from its communes, or from what was stated; facts of five documents."""

import datetime as dt

import pytest

from csipa.models import Precision
from sites.review.community_size import size_on
from tests.sites.factories import CommuneFactory, TerritoryCommuneFactory, TerritoryFactory
from tests.sites.factories_territory import CommunePopulationFactory, FigureFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 9, 1)


def territory_of(*populations, years=(2023,)):
    """Return a territory of communes with these populations, the same every year."""
    territory = TerritoryFactory()
    for population in populations:
        commune = CommuneFactory(population=None, population_year=None)
        TerritoryCommuneFactory(territory=territory, commune=commune)
        for year in years:
            CommunePopulationFactory(commune=commune, year=year, municipal=population)
    return territory


def plain(text):
    return text.replace("\u00a0", " ")


def test_the_size_adds_up_the_municipal_populations_of_the_day():
    size = size_on(territory_of(30_000, 15_922), day=TODAY)
    assert (size.population, size.size.text) == (45_922, "taille 2")
    assert plain(size.inhabitants.text) == "45 922 habitants"
    assert "45 922 habitants (recensement 2023, en vigueur au 1er janvier 2026), INSEE" in plain(
        size.inhabitants.note
    )
    assert size.warning == ""


def test_a_commune_that_has_left_no_longer_counts():
    territory = territory_of(30_000, 15_000)
    leaving = territory.memberships.last()
    leaving.end = dt.date(2025, 12, 31)
    leaving.save()
    assert size_on(territory, day=TODAY).population == 30_000
    assert size_on(territory, day=dt.date(2025, 12, 31)).population == 45_000


def test_the_census_is_the_one_in_force_on_the_day():
    territory = territory_of(39_000, years=(2021, 2023))
    last = territory.memberships.get().commune.populations.get(year=2023)
    last.municipal = 41_000
    last.save()
    assert size_on(territory, day=dt.date(2025, 12, 31)).size.text == "taille 1"
    size = size_on(territory, day=TODAY)
    assert size.size.text == "taille 2"
    assert "2,5 %" in plain(size.warning)
    assert "le recensement 2023 l’a fait passer en taille 2" in plain(size.crossing)


def test_a_year_that_lacks_a_commune_is_not_added_up():
    territory = territory_of(30_000, 15_000, years=(2022,))
    first = territory.memberships.order_by("pk").first().commune
    CommunePopulationFactory(commune=first, year=2023, municipal=31_000)
    size = size_on(territory, day=TODAY)
    assert size.population == 45_000
    assert [row.year for row in size.years] == [2022]


def test_a_census_that_did_not_apply_yet_is_told_as_such():
    size = size_on(territory_of(45_000), day=dt.date(2021, 6, 1))
    assert size.population == 45_000
    assert plain(size.remark) == (
        "Population du recensement 2023, qui ne s’appliquait pas encore à cette date."
    )


def test_without_census_years_the_directory_of_communes_serves():
    territory = TerritoryFactory()
    TerritoryCommuneFactory(
        territory=territory, commune=CommuneFactory(population=41_000, population_year=2022)
    )
    size = size_on(territory, day=TODAY)
    assert size.size.text == "taille 2"
    assert "répertoire des communes" in size.size.note
    assert "recensement 2022" in size.size.note


def test_lievin_has_the_size_of_what_was_stated_and_the_page_says_so():
    lievin = TerritoryFactory(name="Liévin-Pays d’Artois")
    FigureFactory(
        territory=lievin, value=70_000, precision=Precision.ABOUT, source="Le Quotidien du médecin"
    )
    FigureFactory(territory=lievin, measure="communes", value=10)
    size = size_on(lievin, day=dt.date(2018, 5, 23))
    assert size.size.text == "taille 2"
    assert plain(size.inhabitants.text) == "≈ 70 000 habitants"
    assert "chiffre énoncé" in size.remark
    assert "23 mai 2018, Le Quotidien du médecin" in plain(size.size.note)
    assert size.stated_communes.value == 10
    assert size.communes == []


def test_what_is_stated_later_is_not_known_yet():
    lievin = TerritoryFactory()
    FigureFactory(territory=lievin, value=70_000, as_of=dt.date(2018, 5, 23))
    size = size_on(lievin, day=dt.date(2018, 5, 22))
    assert (size.population, size.size.text) == (None, "")


def test_champigny_with_77_000_inhabitants_is_warned_of_the_next_size():
    champigny = TerritoryFactory()
    FigureFactory(territory=champigny, value=77_000, as_of=dt.date(2018, 1, 1))
    size = size_on(champigny, day=TODAY)
    assert size.size.text == "taille 2"
    # 3 000 under 80 000: 3.75 %, within the margin.
    assert "passera en taille 3" in size.warning


def test_the_stated_population_stays_beside_the_derived_one():
    territory = territory_of(45_922)
    FigureFactory(territory=territory, value=46_500, as_of=dt.date(2025, 9, 1))
    size = size_on(territory, day=TODAY)
    assert size.population == 45_922
    assert size.stated.value == 46_500


def test_a_territory_without_communes_or_figures_says_what_it_takes():
    size = size_on(TerritoryFactory(), day=TODAY)
    assert size.size.missing.startswith("Ajoutez les communes du territoire")


def test_communes_without_population_are_named():
    territory = TerritoryFactory()
    commune = CommuneFactory(name="Amettes", population=None, population_year=None)
    TerritoryCommuneFactory(territory=territory, commune=commune)
    assert "Amettes" in size_on(territory, day=TODAY).size.missing


def test_the_size_takes_three_queries_however_many_communes(django_assert_num_queries):
    territory = territory_of(*[1_000] * 12, years=(2021, 2022, 2023))
    with django_assert_num_queries(3):
        size_on(territory, day=TODAY)
