"""« Coller une liste de communes »: form, preview, and what is added."""

import pytest

from tests.sites.factories import CommuneFactory, TerritoryFactory
from tests.sites.pages import address, shown, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def territory():
    CommuneFactory(name="Outreville")
    CommuneFactory(name="Bois-Outre")
    return TerritoryFactory(name="Pays d’essai")


def test_unknown_name_blocks_until_it_is_left_out(admin_client, territory):
    url = address("territory_paste", territory)
    asked = {"noms": "Outreville ; Bois-Outre ; Saint-Machin", "depuis": "2026-01-15"}
    page = shown(admin_client.post(url, asked))
    assert "3 noms lus : 2 exacts et 1 inconnu." in page
    assert "Membres depuis le 15 janvier 2026" in page
    page = shown(admin_client.post(url, {**asked, "ajouter": "1"}))
    assert "1 nom reste à régler" in page
    assert not territory.memberships.exists()
    answer = admin_client.post(url, {**asked, "ajouter": "1", "choix-3": "ecartee"}, follow=True)
    assert "2 communes ajoutées à « Pays d’essai »." in shown(answer)
    assert territory.memberships.count() == 2


def test_list_goes_back_to_be_corrected(admin_client, territory):
    url = address("territory_paste", territory)
    page = shown(admin_client.post(url, {"noms": "Outreville ; Machin", "corriger": "1"}))
    assert "Outreville ; Machin</textarea>" in page
    assert "Voir l’aperçu" in page


@pytest.mark.parametrize("noms", ["", " ; "])
def test_empty_list_is_told(admin_client, territory, noms):
    page = shown(admin_client.post(address("territory_paste", territory), {"noms": noms}))
    assert "Collez au moins un nom de commune." in page


def test_date_that_does_not_exist_is_told(admin_client, territory):
    asked = {"noms": "Outreville", "depuis": "2026-02-30"}
    page = shown(admin_client.post(address("territory_paste", territory), asked))
    assert "Cette date n’existe pas" in page


def test_territory_leads_to_the_list_for_those_who_may_write(client, admin_client, territory):
    url = address("territory_paste", territory)
    assert url in shown(admin_client.get(address("territory_change", territory)))
    client.force_login(staff("view_territory", "view_territorycommune"))
    assert url not in shown(client.get(address("territory_change", territory)))
    assert client.get(url).status_code == 403
