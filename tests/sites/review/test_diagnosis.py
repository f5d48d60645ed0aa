"""What the diagnosis reads: census, classes of communes, figures stated, register."""

import datetime as dt
from decimal import Decimal

import pytest

from sites.documents.diagnosis_print import diagnosis_context, render_diagnosis_html
from sites.models import Territory, TerritoryKind, Zone
from sites.review.census import DIRECTORY, census_of
from sites.review.diagnosis import first_territory, read_diagnosis
from sites.review.diagnosis_print import printed_source
from sites.review.diagnosis_tables import told
from sites.review.offer import OfferCount
from sites.review.stated import stated_figures
from sites.review.zonings import zonings_on
from sites.rules.indicators import Measure
from tests.sites.factories import CommuneFactory, TerritoryCommuneFactory, TerritoryFactory
from tests.sites.factories_territory import (
    CommunePopulationFactory,
    FigureFactory,
    ZoningFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 2, 1)


@pytest.fixture(autouse=True)
def sources(monkeypatch):
    """Leave the sources of the apps aside; return the list of those that the test adds."""
    found = []
    monkeypatch.setattr("sites.review.offer._SOURCES", found)
    return found


def test_the_census_is_that_of_the_latest_year_known_everywhere():
    communes = CommuneFactory.create_batch(2)
    for commune in communes:
        CommunePopulationFactory(commune=commune, year=2022, municipal=900, total=950)
        CommunePopulationFactory(commune=commune, year=2023, municipal=1000)
    CommunePopulationFactory(commune=communes[0], year=2024, municipal=1100)

    municipal, total = census_of(communes, DAY)

    assert (municipal.year, municipal.people, municipal.communes) == (2023, 2000, 2)
    assert (total.year, total.people) == (2022, 1900)


def test_a_census_of_after_the_day_is_not_read():
    commune = CommuneFactory(population=None, population_year=None)
    CommunePopulationFactory(commune=commune, year=2023)

    assert census_of([commune], dt.date(2022, 12, 31)) == (None, None)


def test_without_years_the_directory_of_communes_counts():
    communes = CommuneFactory.create_batch(2, population=1500, population_year=2023)

    municipal, total = census_of(communes, DAY)

    assert (municipal.year, municipal.people, municipal.source) == (2023, 3000, DIRECTORY)
    assert total is None


def test_a_commune_that_the_census_misses_is_named():
    known, missing = CommuneFactory(), CommuneFactory(population=None, population_year=None)
    CommunePopulationFactory(commune=known, municipal=700)

    municipal, _ = census_of([known, missing], DAY)

    assert municipal.missing == [missing]
    assert not municipal.is_whole


def test_the_class_of_a_living_area_counts_for_its_communes_of_the_day():
    area = TerritoryFactory(kind=TerritoryKind.TVS)
    inside = TerritoryCommuneFactory(territory=area).commune
    gone = TerritoryCommuneFactory(territory=area, end=dt.date(2025, 12, 31)).commune
    ZoningFactory(commune=None, territory=area, zone=Zone.ZAC)

    (found,) = zonings_on([inside, gone], DAY)

    assert found.count(Zone.ZAC) == 1
    assert found.unclassed == [gone]


def test_the_class_of_a_commune_comes_before_that_of_its_area():
    area = TerritoryFactory(kind=TerritoryKind.TVS)
    commune = TerritoryCommuneFactory(territory=area).commune
    ZoningFactory(commune=commune, zone=Zone.ZIP, start=dt.date(2025, 1, 1))
    ZoningFactory(commune=None, territory=area, zone=Zone.ZAC, start=dt.date(2026, 1, 1))

    (found,) = zonings_on([commune], DAY)

    assert (found.count(Zone.ZIP), found.count(Zone.ZAC)) == (1, 0)


def test_classes_are_those_of_the_day_and_of_the_profession():
    commune = CommuneFactory()
    ZoningFactory(
        commune=commune, zone=Zone.ZAC, start=dt.date(2022, 1, 1), end=dt.date(2025, 12, 31)
    )
    ZoningFactory(commune=commune, zone=Zone.ZIP)
    ZoningFactory(commune=commune, zone=Zone.OUT, profession="60")

    found = {one.profession: one for one in zonings_on([commune], DAY)}
    before = zonings_on([commune], dt.date(2023, 1, 1))

    assert found["10"].count(Zone.ZIP) == 1
    assert found["60"].count(Zone.OUT) == 1
    assert [one.count(Zone.ZAC) for one in before] == [1]


def test_a_share_uses_the_population_of_the_same_text():
    territory = TerritoryFactory()
    FigureFactory(territory=territory, value=282000, source="A", as_of=dt.date(2025, 9, 1))
    FigureFactory(territory=territory, value=290000, source="B", as_of=dt.date(2026, 1, 1))
    without = FigureFactory(
        territory=territory,
        measure="without_gp",
        value=32000,
        source="A",
        as_of=dt.date(2025, 9, 1),
    )

    stated = stated_figures(territory, [], DAY)

    assert stated.population_beside(without).value == 282000
    assert stated.known(Measure.POPULATION).value == 290000


def test_the_register_counts_each_doctor_once_and_tells_the_modes(sources):
    territory = TerritoryFactory()
    commune = TerritoryCommuneFactory(territory=territory).commune
    CommunePopulationFactory(commune=commune, year=2023, municipal=10_000)
    on = dt.date(2026, 1, 5)
    sources.append(
        lambda communes, day: [
            OfferCount("10", "", True, 7, Decimal(6), "Répertoire", on),
            OfferCount("10", "L", True, 5, Decimal(4), "Répertoire", on),
            OfferCount("10", "S", True, 3, Decimal(2), "Répertoire", on),
            OfferCount("10", "", False, 2, Decimal(2), "Répertoire", on),
        ]
    )

    found = read_diagnosis(territory, DAY)
    lines = {line.label: line.figure.text for part in told(found).all_parts for line in part.lines}
    plain = {label: text.replace("\u00a0", " ") for label, text in lines.items()}

    assert found.register["10"].known.value == 9
    assert found.general_practice.known.value == 7
    assert plain["Médecins généralistes, d’après le répertoire"] == "7 personnes"
    assert plain["Médecins généralistes, d’après le répertoire, salariés"] == "3 personnes"
    assert plain["Densité, d’après le répertoire"] == "70,0 pour 100 000"
    assert plain["Densité de médecins, d’après le répertoire"] == "90,0 pour 100 000"


def test_a_register_read_in_part_gives_people_but_no_density(sources):
    territory = TerritoryFactory()
    for commune in CommuneFactory.create_batch(2):
        TerritoryCommuneFactory(territory=territory, commune=commune)
        CommunePopulationFactory(commune=commune)
    sources.append(
        lambda communes, day: [OfferCount("60", "", False, 4, Decimal(4), "Répertoire", DAY, 1)]
    )

    (row,) = told(read_diagnosis(territory, DAY)).professions

    assert row.register[0].value == 4
    assert row.register_density.value is None
    assert "que pour 1\u00a0commune sur 2" in row.register_density.figure.missing


def test_the_reason_that_all_professions_share_is_told_once(sources):
    territory = TerritoryFactory()
    for commune in CommuneFactory.create_batch(2):
        TerritoryCommuneFactory(territory=territory, commune=commune)
        CommunePopulationFactory(commune=commune)
    sources.append(
        lambda communes, day: [
            OfferCount(code, "", False, 4, Decimal(4), "Répertoire", DAY, 1)
            for code in ("60", "70")
        ]
    )

    found = read_diagnosis(territory, DAY)

    assert "que pour 1\u00a0commune sur 2" in told(found).unread
    html = render_diagnosis_html(printed_source(found, today=DAY))
    table = html.partition('class="professions"')[2]
    assert table.count("que pour 1\u00a0commune sur 2") == 1


def test_the_first_territory_is_the_one_with_most_communes():
    Territory.objects.all().delete()
    TerritoryFactory(name="Aaa")
    wide = TerritoryFactory(name="Bbb")
    TerritoryCommuneFactory(territory=wide)

    assert first_territory(DAY, Territory.objects.all()) == wide


def test_the_print_numbers_its_notes_as_they_are_read():
    territory = TerritoryFactory(name="Liévin-Pays d’Artois")
    FigureFactory(territory=territory, value=70000, as_of=dt.date(2018, 5, 23))
    for code, value in (("10", 80), ("60", 90)):
        FigureFactory(
            territory=territory,
            measure="professionals",
            profession=code,
            value=value,
            as_of=dt.date(2018, 5, 23),
        )
    source = printed_source(read_diagnosis(territory, DAY), today=DAY)

    context = diagnosis_context(source)
    notes = [note["number"] for note in context["notes"]]
    cells = [cell for row in context["professions"] for cell in row["cells"]]
    html = render_diagnosis_html(source).replace("\u00a0", " ")

    assert notes == [str(rank) for rank in range(1, len(notes) + 1)]
    assert {cell["note"] for cell in cells if cell["text"]} <= set(notes)
    assert "114,3 pour 100 000" in html
    assert "Médecins énoncés ÷ population × 100 000 habitants" in html
    assert "Population : 70 000 habitants, 23 mai 2018, Article de presse" in html


def test_a_comparison_prints_both_columns_and_the_gap():
    one, other = TerritoryFactory(name="Un"), TerritoryFactory(name="Deux")
    FigureFactory(territory=one, value=70000)
    FigureFactory(territory=other, value=60000)

    source = printed_source(read_diagnosis(one, DAY), read_diagnosis(other, DAY), today=DAY)

    population = next(part for part in source["parts"] if part["slug"] == "population")
    first = population["lines"][0]
    assert [cell["text"].replace("\u00a0", " ") for cell in first["cells"]] == [
        "70 000 habitants",
        "60 000 habitants",
    ]
    assert first["gap"].replace("\u00a0", " ") == "−10 000 habitants"
