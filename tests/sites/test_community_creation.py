"""The page that creates a CPTS with its association, its territory and who presides."""

import pytest

from sites.models import Community
from tests.admin.browser import form_of
from tests.sites.factories import OrganisationFactory, TerritoryFactory
from tests.sites.factories_territory import CommunityFactory
from tests.sites.pages import address, shown, staff

pytestmark = pytest.mark.django_db
BESIDE = ("add_organisation", "add_territory", "add_representative")


@pytest.fixture
def writer(client):
    user = staff("view_community", "add_community", *BESIDE)
    client.force_login(user)
    return user


def test_a_cpts_is_created_in_one_page(client, writer):
    url = address("community_add")
    data = form_of(client.get(url))
    data |= {
        "name": ["communauté professionnelle territoriale de santé de Quercy-Garonne"],
        "short_name": ["CPTS Quercy-Garonne"],
        "first_name": ["Jeanne"],
        "last_name": ["Roux"],
        "gender": ["f"],
    }
    answer = client.post(url, data, follow=True)
    community = Community.objects.get()
    assert answer.redirect_chain[-1][0] == address("community_board", community)
    page = shown(answer)
    assert "CPTS créée : CPTS Quercy-Garonne." in page
    assert "Jeanne ROUX</strong>, présidente" in page


def test_what_exists_is_offered_and_taken_up(client, writer):
    association = OrganisationFactory(kind="cpts", official_name="CPTS de Liévin-Pays d’Artois")
    territory, taken = TerritoryFactory(), CommunityFactory()
    url = address("community_add")
    page = shown(client.get(url))
    assert str(association) in page
    assert str(taken.organisation) not in page
    data = form_of(client.get(url))
    data |= {"organisation": [str(association.pk)], "territory": [str(territory.pk)]}
    client.post(url, data)
    made = Community.objects.exclude(pk=taken.pk).get()
    assert (made.organisation, made.territory) == (association, territory)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({}, "Donnez le nom de l’association"),
        ({"name": "CPTS", "last_name": "Roux"}, "Donnez aussi le prénom."),
        ({"name": "CPTS", "start": "2026-01-01"}, "Donnez aussi le nom."),
    ],
)
def test_a_page_half_filled_creates_nothing(client, writer, typed, message):
    page = shown(client.post(address("community_add"), typed))
    assert message in page
    assert not Community.objects.exists()


def test_a_name_already_taken_is_told_on_the_page(client, writer):
    OrganisationFactory(official_name="CPTS des Lacs")
    page = shown(client.post(address("community_add"), {"name": "CPTS des Lacs"}))
    assert "existe déjà : choisissez-le dans la liste." in page


def test_readers_cannot_create(client):
    client.force_login(staff("view_community"))
    assert client.get(address("community_add")).status_code == 403


@pytest.mark.parametrize(
    ("lacking", "typed", "message"),
    [
        ("add_organisation", {"name": "CPTS des Lacs"}, "de créer un organisme"),
        ("add_territory", {}, "de créer un territoire"),
        (
            "add_representative",
            {"first_name": "Jeanne", "last_name": "Roux", "gender": "f"},
            "d’ajouter un représentant",
        ),
    ],
)
def test_nothing_is_created_beyond_what_the_account_may(client, lacking, typed, message):
    rights = [one for one in BESIDE if one != lacking]
    client.force_login(staff("view_community", "add_community", *rights))
    known = {"organisation": OrganisationFactory(kind="cpts").pk} if "name" not in typed else {}
    page = shown(client.post(address("community_add"), {**known, **typed}))
    assert f"Votre compte ne permet pas {message}" in page
    assert not Community.objects.exists()
