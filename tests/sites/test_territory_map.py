"""« Carte »: what each figure shows of a territory, its table, its print."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.urls import reverse
from pypdf import PdfReader

from sites.models import Zone
from sites.review import offer
from sites.review.offer import LocalHeads
from sites.review.territory_map import read_map
from tests.sites.factories import (
    CommuneFactory,
    SiteFactory,
    TerritoryCommuneFactory,
    TerritoryFactory,
)
from tests.sites.factories_territory import (
    CommuneOutlineFactory,
    CommunePopulationFactory,
    FigureFactory,
    ZoningFactory,
)
from tests.sites.pages import shown, staff

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 6, 1)


@pytest.fixture
def territory():
    """Three communes, one of them without a point; populations of two censuses for two."""
    territory = TerritoryFactory(name="Pays d’essai")
    for name, latitude, before, after in (
        ("Grandville", "50.500000", 1000, 1100),
        ("Petiteville", "50.600000", 400, 300),
        ("Nulleville", None, None, 50),
    ):
        commune = CommuneFactory(
            name=name, latitude=latitude, longitude=latitude and "2.500000", population=after
        )
        TerritoryCommuneFactory(territory=territory, commune=commune)
        if before:
            CommunePopulationFactory(commune=commune, year=2018, municipal=before)
            CommunePopulationFactory(commune=commune, year=2023, municipal=after)
    return territory


def commune(territory, name):
    return territory.communes_on(DAY).get(name=name)


def by_name(found):
    return {row.commune.name: row for row in found.rows}


def page(client, territory, **asked):
    asked = {"territoire": territory.pk, "au": DAY.isoformat(), **asked}
    return client.get(reverse("admin:sites_map"), asked)


def test_population_sizes_and_classes_every_commune(territory):
    found = read_map(territory, DAY)
    assert found.people == 1450
    assert [row.commune.name for row in found.unplaced] == ["Nulleville"]
    assert by_name(found)["Grandville"].in_words == "de 1\u00a0000 à 1\u00a0999"
    assert by_name(found)["Grandville"].tip == "Grandville\u00a0: 1\u00a0100\u00a0habitants"


def test_population_is_that_of_the_day(territory):
    found = read_map(territory, dt.date(2020, 1, 1))
    assert (by_name(found)["Grandville"].people, by_name(found)["Grandville"].year) == (1000, 2018)


def test_change_is_explained_and_says_what_it_lacks(territory):
    found = read_map(territory, DAY, figure="evolution")
    row = by_name(found)["Petiteville"]
    assert row.shown.figure.text == "−25,0\u00a0%"
    assert "population 2023 − population 2018" in row.shown.figure.formula
    assert [one.value for one in row.shown.figure.inputs] == [
        "400\u00a0habitants",
        "300\u00a0habitants",
    ]
    assert by_name(found)["Nulleville"].shown.figure.missing
    assert found.total.missing


def test_change_of_the_whole_territory_is_that_of_the_sums(territory):
    CommunePopulationFactory(commune=commune(territory, "Nulleville"), year=2018, municipal=100)
    CommunePopulationFactory(commune=commune(territory, "Nulleville"), year=2023, municipal=50)
    found = read_map(territory, DAY, figure="evolution", years=(2018, 2023))
    assert found.total.text == "−3,3\u00a0%"


def test_years_that_are_not_known_are_not_compared(territory):
    assert read_map(territory, DAY, years=(1999, 2023)).span == (2018, 2023)
    assert read_map(territory, DAY, years=(2023, 2018)).span == (2018, 2023)


def test_zoning_in_force_fills_the_neediest_most(territory):
    ZoningFactory(commune=commune(territory, "Grandville"), zone=Zone.ZIP)
    ZoningFactory(commune=commune(territory, "Petiteville"), zone=Zone.OUT)
    found = read_map(territory, DAY, figure="zonage")
    assert by_name(found)["Grandville"].shown.rank == 4
    assert by_name(found)["Petiteville"].shown.rank == 0
    assert by_name(found)["Nulleville"].shown.rank is None
    assert "en vigueur le 1er\u00a0janvier\u00a02026" in by_name(found)["Grandville"].shown.source


def test_figure_stated_by_commune_is_offered_with_its_source(territory):
    one = commune(territory, "Grandville")
    for value, day in ((Decimal(100), dt.date(2024, 1, 1)), (Decimal(120), dt.date(2025, 1, 1))):
        FigureFactory(
            territory=None,
            commune=one,
            measure="without_gp",
            value=value,
            as_of=day,
            precision="about",
        )
    FigureFactory(territory=None, commune=one, measure="apl", value=3, as_of=dt.date(2027, 1, 1))
    found = read_map(territory, DAY, figure="dit-without_gp")
    assert [choice.key for choice in found.choices] == ["population", "evolution", "dit-without_gp"]
    assert by_name(found)["Grandville"].shown.text == "≈\u00a0120\u00a0habitants"
    assert "1er\u00a0janvier\u00a02025" in by_name(found)["Grandville"].shown.source


def test_density_of_doctors_is_of_the_communes_that_were_read(territory, monkeypatch):
    read = {
        commune(territory, name).pk: LocalHeads(heads, "Répertoire", dt.date(2026, 5, 1))
        for name, heads in (("Grandville", 1), ("Petiteville", 0))
    }
    monkeypatch.setattr(offer, "_LOCAL_SOURCES", [])
    offer.register_local_doctors(lambda communes, day: read)
    rows = by_name(read_map(territory, DAY, figure="generalistes"))
    assert rows["Grandville"].shown.figure.text == "90,9 pour 100\u00a0000"
    assert [one.value for one in rows["Grandville"].shown.figure.inputs] == [
        "1\u00a0personne",
        "1\u00a0100\u00a0habitants",
    ]
    assert rows["Petiteville"].shown.value == 0
    assert rows["Nulleville"].shown.value is None


def test_density_is_not_offered_where_nothing_was_read(territory, monkeypatch):
    monkeypatch.setattr(offer, "_LOCAL_SOURCES", [])
    found = read_map(territory, DAY, figure="generalistes")
    assert found.layer.choice.key == "population"
    assert "generalistes" not in [choice.key for choice in found.choices]


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("commune", ["Grandville", "Nulleville", "Petiteville"]),
        ("-commune", ["Petiteville", "Nulleville", "Grandville"]),
        ("-population", ["Grandville", "Petiteville", "Nulleville"]),
        ("chiffre", ["Petiteville", "Grandville", "Nulleville"]),
        ("-chiffre", ["Grandville", "Petiteville", "Nulleville"]),
        ("x", ["Grandville", "Nulleville", "Petiteville"]),
    ],
)
def test_rows_sort_and_what_is_unknown_comes_last(territory, sort, names):
    found = read_map(territory, DAY, figure="evolution", sort=sort)
    assert [row.commune.name for row in found.rows] == names


def test_outlines_and_open_sites_are_drawn(territory):
    one = commune(territory, "Grandville")
    CommuneOutlineFactory(commune=one)
    SiteFactory(commune=one, opened_on=dt.date(2024, 1, 1), closed_on=None)
    SiteFactory(commune=one, opened_on=dt.date(2027, 1, 1))
    found = read_map(territory, DAY)
    assert (len(found.outlines), len(found.sites)) == (1, 1)


def test_reading_a_map_asks_as_much_for_many_communes(territory, django_assert_max_num_queries):
    for _ in range(20):
        row = TerritoryCommuneFactory(territory=territory)
        CommunePopulationFactory(commune=row.commune)
        CommuneOutlineFactory(commune=row.commune)
    with django_assert_max_num_queries(10):
        read_map(territory, DAY, figure="evolution")


def test_page_shows_map_table_and_what_has_no_point(admin_client, territory):
    text = shown(page(admin_client, territory, chiffre="evolution", tri="-chiffre"))
    assert 'aria-label="Grandville : +10,0 % (1 100 habitants)"' in text
    assert f'id="commune-{commune(territory, "Grandville").pk}"' in text
    assert "Sans point connu" in text
    assert 'aria-sort="descending"' in text
    assert "(population 2023 − population 2018) ÷ population 2018 × 100" in text


def test_page_without_a_commune_or_with_a_wrong_day_says_so(admin_client, territory):
    empty = TerritoryFactory(name="Vide")
    assert "n’a aucune commune" in shown(page(admin_client, empty))
    text = shown(page(admin_client, territory, au="31/02/2026"))
    assert "n’est pas une date" in text


def test_print_holds_the_map_and_every_commune(admin_client, territory):
    answer = admin_client.get(
        reverse("admin:sites_map_pdf"), {"territoire": territory.pk, "chiffre": "evolution"}
    )
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.content))
    width, height = reader.pages[0].mediabox[2:]
    assert width > height
    text = "".join(sheet.extract_text() for sheet in reader.pages)
    assert all(name in text for name in ("Grandville", "Petiteville", "Nulleville"))


def test_map_is_for_those_who_see_communes(client, territory):
    client.force_login(staff("view_site"))
    assert page(client, territory).status_code == 403
    client.force_login(staff("view_commune"))
    assert page(client, territory).status_code == 200
