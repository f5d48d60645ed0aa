"""Figures and zonings typed on their pages: what is refused, and in which words."""

import datetime as dt

import pytest
from django.urls import reverse

from sites.models import Figure, TerritoryKind, Zoning
from tests.sites.factories import CommuneFactory, TerritoryFactory
from tests.sites.factories_territory import ZoningFactory
from tests.sites.pages import address, shown, staff
from tests.sites.stated import SOURCE, typed

pytestmark = pytest.mark.django_db
DAY = "2025-09-01"


def add(client, **said):
    return client.post(address("figure_add"), typed(as_of=DAY, **said))


def refused(response, name):
    """Return the words with which a field is refused, in plain spaces."""
    assert response.status_code == 200
    errors = response.context["adminform"].form.errors
    assert set(errors) == {name}
    return " ".join(errors[name]).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"measure": "population", "value": "-3"}, "value", "n’est pas négatif"),
        ({"measure": "without_gp_share", "value": "130"}, "value", "de 0 à 100 %"),
        ({"measure": "gp_salaried", "value": "8.5"}, "value", "en ETP"),
        ({"measure": "population", "value": "12.5"}, "value", "nombres entiers"),
        ({"measure": "gp", "value": "8", "profession": "10"}, "profession", "laissez-la vide"),
        ({"measure": "retirements", "value": "5"}, "years", "en combien d’années"),
        ({"measure": "population", "value": "5", "years": "2"}, "years", "départs en retraite"),
        ({"measure": "other", "value": "5"}, "label", "Donnez le nom"),
        ({"measure": "gp", "value": "5", "label": "Autre"}, "label", "laissez-le vide"),
    ],
)
def test_a_wrong_combination_is_refused_in_french(admin_client, said, field, words):
    response = add(admin_client, territory=TerritoryFactory().pk, **said)

    assert words in refused(response, field)
    assert not Figure.objects.exists()


def test_a_figure_is_about_one_place(admin_client):
    territory, commune = TerritoryFactory(), CommuneFactory()
    said = {"measure": "population", "value": "5"}

    neither = add(admin_client, **said)
    both = add(admin_client, territory=territory.pk, commune=commune.pk, **said)

    assert "l’un des deux" in refused(neither, "territory")
    assert "l’un des deux" in refused(both, "territory")


def test_full_time_equivalents_have_decimals(admin_client):
    response = add(
        admin_client, territory=TerritoryFactory().pk, measure="gp_salaried_fte", value="8.5"
    )

    assert response.status_code == 302


def test_the_form_tells_the_unit_of_each_measure(admin_client):
    page = shown(admin_client.get(address("figure_add")))

    assert "Médecins généralistes salariés – personnes" in page
    assert "Part sans médecin traitant – %" in page


def test_the_diagnosis_leads_to_the_form_and_back(admin_client):
    territory = TerritoryFactory()
    query = {"territoire": territory.pk, "au": DAY}
    page = admin_client.get(reverse("admin:sites_diagnosis"), query)
    form = admin_client.get(page.context["links"]["add"])
    assert form.context["adminform"].form["territory"].value() == str(territory.pk)

    said = typed(territory=territory.pk, measure="population", value="9", as_of=DAY)
    response = admin_client.post(page.context["links"]["add"], said)

    assert response.url == f"{reverse('admin:sites_diagnosis')}?territoire={territory.pk}&au={DAY}"


def test_the_next_figure_of_a_text_keeps_its_source(admin_client):
    territory = TerritoryFactory()
    said = typed(territory=territory.pk, measure="population", value="9", as_of=DAY)

    response = admin_client.post(address("figure_add"), {**said, "_addanother": "1"}, follow=True)

    form = response.context["adminform"].form
    assert form["source"].value() == SOURCE
    assert form["territory"].value() == str(territory.pk)
    assert not form["value"].value()


def test_figures_are_typed_as_lines_of_their_territory(admin_client):
    territory = TerritoryFactory(code="")
    line = typed(measure="population", value="70000", as_of=DAY)
    lines = {f"figures-0-{name}": value for name, value in line.items() if name != "territory"}
    response = admin_client.post(
        address("territory_change", territory),
        {
            "kind": territory.kind,
            "name": territory.name,
            "code": "",
            "memberships-TOTAL_FORMS": 0,
            "memberships-INITIAL_FORMS": 0,
            "figures-TOTAL_FORMS": 1,
            "figures-INITIAL_FORMS": 0,
            **lines,
            "_version": territory.version,
            "version": territory.version,
        },
    )

    assert response.status_code == 302, response.context["errors"]
    assert Figure.objects.get().territory == territory


def test_the_list_narrows_to_a_territory(admin_client, django_assert_max_num_queries):
    one, other = TerritoryFactory(), TerritoryFactory()
    for territory in (one, other):
        add(admin_client, territory=territory.pk, measure="population", value="7")

    with django_assert_max_num_queries(8):
        query = {"territory__id__exact": one.pk}
        response = admin_client.get(address("figure_changelist"), query)

    assert response.context["cl"].result_count == 1
    assert "7 habitants" in shown(response)


def zoning(**said):
    usual = {"commune": "", "territory": "", "profession": "10", "zone": "zip", "end": ""}
    return {**usual, "start": "2026-01-01", "source": "Arrêté du 1er janvier 2026", **said}


def test_a_new_class_ends_the_one_before(admin_client):
    commune = CommuneFactory()
    before = ZoningFactory(commune=commune, zone="zac", start=dt.date(2022, 4, 26))

    response = admin_client.post(address("zoning_add"), zoning(commune=commune.pk), follow=True)

    before.refresh_from_db()
    assert before.end == dt.date(2025, 12, 31)
    assert before.history.latest().history_change_reason == "Fin du zonage, la veille du suivant"
    assert "1 zonage précédent prend fin la veille" in shown(response)


def test_a_living_area_is_classed_and_other_territories_are_not_offered(admin_client):
    area, other = TerritoryFactory(kind=TerritoryKind.TVS), TerritoryFactory()

    refused_ = admin_client.post(address("zoning_add"), zoning(territory=other.pk))
    admin_client.post(address("zoning_add"), zoning(territory=area.pk))

    assert "territory" in refused_.context["adminform"].form.errors
    assert Zoning.objects.get().territory == area


def test_a_class_that_meets_a_later_one_is_refused(admin_client):
    commune = CommuneFactory()
    ZoningFactory(commune=commune, start=dt.date(2027, 1, 1))

    response = admin_client.post(
        address("zoning_add"), zoning(commune=commune.pk, end="2027-06-30")
    )

    assert "est en vigueur alors" in refused(response, "start")


def many(client, names, **said):
    usual = {"zone": "zip", "profession": "10", "depuis": "2026-01-01", "source": "Arrêté"}
    return client.post(address("zoning_many"), {"noms": names, **usual, **said})


def test_several_communes_are_classed_at_once(admin_client):
    CommuneFactory(name="Outreville")
    wood = CommuneFactory(name="Bois-Outre")
    ZoningFactory(commune=wood, zone="zac", start=dt.date(2022, 4, 26))

    response = many(admin_client, "Outreville\nBois-Outre\noutreville")

    assert response.status_code == 302
    rows = Zoning.objects.filter(start=dt.date(2026, 1, 1))
    assert sorted(row.commune.name for row in rows) == ["Bois-Outre", "Outreville"]
    assert Zoning.objects.get(zone="zac").end == dt.date(2025, 12, 31)


def test_an_unknown_name_stops_everything_until_it_is_left_out(admin_client):
    CommuneFactory(name="Outreville")
    names = "Outreville ; Outrevile"

    response = many(admin_client, names)

    page = shown(response)
    assert not Zoning.objects.exists()
    assert "vouliez-vous dire « Outreville »" in page
    assert "1 nom compris sur 2" in page

    left_out = {"lus": names, "choix-2": "ecartee"}
    assert many(admin_client, names, **left_out).status_code == 302
    assert Zoning.objects.get().commune.name == "Outreville"


def test_a_choice_does_not_bear_on_another_list(admin_client):
    CommuneFactory(name="Outreville")

    many(
        admin_client,
        "Outreville ; Autre",
        **{"lus": "Outreville ; Outrevile", "choix-2": "ecartee"},
    )

    assert not Zoning.objects.exists()


def test_a_class_already_there_refuses_the_whole_list(admin_client):
    CommuneFactory(name="Outreville")
    wood = CommuneFactory(name="Bois-Outre")
    ZoningFactory(commune=wood, start=dt.date(2026, 1, 1))

    page = shown(many(admin_client, "Outreville ; Bois-Outre"))

    assert "Un zonage commence déjà le 1er janvier 2026" in page
    assert Zoning.objects.count() == 1


@pytest.mark.parametrize("said", [{"zone": ""}, {"depuis": "2026-02-30"}, {"source": ""}])
def test_an_incomplete_form_writes_nothing(admin_client, said):
    CommuneFactory(name="Outreville")

    page = shown(many(admin_client, "Outreville", **said))

    assert "Rien n’est enregistré" in page
    assert not Zoning.objects.exists()


def test_classing_several_communes_asks_for_a_right(client):
    client.force_login(staff("view_zoning"))

    assert client.get(address("zoning_many")).status_code == 403
