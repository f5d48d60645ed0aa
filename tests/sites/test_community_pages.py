"""Pages of a CPTS: the dashboard, the grid of values, the creation, what a site tells of it."""

import datetime as dt

import pytest
from django.urls import reverse

from csipa.admin import Panel, ToolbarLink, contributions
from sites.models import MissionIndicator, MissionValue
from tests.admin.browser import form_of
from tests.sites.factories import (
    CommuneFactory,
    OrganisationFactory,
    RepresentativeFactory,
    SiteFactory,
    TerritoryCommuneFactory,
)
from tests.sites.factories_territory import (
    CommunePopulationFactory,
    CommunityFactory,
    CommunityMissionFactory,
    MissionIndicatorFactory,
    MissionValueFactory,
)
from tests.sites.pages import address, shown, staff

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 9, 1)
JUNE = dt.date(2026, 6, 30)
READ = ("view_community", "view_communitymission")
WRITE = (*READ, "change_community", "add_community", "change_communitymission")


@pytest.fixture(autouse=True)
def _in_september(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


@pytest.fixture
def reader(client):
    user = staff(*READ)
    client.force_login(user)
    return user


@pytest.fixture
def writer(client):
    user = staff(*WRITE)
    client.force_login(user)
    return user


@pytest.fixture
def community():
    made = CommunityFactory(
        organisation=OrganisationFactory(official_name="CPTS des Collines", short_name="CPTS C"),
        idea_on=dt.date(2019, 1, 1),
        agreement_on=dt.date(2022, 1, 20),
        agreement_until=dt.date(2027, 1, 19),
    )
    commune = CommuneFactory(name="Norrent-Fontes")
    TerritoryCommuneFactory(territory=made.territory, commune=commune)
    CommunePopulationFactory(commune=commune, municipal=45_922)
    SiteFactory(commune=commune, name="Norrent-Fontes")
    RepresentativeFactory(
        organisation=made.organisation,
        first_name="Anne",
        last_name="Delot",
        gender="f",
        capacity="président",
    )
    mission = CommunityMissionFactory(community=made, start=dt.date(2022, 1, 20))
    indicator = MissionIndicatorFactory(
        mission=mission, name="Patients aidés", unit="patients", baseline=0, target=400
    )
    MissionValueFactory(indicator=indicator, value=171, as_of=dt.date(2025, 12, 31))
    MissionValueFactory(indicator=indicator, value=236, as_of=JUNE)
    return made


@pytest.fixture
def mission(community):
    return community.missions.get()


def values_of(mission):
    rows = MissionValue.objects.filter(indicator__mission=mission)
    return {(row.indicator.name, row.as_of): row.value for row in rows.select_related("indicator")}


# The dashboard ------------------------------------------------------------------------------------


def test_the_dashboard_tells_territory_life_people_missions_and_sites(client, reader, community):
    page = shown(client.get(address("community_board", community)))
    for text in (
        "CPTS des Collines",
        "45 922 habitants",
        "taille 2",
        "5 922 habitants de plus que le seuil de 40 000, soit 14,8 %",
        "en 2019",
        "encore 140 jours",
        "<strong>Anne DELOT</strong>, présidente",
        "Quatre missions socles et deux missions optionnelles à cette date.",
        "Démarrage en retard",
        "<strong>236 patients</strong>",
        "au moins 400 patients",
        "59 %",
        "En progrès",
        "Norrent-Fontes",
    ):
        assert text in page, text


def test_the_dashboard_says_what_waits_in_order(client, reader, community):
    page = shown(client.get(address("community_board", community)))
    late, soon = page.index("démarrage en retard, attendu pour"), page.index("se termine le 19")
    assert late < soon < page.index("Missions socles à prendre")


def test_the_dashboard_of_an_earlier_day_tells_that_day(client, reader, community):
    page = shown(client.get(address("community_board", community), {"jour": "2021-12-14"}))
    assert "Trois missions socles" in page
    assert "telle qu’elle était, ou sera, le 14 décembre 2021" in page
    assert "À venir" in page
    assert "236 patients" not in page


def test_the_dashboard_shows_what_other_apps_tell(client, reader, community, monkeypatch):
    label = "sites.Community"
    panel = Panel("admin/sites/community/_site_panel.html", {"communities": [community]})
    monkeypatch.setitem(contributions._PANELS, label, [lambda request, row: [panel]])
    links = [
        ToolbarLink("Annuaire des membres", "/membres/"),
        ToolbarLink("Plus", "/x/", more=True),
    ]
    monkeypatch.setitem(contributions._LINKS, label, [lambda request, row: links])
    board, form = (
        shown(client.get(address(name, community)))
        for name in ("community_board", "community_change")
    )
    assert "Annuaire des membres" in board
    assert "CPTS dont la commune fait partie" in board
    assert "Annuaire des membres" in form
    assert "CPTS dont la commune fait partie" not in form


def test_links_lead_only_where_the_person_may_go(client, reader, community):
    page = shown(client.get(address("community_board", community)))
    mission = community.missions.get()
    assert address("communitymission_values", mission) not in page
    assert address("organisation_change", community.organisation) not in page
    client.force_login(staff(*WRITE, "view_organisation"))
    page = shown(client.get(address("community_board", community)))
    assert address("communitymission_values", mission) in page
    assert address("organisation_change", community.organisation) in page


def test_missions_stay_with_those_who_may_see_them(client, community):
    client.force_login(staff("view_community"))
    page = shown(client.get(address("community_board", community)))
    assert "45 922 habitants" in page
    assert "Patients aidés" not in page
    assert "démarrage en retard" not in page


def test_a_new_cpts_opens_its_dashboard(client, reader):
    made = CommunityFactory()
    page = shown(client.get(address("community_board", made)))
    assert "collez-en la liste" in page
    assert address("territory_paste", made.territory) not in page
    assert "Aucune mission n’est encore prise" in page
    client.force_login(staff(*READ, "change_territory"))
    page = shown(client.get(address("community_board", made)))
    assert address("territory_paste", made.territory) in page


@pytest.mark.parametrize("name", ["community_board", "communitymission_values"])
def test_pages_are_closed_to_those_without_rights(client, community, name):
    row = community if name == "community_board" else community.missions.get()
    client.force_login(staff("view_site"))
    assert client.get(address(name, row)).status_code == 403
    assert client.get(reverse(f"admin:sites_{name}", args=[10**6])).status_code == 404


def test_the_dashboard_takes_as_many_queries_however_much_there_is(
    client, reader, community, django_assert_max_num_queries
):
    for mission in ("pathways", "prevention", "crises"):
        row = CommunityMissionFactory(community=community, mission=mission)
        for indicator in MissionIndicatorFactory.create_batch(3, mission=row):
            MissionValueFactory(indicator=indicator)
            MissionValueFactory(indicator=indicator, as_of=JUNE)
    url = address("community_board", community)
    client.get(url)
    with django_assert_max_num_queries(16):
        client.get(url)


# The values -------------------------------------------------------------------------------------


def test_values_are_typed_in_one_save(client, writer, mission):
    second = MissionIndicatorFactory(mission=mission, name="Vaccinations")
    first = mission.indicators.get(name="Patients aidés")
    url = address("communitymission_values", mission)
    data = form_of(client.get(url))
    data["new_day"] = ["2026-08-31"]
    data["source-nouvelle"] = ["Relevé de la coordination"]
    data[f"value-{first.pk}-nouvelle"] = ["≈ 300"]
    data[f"value-{second.pk}-nouvelle"] = ["1 200"]
    data[f"value-{first.pk}-2026-06-30"] = ["240"]
    data[f"target-{second.pk}"] = ["1 500"]
    data[f"direction-{second.pk}"] = ["down"]
    answer = client.post(url, data, follow=True)
    assert "4 changements enregistrés." in shown(answer)
    august = dt.date(2026, 8, 31)
    assert values_of(mission)["Patients aidés", august] == 300
    assert values_of(mission)["Patients aidés", JUNE] == 240
    assert values_of(mission)["Vaccinations", august] == 1200
    row = MissionValue.objects.get(indicator=first, as_of=august)
    assert (row.precision, row.source) == ("about", "Relevé de la coordination")
    second.refresh_from_db()
    assert (second.target, second.direction) == (1500, "down")
    assert "Correction" in shown(answer)


def test_the_page_sent_back_as_it_is_changes_nothing(client, writer, mission):
    url = address("communitymission_values", mission)
    answer = client.post(url, form_of(client.get(url)), follow=True)
    assert "Rien n’a changé." in shown(answer)
    assert MissionValue.history.count() == 2


def test_an_emptied_cell_takes_the_value_back(client, writer, mission):
    url = address("communitymission_values", mission)
    data = form_of(client.get(url))
    data[f"value-{mission.indicators.get().pk}-2026-06-30"] = [""]
    client.post(url, data)
    assert list(values_of(mission)) == [("Patients aidés", dt.date(2025, 12, 31))]


def test_a_source_corrected_bears_on_the_values_of_its_day(client, writer, mission):
    url = address("communitymission_values", mission)
    data = form_of(client.get(url))
    data["source-2026-06-30"] = ["Rapport corrigé"]
    client.post(url, data)
    sources = MissionValue.objects.order_by("as_of").values_list("source", flat=True)
    assert list(sources) == ["Rapport d’activité", "Rapport corrigé"]


def test_a_value_read_elsewhere_keeps_its_own_source(client, writer, mission):
    other = MissionIndicatorFactory(mission=mission)
    third = MissionIndicatorFactory(mission=mission)
    MissionValueFactory(indicator=other, as_of=JUNE, source="Assurance maladie")
    MissionValueFactory(indicator=third, as_of=JUNE, value=8)
    url = address("communitymission_values", mission)
    data = form_of(client.get(url))
    data[f"value-{third.pk}-2026-06-30"] = ["9"]
    client.post(url, data)
    assert MissionValue.objects.get(indicator=other).source == "Assurance maladie"
    assert values_of(mission)[third.name, JUNE] == 9


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"new_day": "2026-09-02", "value": "1"}, "Cette date est à venir"),
        ({"new_day": "", "value": "1"}, "Donnez le jour sur lequel portent ces valeurs."),
        ({"new_day": "2026-06-30", "value": "1"}, "Cette date a déjà sa colonne"),
        ({"new_day": "2026-08-31", "value": "beaucoup"}, "n’est pas un nombre"),
        ({"new_day": "2026-08-31", "value": "1", "source": ""}, "Dites où ces valeurs"),
        ({"new_day": "hier", "value": "1"}, "Cette date n’existe pas"),
    ],
)
def test_what_cannot_be_saved_is_told_where_it_is(client, writer, mission, typed, message):
    url = address("communitymission_values", mission)
    data = form_of(client.get(url))
    data["new_day"] = [typed["new_day"]]
    data["source-nouvelle"] = [typed.get("source", "Relevé")]
    data[f"value-{mission.indicators.get().pk}-nouvelle"] = [typed["value"]]
    page = shown(client.post(url, data))
    assert message in page
    assert "Rien n’est enregistré" in page
    assert MissionValue.objects.count() == 2


def test_a_target_is_a_plain_number(client, writer, mission):
    url = address("communitymission_values", mission)
    data = form_of(client.get(url))
    data[f"target-{mission.indicators.get().pk}"] = ["≈ 400"]
    assert "sans signe d’approximation" in shown(client.post(url, data))


def test_what_somebody_else_typed_meanwhile_is_kept(client, writer, mission):
    url = address("communitymission_values", mission)
    data = form_of(client.get(url))
    MissionValue.objects.filter(as_of=JUNE).update(value=250)
    data[f"value-{mission.indicators.get().pk}-2026-06-30"] = ["240"]
    page = shown(client.post(url, data))
    assert "a été changée entre-temps" in page
    assert values_of(mission)["Patients aidés", JUNE] == 250


def test_older_days_are_shown_on_request(client, writer, mission):
    indicator = mission.indicators.get()
    for year in (2021, 2022, 2023):
        MissionValueFactory(indicator=indicator, as_of=dt.date(year, 12, 31))
    url = address("communitymission_values", mission)
    page = shown(client.get(url))
    assert "31/12/2021" not in page.split("Dernières saisies")[0]
    assert "1 date plus ancienne" in page
    assert "31/12/2021" in shown(client.get(url, {"toutes": ""})).split("Dernières saisies")[0]


def test_readers_see_the_values_and_cannot_send_any(client, reader, mission):
    url = address("communitymission_values", mission)
    page = shown(client.get(url))
    assert "236" in page
    assert "Enregistrer valeurs" not in page
    assert client.post(url, {}).status_code == 403


def test_a_mission_without_indicators_says_what_to_do(client, writer, mission):
    MissionIndicator.objects.all().delete()
    page = shown(client.get(address("communitymission_values", mission)))
    assert "pas encore d’indicateur" in page


def test_the_page_of_a_mission_shows_its_numbers_without_useless_decimals(client, mission):
    client.force_login(staff(*WRITE, "view_missionindicator", "change_missionindicator"))
    MissionIndicator.objects.update(baseline="46.700", target="400.000")
    url = address("communitymission_change", mission)
    data = form_of(client.get(url))
    assert (data["indicators-0-baseline"], data["indicators-0-target"]) == (["46.7"], ["400"])
    client.post(url, data)
    assert MissionIndicator.history.count() == 1


# What a site tells ------------------------------------------------------------------------------


def test_a_site_tells_the_cpts_of_its_commune_or_that_there_is_none(client, community):
    client.force_login(staff("view_site", "view_community"))
    inside = community.territory.memberships.get().commune.sites.get()
    page = shown(client.get(address("site_change", inside)))
    assert address("community_board", community) in page
    outside = SiteFactory(commune=CommuneFactory(name="Labourse"), name="Labourse")
    page = shown(client.get(address("site_change", outside)))
    assert "Labourse n’est dans le territoire d’aucune CPTS saisie" in page


def test_a_site_tells_no_cpts_to_those_who_may_not_see_them(client, community):
    client.force_login(staff("view_site"))
    inside = community.territory.memberships.get().commune.sites.get()
    assert "CPTS dont" not in shown(client.get(address("site_change", inside)))
