"""Pages of places and organisations: they open, search, complete, check lines together."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sites.admin import communes
from sites.models import Article, Commune, Gender, OpeningHours, Organisation, Site, Territory
from tests.sites.factories import (
    CommuneFactory,
    EquipmentFactory,
    OpeningHoursFactory,
    OrganisationAliasFactory,
    OrganisationFactory,
    RepresentativeFactory,
    RoomFactory,
    SiteFactory,
    TerritoryCommuneFactory,
)

pytestmark = pytest.mark.django_db

PAGES = ("commune", "organisation", "site", "territory")


def list_url(model):
    return reverse(f"admin:sites_{model}_changelist")


def change_url(row):
    return reverse(f"admin:sites_{row._meta.model_name}_change", args=[row.pk])


@pytest.fixture
def records():
    """One full record for each page."""
    site = SiteFactory(antenna=True, name="Robecq", commune_id="62713")
    room = RoomFactory(site=site)
    lender = RepresentativeFactory(organisation__municipality=True).organisation
    EquipmentFactory(site=site, room=room, lent_by=lender)
    OpeningHoursFactory(site=site)
    OrganisationAliasFactory(organisation=lender)
    return {
        "commune": Commune.objects.get(pk="62486"),
        "organisation": lender,
        "site": site,
        "territory": TerritoryCommuneFactory().territory,
    }


@pytest.mark.parametrize("model", PAGES)
def test_list_add_change_and_history_pages_open(admin_client, records, model):
    row = records[model]
    for url in (
        list_url(model),
        reverse(f"admin:sites_{model}_add"),
        change_url(row),
        reverse(f"admin:sites_{model}_history", args=[row.pk]),
    ):
        assert admin_client.get(url).status_code == 200, url


@pytest.mark.parametrize(
    ("model", "factory"),
    [("commune", CommuneFactory), ("organisation", RepresentativeFactory), ("site", SiteFactory)],
)
def test_list_asks_as_many_queries_for_one_row_as_for_twenty(
    admin_client, django_assert_num_queries, django_assert_max_num_queries, model, factory
):
    factory()
    admin_client.get(list_url(model))
    with django_assert_max_num_queries(30) as few:
        admin_client.get(list_url(model))
    for _ in range(20):
        factory()
    with django_assert_num_queries(len(few)):
        admin_client.get(list_url(model))


@pytest.mark.parametrize(
    ("model", "text", "found"),
    [
        pytest.param("commune", "lieres", "Lières", id="commune without accent"),
        pytest.param("organisation", "l'Agence régionale de sante", "Agence", id="organisation"),
        pytest.param("site", "antenne robecq", "Robecq", id="site by its kind"),
        pytest.param("site", "piscine robecq", None, id="site by a word it lacks"),
        pytest.param("site", "robecq", "Robecq", id="site"),
    ],
)
def test_search_box_and_autocompletion_forgive_accents(admin_client, records, model, text, found):
    OrganisationFactory(official_name="Agence régionale de santé Hauts-de-France")
    field = {"commune": "commune", "organisation": "owner", "site": "parent"}[model]
    answer = admin_client.get(
        reverse("admin:autocomplete"),
        {"app_label": "sites", "model_name": "site", "field_name": field, "term": text},
    ).json()
    texts = [result["text"] for result in answer["results"]]
    assert any(found in text for text in texts) if found else texts == []
    page = admin_client.get(list_url(model), {"q": text})
    assert len(page.context["cl"].result_list) == len(texts)


@pytest.mark.parametrize(
    ("model", "query", "count"),
    [
        pytest.param("site", {"state": "open"}, 1, id="open sites"),
        pytest.param("site", {"state": "planned"}, 1, id="planned sites"),
        pytest.param("site", {"state": "closed"}, 0, id="closed sites"),
        pytest.param("site", {"state": "nonsense"}, 2, id="unknown state"),
        pytest.param("organisation", {"represented": "yes"}, 1, id="represented"),
        pytest.param("organisation", {"represented": "no"}, 1, id="unrepresented"),
        pytest.param("commune", {"department__exact": "62"}, 100, id="department"),
    ],
)
def test_filters_ask_the_queryset(admin_client, model, query, count):
    SiteFactory()
    SiteFactory(opened_on=None)
    RepresentativeFactory()
    OrganisationFactory()
    page = admin_client.get(list_url(model), query)
    assert page.context["cl"].result_count == count


def test_list_of_organisations_shows_who_signs_today(admin_client):
    RepresentativeFactory(capacity="vice-président délégué")
    page = admin_client.get(list_url("organisation")).content.decode()
    assert "Maëlle DHÉLIN, vice-présidente déléguée" in page


def test_list_of_communes_shows_every_postal_code(admin_client):
    page = admin_client.get(list_url("commune"), {"q": "norrent"}).content.decode()
    assert "62120" in page
    assert "2023" in page


def test_list_of_territories_counts_the_communes(admin_client):
    page = admin_client.get(list_url("territory"))
    assert [row.commune_count for row in page.context["cl"].result_list] == [100]


def lines(prefix, *rows, initial=0):
    """Return the posted values of a set of lines."""
    values = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
    for index, row in enumerate(rows):
        values |= {f"{prefix}-{index}-{name}": value for name, value in row.items()}
    return values


def site_values(*hours, initial=0):
    return {
        "name": "Norrent-Fontes",
        "kind": "centre",
        "commune": "62620",
        "address": "61 route départementale 943",
        "opened_on": "2024-06-03",
        **lines("opening_hours", *hours, initial=initial),
        **lines("closures"),
        **lines("limit_waivers"),
        **lines("rooms"),
        **lines("equipment"),
    }


def hours(opens, closes, **more):
    return {
        "weekday": 2,
        "opens_at": opens,
        "closes_at": closes,
        "activity": "medical",
        **more,
    }


def test_site_is_recorded_with_its_hours_in_one_page(admin_client):
    answer = admin_client.post(
        reverse("admin:sites_site_add"),
        site_values(hours("09:00", "12:00"), hours("14:00", "18:00")),
    )
    assert answer.status_code == 302
    site = Site.objects.named("norrent fontes").get()
    assert site.postal_code == "62120"
    assert site.opening_hours.count() == 2
    assert site.history.get().history_user.username == "admin"


def test_two_slots_typed_together_that_overlap_are_refused(admin_client):
    answer = admin_client.post(
        reverse("admin:sites_site_add"),
        site_values(hours("09:00", "12:00"), hours("11:00", "14:00")),
    )
    assert answer.status_code == 200
    assert "Cet horaire en recouvre un autre\u00a0: mardi" in answer.content.decode()
    assert not OpeningHours.objects.exists()


def test_slot_may_take_the_place_of_another_deleted_with_it(admin_client):
    old = OpeningHoursFactory(site__name="Norrent-Fontes", site__commune_id="62620")
    values = site_values(
        {**hours("09:00", "12:00"), "id": old.pk, "site": old.site.pk, "DELETE": "on"},
        hours("09:30", "12:30"),
        initial=1,
    )
    answer = admin_client.post(change_url(old.site), {**values, "version": old.site.version})
    assert answer.status_code == 302
    assert old.site.opening_hours.get().opens_at == dt.time(9, 30)


def test_room_of_another_site_is_not_offered(admin_client):
    own = RoomFactory(name="Cabinet bleu")
    RoomFactory(name="Cabinet rouge")
    EquipmentFactory(site=own.site)
    page = admin_client.get(change_url(own.site)).content.decode()
    assert f'<option value="{own.pk}">Cabinet bleu</option>' in page
    assert "Cabinet rouge" not in page


def test_organisation_of_a_commune_is_recorded_without_typing_its_name(admin_client):
    answer = admin_client.post(
        reverse("admin:sites_organisation_add"),
        {
            "kind": "commune",
            "commune": "62454",
            "article": Article.LA,
            "gender": Gender.FEMININE,
            **lines("representatives"),
            **lines("aliases"),
        },
    )
    assert answer.status_code == 302
    assert Organisation.objects.get().official_name == "commune d’Hinges"


def test_one_alias_typed_twice_is_refused(admin_client):
    organisation = OrganisationFactory(official_name="association Toit")
    answer = admin_client.post(
        change_url(organisation),
        {
            "kind": "association",
            "official_name": "association Toit",
            "article": Article.L,
            "gender": Gender.FEMININE,
            "version": organisation.version,
            **lines("representatives"),
            **lines("aliases", {"name": "Un toit"}, {"name": "UN TOIT"}),
        },
    )
    assert answer.status_code == 200
    assert "ne font qu’un" in answer.content.decode()
    assert not organisation.aliases.exists()


def test_commune_is_a_member_of_a_territory_once(admin_client):
    answer = admin_client.post(
        reverse("admin:sites_territory_add"),
        {
            "kind": "cpts",
            "name": "CPTS",
            **lines("memberships", {"commune": "62620"}, {"commune": "62620", "end": "2026-01-01"}),
        },
    )
    assert answer.status_code == 200
    assert "déjà membre de ce territoire" in answer.content.decode()
    assert not Territory.objects.filter(name="CPTS").exists()


def test_code_of_a_known_commune_cannot_be_changed(admin_client):
    page = admin_client.get(change_url(Commune.objects.get(pk="62620")))
    assert "insee_code" not in page.context["adminform"].form.fields


HEADING = "insee_code,name,tncc,siren,postal_codes,population,department\n"


def posted_file(*rows):
    content = (HEADING + "\n".join(rows)).encode()
    return {"file": SimpleUploadedFile("communes.csv", content), "population_year": 2023}


def test_directory_of_communes_is_imported_from_the_screen(admin_client):
    assert "Importer un fichier" in admin_client.get(list_url("commune")).content.decode()
    url = reverse("admin:sites_commune_import")
    assert admin_client.get(url).status_code == 200
    shown = admin_client.post(url, posted_file("82033,Castelsarrasin,0,,82100,14343,82"))
    assert "1\u00a0commune créée" in shown.content.decode()
    assert "14\u00a0343 (2023)" in shown.content.decode()
    assert not Commune.objects.filter(pk="82033").exists()
    answer = admin_client.post(url, {"apercu": shown.context["carried"]}, follow=True)
    assert "1\u00a0commune lue\u00a0: 1\u00a0créée" in answer.content.decode()
    commune = Commune.objects.get(pk="82033")
    assert commune.history.get().history_user.username == "admin"


def test_the_preview_shows_old_and_new_and_what_is_the_same_already(admin_client):
    url = reverse("admin:sites_commune_import")
    renamed = "62190,Busnes-sur-Lys,0,216201905,62350/62351,1243,62"
    shown = admin_client.post(url, posted_file(renamed))
    assert "<del>Busnes</del>" in shown.content.decode()
    assert "<ins>62350, 62351</ins>" in shown.content.decode()
    admin_client.post(url, {"apercu": shown.context["carried"]})
    same = admin_client.post(url, posted_file(renamed))
    assert "il n’y a rien à changer" in same.content.decode()
    assert same.context["carried"] == ""


def test_what_changed_since_the_preview_is_shown_again_and_nothing_is_written(admin_client):
    url = reverse("admin:sites_commune_import")
    shown = admin_client.post(url, posted_file("62190,Busnes,0,216201905,62350,1300,62"))
    Commune.objects.filter(pk="62190").update(population=1299)
    again = admin_client.post(url, {"apercu": shown.context["carried"]})
    assert "Le répertoire a changé depuis l’aperçu" in again.content.decode()
    assert Commune.objects.get(pk="62190").population == 1299
    done = admin_client.post(url, {"apercu": again.context["carried"]})
    assert done.status_code == 302
    assert Commune.objects.get(pk="62190").population == 1300


def test_what_a_preview_carries_is_for_whom_it_was_shown_to(admin_client):
    url = reverse("admin:sites_commune_import")
    answer = admin_client.post(url, {"apercu": "autre chose"}, follow=True)
    assert "Cet aperçu a expiré" in answer.content.decode()


def test_many_communes_are_written_by_a_worker(admin_client, monkeypatch):
    monkeypatch.setattr(communes, "AT_ONCE", 0)
    url = reverse("admin:sites_commune_import")
    shown = admin_client.post(url, posted_file("82033,Castelsarrasin,0,,82100,14343,82"))
    assert "Importer en arrière-plan" in shown.content.decode()
    answer = admin_client.post(url, {"apercu": shown.context["carried"]}, follow=True)
    assert "1\u00a0créée" in answer.content.decode()
    assert Commune.objects.get(pk="82033").history.get().history_user.username == "admin"


def test_a_worker_writes_nothing_that_was_not_shown(admin_client, monkeypatch):
    monkeypatch.setattr(communes, "AT_ONCE", 0)
    url = reverse("admin:sites_commune_import")
    shown = admin_client.post(url, posted_file("62190,Busnes,0,216201905,62350,1300,62"))
    Commune.objects.filter(pk="62190").update(population=1299)
    answer = admin_client.post(url, {"apercu": shown.context["carried"]}, follow=True)
    assert "Envoyez de nouveau le fichier." in answer.content.decode()
    assert Commune.objects.get(pk="62190").population == 1299


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        pytest.param(
            "820,Castelsarrasin,0,,82100,,82", "ligne 2\u00a0: colonne insee_code", id="line"
        ),
        pytest.param(
            "82033,Castelsarrasin,0,216206201,82100,,82",
            "ligne 2\u00a0: le SIREN 216206201 est déjà celui de Norrent-Fontes",
            id="database",
        ),
    ],
)
def test_bad_directory_is_told_on_the_screen_and_not_written(admin_client, row, reason):
    answer = admin_client.post(reverse("admin:sites_commune_import"), posted_file(row))
    assert reason in answer.content.decode()
    assert Commune.objects.count() == 100


def test_import_is_closed_to_those_who_may_not_write_communes(client, django_user_model):
    reader = django_user_model.objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_commune"))
    client.force_login(reader)
    assert client.get(reverse("admin:sites_commune_import")).status_code == 403
    assert "Importer un fichier" not in client.get(list_url("commune")).content.decode()
