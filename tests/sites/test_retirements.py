"""« Départs en retraite attendus »: what three press papers state, year by year, explained."""

import datetime as dt

import pytest

from sites.review.retirements import read_forecast
from sites.rules.retirements import Spread
from tests.sites.factories import TerritoryFactory
from tests.sites.factories_territory import FigureFactory
from tests.sites.pages import address, shown, staff

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 6, 1)


@pytest.fixture
def territory():
    return TerritoryFactory(name="Pays d’essai")


def stated(territory, measure, value, day=dt.date(2018, 5, 23), **values):
    return FigureFactory(territory=territory, measure=measure, value=value, as_of=day, **values)


def forecast(territory, spread=Spread.EVEN, day=TODAY):
    return read_forecast(territory, day, spread)


def test_lievin_five_doctors_within_two_years(territory):
    stated(territory, "retirements", 5, years=2, profession="10")
    found = forecast(territory)
    (doctors,) = found.series
    assert doctors.label == "Médecins"
    assert [doctors.cells[year].text for year in (2018, 2019, 2020)] == ["1,5", "2,5", "1,0"]
    assert doctors.cells[2018].formula == "5 × 223 jours de 2018 ÷ 731 jours"
    assert doctors.cells[2018].inputs[0].value == "5\u00a0personnes"
    assert forecast(territory, Spread.END).years == [2020]


def test_castelsarrasin_nearly_half_within_three_years_stays_about(territory):
    stated(territory, "retirements", 7, years=3, profession="10", precision="about")
    (doctors,) = forecast(territory).series
    assert doctors.total.text == "≈\u00a07"
    assert all(cell.text.startswith("≈") for cell in doctors.cells.values())


def test_champigny_half_over_fifty_five_bounds_the_departures(territory):
    stated(territory, "gp_over_55_share", 50)
    stated(territory, "gp_liberal", 42)
    stated(territory, "gp_salaried", 13)
    found = forecast(territory)
    assert found.seniors.total.text == "au plus 28"
    assert "50\u00a0% × 55 généralistes" in found.seniors.total.formula
    assert len(found.seniors.total.inputs) == 3
    assert round(sum(found.seniors.years.values()), 9) == 28
    assert found.left.text == "au moins 27 sur 55"


def test_number_over_fifty_five_goes_before_its_share(territory):
    stated(territory, "gp_over_55_share", 50)
    stated(territory, "gp", 100)
    stated(territory, "gp_over_55", 30)
    assert forecast(territory).seniors.total.text == "au plus 30"


def test_share_without_the_number_of_doctors_says_nothing(territory):
    stated(territory, "gp_over_55_share", 50)
    stated(territory, "gp_liberal", 42)
    assert forecast(territory).is_empty


def test_later_statement_takes_the_place_of_the_one_before(territory):
    stated(territory, "retirements", 5, years=2, profession="10")
    stated(territory, "retirements", 9, years=4, profession="10", day=dt.date(2022, 1, 1))
    assert forecast(territory).years == [2022, 2023, 2024, 2025]
    assert forecast(territory, day=dt.date(2020, 1, 1)).years == [2018, 2019, 2020]


def test_reading_asks_few_queries(territory, django_assert_max_num_queries):
    for profession in ("10", "21", "60"):
        stated(territory, "retirements", 5, years=2, profession=profession)
    with django_assert_max_num_queries(2):
        assert len(forecast(territory).series) == 3


def test_page_shows_bars_table_and_formulas(admin_client, territory):
    stated(territory, "retirements", 5, years=2, profession="10", source="Article d’essai")
    stated(territory, "gp", 10)
    stated(territory, "gp_over_55", 4)
    url = address("territory_retirements", territory)
    text = shown(admin_client.get(url, {"repartition": "fin"}))
    assert "tous à la fin de la période" in text
    assert "5 personnes, au 23 mai 2018, Article d’essai" in text
    assert "au moins 6 sur 10" in text
    assert "sans aucune arrivée" in text
    assert url in shown(admin_client.get(address("territory_change", territory)))


def test_page_without_a_figure_says_what_to_enter(admin_client, territory):
    url = address("territory_retirements", territory)
    assert "5 médecins dans les 2 ans" in shown(admin_client.get(url, {"au": "x"}))


def test_page_is_for_those_who_see_figures(client, territory):
    url = address("territory_retirements", territory)
    client.force_login(staff("view_territory"))
    assert client.get(url).status_code == 403
    client.force_login(staff("view_territory", "view_figure"))
    assert client.get(url).status_code == 200
