"""The diagnosis: facts of the source documents typed through the forms, and what comes out."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from sites.models import CommunePopulation, Figure, Territory, TerritoryCommune, TerritoryKind, Zone
from tests.sites.factories import CommuneFactory, TerritoryCommuneFactory, TerritoryFactory
from tests.sites.factories_territory import (
    CommunePopulationFactory,
    CommunityFactory,
    FigureFactory,
    ZoningFactory,
)
from tests.sites.pages import address, shown, staff
from tests.sites.stated import enter, typed

pytestmark = pytest.mark.django_db
SEPTEMBER = "2025-09-01"
MAY = "2018-05-23"


@pytest.fixture(autouse=True)
def _no_register(monkeypatch):
    """Leave what the register counts aside."""
    monkeypatch.setattr("sites.review.offer._SOURCES", [])


def diagnosis(client, territory, day, **asked):
    query = {"territoire": territory.pk, "au": day, **asked}
    response = client.get(reverse("admin:sites_diagnosis"), query)
    assert response.status_code == 200
    return response


def values(response):
    """Return the figures of a page by their label, in plain spaces; the last of each name."""
    told = response.context["told"]
    rows = [line for part in told.all_parts for line in part.lines]
    return {
        line.label.replace("\u00a0", " "): (line.figure.text or line.figure.missing).replace(
            "\u00a0", " "
        )
        for line in rows
    }


def agglomeration(count=100):
    """Return a territory whose census is that of the agglomeration: 275 028, and 278 892 in all."""
    territory = TerritoryFactory(kind=TerritoryKind.EPCI, name="Agglomération")
    communes = CommuneFactory.create_batch(count)
    TerritoryCommune.objects.bulk_create(
        TerritoryCommune(territory=territory, commune=one) for one in communes
    )
    rows = []
    for year, municipal, total in ((2022, 274_000, 278_892), (2023, 275_028, None)):
        for rank, commune in enumerate(communes):
            row = CommunePopulation(commune=commune, year=year, source="INSEE")
            row.municipal = municipal // count + (municipal % count if rank == 0 else 0)
            if total:
                row.total = total // count + (total % count if rank == 0 else 0)
            rows.append(row)
    CommunePopulation.objects.bulk_create(rows)
    return territory


def test_figures_of_the_agglomeration_come_out_beside_the_census(admin_client):
    territory = agglomeration()
    enter(
        admin_client,
        territory,
        SEPTEMBER,
        ("population", "282000"),
        ("without_gp", "32000"),
        ("priority_communes", "95"),
        ("worst_communes", "17"),
    )

    response = diagnosis(admin_client, territory, "2026-01-15")
    found = values(response)

    assert found["Population énoncée"] == "282 000 habitants"
    assert found["Population municipale, recensement 2023"] == "275 028 habitants"
    assert found["Population totale, recensement 2022"] == "278 892 habitants"
    assert found["Écart avec la population énoncée, population municipale"] == (
        "−6 972 habitants (−2,5 %)"
    )
    assert found["Écart avec la population énoncée, population totale"] == (
        "−3 108 habitants (−1,1 %)"
    )
    assert found["Part sans médecin traitant"] == "11,3 %"
    assert found["Part sans médecin traitant, rapportée au recensement"] == "11,6 %"
    assert found["Communes en zonage prioritaire"] == "95 communes"
    assert found["Communes les plus en difficulté"] == "17 communes"
    page = shown(response)
    assert "sans dire quelle population elle compte" in page
    assert "habitants sans médecin traitant ÷ population" in page


def test_figures_of_lievin_show_who_is_not_detailed(admin_client):
    territory = TerritoryFactory(name="Liévin-Pays d’Artois")
    lievin = TerritoryCommuneFactory(
        territory=territory, commune__name="Liévin", commune__population_year=None
    ).commune
    enter(
        admin_client,
        territory,
        MAY,
        ("population", "70000"),
        ("communes", "10"),
        ("professionals", "300"),
        ("professionals", "80", "10"),
        ("professionals", "90", "60"),
        ("professionals", "26", "21"),
        ("professionals", "50", "70"),
    )
    own = typed(commune=lievin.pk, measure="population", value="30000", as_of=MAY)
    admin_client.post(reverse("admin:sites_figure_add"), {**own, "precision": "about"})
    retiring = typed(territory=territory.pk, measure="retirements", value="5", profession="10")
    admin_client.post(reverse("admin:sites_figure_add"), {**retiring, "years": "2", "as_of": MAY})

    response = diagnosis(admin_client, territory, MAY)
    found = values(response)

    assert found["Population énoncée"] == "70 000 habitants"
    assert found["Communes énoncées"] == "10 communes"
    assert found["Communes du territoire"] == "1 commune"
    assert found["Densité de médecins, énoncés"] == "114,3 pour 100 000"
    assert found["Densité d’infirmiers, énoncés"] == "128,6 pour 100 000"
    assert found["Densité de pharmaciens, énoncés"] == "37,1 pour 100 000"
    assert found["Densité de masseurs-kinésithérapeutes, énoncés"] == "71,4 pour 100 000"
    assert found["Toutes professions, énoncés"] == "300 personnes"
    assert found["Énoncés par profession, en tout"] == "246 personnes"
    assert found["Sans détail par profession"] == "54 non détaillés"
    assert found["Liévin, population énoncée"] == "≈ 30 000 habitants"
    assert "Départs en retraite attendus dans les 2 ans, médecins" in shown(response)


def test_the_share_of_pantin_is_shown_as_stated_and_nothing_is_worked_out(admin_client):
    pantin = TerritoryFactory(kind=TerritoryKind.CLS, name="Pantin")
    enter(admin_client, pantin, "2018-02-01", ("without_gp_share", "30"))

    found = values(diagnosis(admin_client, pantin, "2020-01-01"))

    assert found["Part sans médecin traitant"] == "30 %"


def test_the_doctors_of_champigny_are_told_in_heads(admin_client):
    champigny = TerritoryFactory(kind=TerritoryKind.CLS, name="Champigny-sur-Marne")
    enter(
        admin_client,
        champigny,
        "2021-06-01",
        ("population", "77000"),
        ("gp_liberal", "42"),
        ("gp_salaried", "13"),
        ("gp_over_55_share", "50"),
    )
    enter(admin_client, champigny, "2021-06-01", ("gp_salaried_fte", "8.5"))

    found = values(diagnosis(admin_client, champigny, "2021-06-01"))

    assert found["Un médecin généraliste pour"] == "1 pour 1 400 habitants"
    assert found["Densité de médecins généralistes libéraux et salariés"] == "71,4 pour 100 000"
    assert found["Part de salariés"] == "23,6 %"
    assert found["Part des généralistes de plus de 55 ans"] == "50 %"
    assert found["Médecins généralistes salariés, en ETP"] == "8,5 ETP"


def test_what_is_missing_is_said(admin_client):
    territory = TerritoryFactory()

    response = diagnosis(admin_client, territory, SEPTEMBER)
    found = values(response)

    assert found["Part sans médecin traitant"] == (
        "Il manque le nombre d’habitants sans médecin traitant et la population."
    )
    assert "Rien n’est encore connu de ce territoire" in shown(response)


def test_a_figure_of_later_is_not_shown_but_told(admin_client):
    territory = TerritoryFactory()
    enter(admin_client, territory, "2026-01-01", ("population", "282000"))

    response = diagnosis(admin_client, territory, SEPTEMBER)

    assert "Population énoncée" not in values(response)
    assert "1 chiffre énoncé parle d’un jour postérieur" in shown(response)


def test_an_earlier_figure_stays_listed(admin_client):
    territory = TerritoryFactory()
    enter(admin_client, territory, "2019-01-01", ("population", "279000"))
    enter(admin_client, territory, SEPTEMBER, ("population", "282000"))

    response = diagnosis(admin_client, territory, "2026-01-01")

    assert values(response)["Population énoncée"] == "282 000 habitants"
    assert [row.value for _, row in response.context["told"].earlier] == [279000]
    assert "1 chiffre plus ancien" in shown(response)


def test_two_days_are_compared_and_shares_differ_in_points(admin_client):
    territory = TerritoryFactory()
    enter(admin_client, territory, "2018-02-01", ("without_gp_share", "30"))
    enter(admin_client, territory, "2023-02-01", ("without_gp_share", "24.5"))

    page = shown(diagnosis(admin_client, territory, "2020-01-01", le="2024-01-01"))

    assert "−5,5 points" in page
    assert "au 1<sup>er</sup> janvier 2020" in page


def test_two_territories_are_compared(admin_client):
    one, other = TerritoryFactory(), TerritoryFactory()
    enter(admin_client, one, SEPTEMBER, ("population", "282000"))
    enter(admin_client, other, SEPTEMBER, ("population", "70000"))

    page = shown(diagnosis(admin_client, one, SEPTEMBER, avec=other.pk))

    assert "−212 000 habitants" in page


def test_zonings_are_told_beside_what_was_stated(admin_client):
    territory = TerritoryFactory()
    for _ in range(3):
        ZoningFactory(commune=TerritoryCommuneFactory(territory=territory).commune)
    TerritoryCommuneFactory(territory=territory, commune__name="Sansclasse")
    enter(admin_client, territory, SEPTEMBER, ("priority_communes", "5"))

    response = diagnosis(admin_client, territory, "2026-02-01")
    found = values(response)

    assert found["Communes en ZIP"] == "3 communes"
    assert found["Écart entre les communes en ZIP et le chiffre énoncé"] == "−2 communes (−40,0 %)"
    page = shown(response)
    assert "Sans classe enregistrée à cette date : Sansclasse." in page
    assert "Arrêté de l’agence, depuis le 1<sup>er</sup> janvier 2026" in page
    assert "Communes en ZIP" not in values(diagnosis(admin_client, territory, "2025-12-31"))


def test_without_a_territory_the_page_says_what_to_do(admin_client):
    Territory.objects.all().delete()

    response = admin_client.get(reverse("admin:sites_diagnosis"))

    assert "Ajoutez un territoire" in shown(response)


@pytest.mark.parametrize("asked", [{"territoire": "99999"}, {"territoire": "x"}, {"au": "hier"}])
def test_a_wrong_address_is_told_and_nothing_is_shown(admin_client, asked):
    TerritoryFactory()

    response = admin_client.get(reverse("admin:sites_diagnosis"), asked)

    assert response.status_code == 200
    assert response.context["found"] is None
    assert response.context["asked"].errors


def test_the_page_asks_for_a_right(client):
    client.force_login(staff("view_site"))
    assert client.get(reverse("admin:sites_diagnosis")).status_code == 403

    client.force_login(staff("view_territory"))
    TerritoryFactory()
    response = client.get(reverse("admin:sites_diagnosis"))
    assert response.status_code == 200
    assert reverse("admin:sites_figure_add") not in shown(response)


def test_queries_do_not_grow_with_communes_nor_figures(admin_client, django_assert_max_num_queries):
    territory = agglomeration(count=40)
    for commune in territory.communes_on(dt.date(2026, 1, 1)):
        ZoningFactory(commune=commune, zone=Zone.ZAC)
        FigureFactory(territory=None, commune=commune, measure="without_gp", value=10)
    for code in ("10", "21", "40", "50", "60", "70"):
        FigureFactory(territory=territory, measure="professionals", profession=code, value=9)
    diagnosis(admin_client, territory, "2026-02-01")

    with django_assert_max_num_queries(12):
        diagnosis(admin_client, territory, "2026-02-01")


def test_territory_and_cpts_lead_to_the_diagnosis(admin_client):
    community = CommunityFactory()
    wanted = f"{reverse('admin:sites_diagnosis')}?territoire={community.territory_id}"

    assert wanted in shown(admin_client.get(address("territory_change", community.territory)))
    assert wanted in shown(admin_client.get(address("community_change", community)))


def test_the_print_holds_its_notes(admin_client):
    territory = agglomeration(count=3)
    enter(admin_client, territory, SEPTEMBER, ("population", "282000"), ("without_gp", "32000"))
    query = {"territoire": territory.pk, "au": "2026-01-15"}

    response = admin_client.get(reverse("admin:sites_diagnosis_pdf"), query)

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert "diagnostic-agglomeration-2026-01-15.pdf" in response["Content-Disposition"]


def test_the_stated_figures_are_kept_as_typed(admin_client):
    territory = TerritoryFactory()
    enter(admin_client, territory, SEPTEMBER, ("without_gp", "32000"), precision="about")

    figure = Figure.objects.get()

    assert (figure.value, figure.precision) == (32000, "about")
    assert figure.history.get().history_user.is_superuser
    page = shown(diagnosis(admin_client, territory, SEPTEMBER))
    assert re.search(r"≈ 32 000 habitants", page)


def test_a_census_that_misses_communes_gives_no_density(admin_client):
    territory = TerritoryFactory()
    known = TerritoryCommuneFactory(territory=territory).commune
    TerritoryCommuneFactory(territory=territory, commune__name="Inconnue")
    CommunePopulationFactory(commune=known, year=2023, municipal=900)
    enter(admin_client, territory, SEPTEMBER, ("gp", "3"))

    response = diagnosis(admin_client, territory, SEPTEMBER)

    density = "Densité de médecins généralistes, tous modes d’exercice"
    assert values(response)[density] == "Il manque la population."
    assert "il manque Inconnue" in shown(response)
