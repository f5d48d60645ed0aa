"""What a CPTS takes away: its sheet on one page, the report on its missions, its indicators."""

import csv
import datetime as dt
import io

import pytest
from pypdf import PdfReader

from sites.documents.community_print import report_html, sheet_html
from sites.review.communities import board_of
from sites.review.community_print import board_source, indicators_table
from tests.sites.factories import RepresentativeFactory
from tests.sites.factories_territory import (
    CommunityFactory,
    CommunityMissionFactory,
    FigureFactory,
    MissionIndicatorFactory,
    MissionValueFactory,
)
from tests.sites.pages import address, staff
from tests.sites.val_de_lys import val_de_lys_romane

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 9, 1)
READ = ("view_community", "view_communitymission")


@pytest.fixture(autouse=True)
def _in_september(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


@pytest.fixture
def community():
    made = val_de_lys_romane(
        agreement_on=dt.date(2022, 1, 20),
        agreement_until=dt.date(2027, 1, 19),
    )
    RepresentativeFactory(
        organisation=made.organisation, first_name="Anne", last_name="Delot", gender="f"
    )
    for code in ("access", "pathways", "prevention", "crises", "support"):
        mission = CommunityMissionFactory(
            community=made,
            mission=code,
            start=dt.date(2022, 4, 1),
            started_on=dt.date(2022, 6, 1),
            summary="Une première ligne.\nUne deuxième.",
        )
        indicator = MissionIndicatorFactory(
            mission=mission, name=f"Suivi de {code}", unit="patients", baseline=0, target=400
        )
        MissionValueFactory(indicator=indicator, value="171.500", as_of=dt.date(2025, 12, 31))
        MissionValueFactory(indicator=indicator, value=236, as_of=dt.date(2026, 6, 30))
    return made


def plain(text):
    return " ".join(
        text.replace("\u00a0", " ").replace("&nbsp;", " ").replace("\u2011", "-").split()
    )


def source(community, day=TODAY):
    return board_source(board_of(community, day=day), today=TODAY)


def text_of(response):
    pages = PdfReader(io.BytesIO(response.content)).pages
    return len(pages), plain(" ".join(page.extract_text() for page in pages))


def test_the_sheet_holds_on_one_page(client, community):
    client.force_login(staff(*READ))
    response = client.get(address("community_sheet", community))
    pages, text = text_of(response)
    assert response["Content-Type"] == "application/pdf"
    assert pages == 1
    for said in ("45 922 habitants (1)", "taille 2 (2)", "32 communes", "Saint-Hilaire-Cottes"):
        assert said in text


def test_the_sheet_numbers_only_the_figures_it_prints(community):
    page = plain(sheet_html(source(community)))
    assert "(1) Somme des populations municipales" in page
    assert "dernière valeur" not in page


def test_the_report_tells_each_mission_with_its_indicators_and_notes(client, community):
    client.force_login(staff(*READ))
    text = text_of(client.get(address("community_report", community)))[1]
    for said in (
        "Bilan des missions de la CPTS",
        "Quatre missions socles",
        "Accès aux soins",
        "Mission socle, déploiement en retard.",
        "Suivi de access",
        "236 patients",
        "59 %",
        "valeur de départ",
    ):
        assert said in text, said


def test_the_report_draws_a_curve_from_two_values_on(community):
    assert report_html(source(community)).count("<svg") == 5
    assert "<svg" not in report_html(source(community, day=dt.date(2026, 1, 1)))


def test_the_report_of_an_earlier_day_knows_three_core_missions(community):
    page = plain(report_html(source(community, day=dt.date(2022, 1, 31))))
    assert "Trois missions socles et deux missions optionnelles" in page
    assert "171,5" not in page


def test_what_people_typed_stays_text(community):
    mission = community.missions.first()
    mission.summary = "<script>alert(1)</script>"
    mission.save()
    assert "<script>" not in report_html(source(community))


def test_a_cpts_without_communes_prints_what_was_stated():
    community = CommunityFactory()
    FigureFactory(territory=community.territory, value=70_000, precision="about")
    FigureFactory(territory=community.territory, measure="communes", value=10)
    page = plain(sheet_html(source(community)))
    assert "≈ 70 000 habitants" in page
    assert "Énoncé : communes 10, au 23 mai 2018 (Article de presse)." in page
    assert "Personne n’est en fonction" in page
    assert "Aucune mission n’est prise" in page


def test_the_table_has_a_line_a_value_with_decimals_as_they_are(client, community):
    client.force_login(staff(*READ))
    MissionIndicatorFactory(mission=community.missions.first(), name="Jamais mesuré")
    response = client.get(address("community_indicators", community))
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 11
    assert [row["Valeur"] for row in rows if row["Indicateur"] == "Suivi de access"] == [
        "171,5",
        "236",
    ]
    (empty,) = [row for row in rows if row["Indicateur"] == "Jamais mesuré"]
    assert (empty["Valeur"], empty["État de l’indicateur"]) == ("", "pas encore mesuré")
    assert rows[0]["Date de la valeur"] == "31/12/2025"


def test_the_table_of_an_earlier_day_stops_there(community):
    table = indicators_table(board_of(community, day=dt.date(2026, 1, 1)))
    assert {row[9] for row in table.rows} == {dt.date(2025, 12, 31)}


@pytest.mark.parametrize("name", ["community_sheet", "community_report", "community_indicators"])
def test_prints_are_closed_to_those_who_may_not_see_missions(client, name):
    client.force_login(staff("view_community"))
    assert client.get(address(name, CommunityFactory())).status_code == 403
