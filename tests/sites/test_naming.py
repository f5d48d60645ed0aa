"""Names for running text: the right record, every form right, a bounded cost, nothing secret."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from sites.models import Article, Commune, Gender, Organisation, Representative, Site
from sites.naming import LIMIT, find_names
from tests.sites.factories import (
    CommuneFactory,
    OrganisationFactory,
    RepresentativeFactory,
    SiteFactory,
)

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 2)


def search(text, **rows):
    """Search all records, or for a kind only the rows given."""
    every = {
        "organisations": Organisation.objects.all(),
        "sites": Site.objects.all(),
        "communes": Commune.objects.all(),
        "representatives": Representative.objects.all(),
    }
    return find_names(text, **{**every, **rows}, today=TODAY)


def forms(text):
    """Return the forms of the only name found."""
    (name,) = search(text).names
    return name.forms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("hinges", ["Hinges", "d’Hinges", "à Hinges"], id="mute h"),
        pytest.param(
            "ham artois",
            ["Ham-en-Artois", "de Ham-en-Artois", "à Ham-en-Artois"],
            id="aspirated h",
        ),
        pytest.param("couture", ["La Couture", "de La Couture", "à La Couture"], id="article kept"),
        pytest.param("ecquedecques", ["Ecquedecques", "d’Ecquedecques"], id="vowel"),
    ],
)
def test_place_takes_its_elision_and_its_article(text, expected):
    assert forms(text)[: len(expected)] == tuple(expected)


def test_article_of_a_commune_contracts():
    CommuneFactory(name="Le Touquet-Paris-Plage", tncc=2)
    expected = ("Le Touquet-Paris-Plage", "du Touquet-Paris-Plage", "au Touquet-Paris-Plage")
    assert forms("touquet")[:3] == expected


def test_commune_without_a_record_of_its_own_is_named_as_a_body_too():
    assert forms("hinges")[3:] == (
        "la commune d’Hinges",
        "de la commune d’Hinges",
        "à la commune d’Hinges",
    )


def test_commune_with_a_record_is_named_as_a_body_once():
    OrganisationFactory(municipality=True, commune_id="62454", short_name="Commune")
    body, place = search("hinges").names
    assert body.label == "Commune d’Hinges"
    assert body.forms == (
        "la commune d’Hinges",
        "de la commune d’Hinges",
        "à la commune d’Hinges",
        "la Commune",
        "de la Commune",
        "à la Commune",
    )
    assert place.forms == ("Hinges", "d’Hinges", "à Hinges")


@pytest.mark.parametrize(
    ("name", "article", "expected"),
    [
        pytest.param(
            "agence régionale de santé Hauts-de-France",
            Article.L,
            (
                "l’agence régionale de santé Hauts-de-France",
                "de l’agence régionale de santé Hauts-de-France",
                "à l’agence régionale de santé Hauts-de-France",
            ),
            id="elided",
        ),
        pytest.param(
            "département du Pas-de-Calais",
            Article.LE,
            (
                "le département du Pas-de-Calais",
                "du département du Pas-de-Calais",
                "au département du Pas-de-Calais",
            ),
            id="contracted",
        ),
        pytest.param(
            "hospices civils",
            Article.LES,
            ("les hospices civils", "des hospices civils", "aux hospices civils"),
            id="plural",
        ),
        pytest.param("APAS 82", Article.NONE, ("APAS 82", "d’APAS 82", "à APAS 82"), id="none"),
    ],
)
def test_organisation_takes_its_article_its_contraction_and_its_elision(name, article, expected):
    gender = Gender.FEMININE if article == Article.L else Gender.MASCULINE
    OrganisationFactory(official_name=name, article=article, gender=gender)
    assert forms(name) == expected


def test_short_name_agrees_with_the_organisation():
    OrganisationFactory(
        official_name="agence régionale de santé", article=Article.L, short_name="ARS"
    )
    assert forms("agence")[3:] == ("l’ARS", "de l’ARS", "à l’ARS")


@pytest.mark.parametrize("text", ["norrent", "antenne norrent", "L’antenne de Norrent-Fontes"])
def test_antenna_is_found_by_its_place_and_its_kind(text):
    centre = SiteFactory(name="Labourse", commune_id="62480")
    SiteFactory(antenna=True, name="Norrent-Fontes", commune_id="62620", parent=centre)
    (site,) = search(text, communes=Commune.objects.none()).names
    assert (site.label, site.kind) == ("Antenne de Norrent-Fontes", "site ouvert")
    assert site.forms == (
        "l’antenne de Norrent-Fontes",
        "de l’antenne de Norrent-Fontes",
        "à l’antenne de Norrent-Fontes",
    )


def test_centre_contracts():
    SiteFactory(name="Labourse", commune_id="62480")
    assert forms("centre de santé")[1:] == (
        "du centre de santé de Labourse",
        "au centre de santé de Labourse",
    )


def test_person_is_named_with_title_and_capacity_in_the_right_gender():
    RepresentativeFactory(
        first_name="Claire",
        last_name="Lemoine",
        gender="f",
        capacity="vice-président délégué à la santé",
        organisation__agglomeration=True,
    )
    (person,) = search("lemoine").names
    assert person.kind.startswith("représentante de la communauté d’agglomération")
    assert person.forms == (
        "Mme Claire LEMOINE, vice-présidente déléguée à la santé",
        "Mme Claire LEMOINE",
        "Claire LEMOINE",
        "la vice-présidente déléguée à la santé",
        "de la vice-présidente déléguée à la santé",
        "à la vice-présidente déléguée à la santé",
    )


def test_title_of_the_record_replaces_the_usual_one():
    RepresentativeFactory(title="Docteur", first_name="Luc", last_name="Bailleul", gender="m")
    assert forms("bailleul") == (
        "Docteur Luc BAILLEUL, président",
        "Docteur Luc BAILLEUL",
        "le président",
        "du président",
        "au président",
    )


def test_who_is_in_office_comes_before_who_was_and_who_will_be():
    organisation = OrganisationFactory(official_name="société d’exemple", article=Article.LA)
    for name, start, end in (
        ("Avant", None, dt.date(2026, 3, 1)),
        ("Bientôt", dt.date(2026, 3, 3), None),
        ("Présent", TODAY, TODAY),
    ):
        RepresentativeFactory(organisation=organisation, last_name=name, start=start, end=end)
    people = search("maëlle").names
    assert [person.label.split()[-1] for person in people] == ["PRÉSENT", "AVANT", "BIENTÔT"]
    assert people[0].kind == "représentante de la société d’exemple"
    assert people[1].kind.endswith(", jusqu’au 1er\u00a0mars\u00a02026")
    assert people[2].kind.endswith(", à compter du 3\u00a0mars\u00a02026")


@pytest.mark.parametrize("text", ["", " ", "h", "de la", "l’", "'", "%_"])
def test_too_few_letters_find_nothing_and_ask_nothing(django_assert_num_queries, text):
    with django_assert_num_queries(0):
        assert search(text).names == ()


@pytest.mark.parametrize("text", ["zzzz", "hinges", "rue " * 400], ids=["none", "one", "long"])
def test_one_query_a_kind_whatever_is_found(django_assert_num_queries, text):
    with django_assert_num_queries(4):
        search(text)


def test_many_records_cost_no_more_and_each_kind_has_its_share(django_assert_num_queries):
    commune = CommuneFactory(name="Partage")
    for number in range(LIMIT + 2):
        body = OrganisationFactory(official_name=f"partage {number}", commune=commune)
        RepresentativeFactory(organisation=body)
        SiteFactory(name=f"Partage {number}", commune=commune)
    with django_assert_num_queries(4):
        found = search("partage")
    assert len(found.names) == LIMIT
    assert found.more
    kinds = [name.kind.split()[0] for name in found.names]
    assert kinds == [
        *(["organisme"] * 3),
        *(["site"] * 2),
        "commune,",
        *(["représentante"] * 2),
    ]


def test_what_begins_with_the_words_comes_first():
    names = [name.label for name in search("bethune").names]
    assert names[0] == "Béthune"
    OrganisationFactory(official_name="amicale de Béthune")
    OrganisationFactory(official_name="Béthune solidaire")
    names = [name.label for name in search("béthune", communes=Commune.objects.none()).names]
    assert names == ["Béthune solidaire", "Amicale de Béthune"]


def test_a_full_answer_says_that_nothing_is_left():
    assert not search("hinges").more


@pytest.fixture
def ask(client, django_user_model):
    """Log in somebody with some permissions and return how they ask for names."""

    def as_somebody(*codenames, **values):
        user = django_user_model.objects.create_user("agent", **{"is_staff": True, **values})
        user.user_permissions.set(
            Permission.objects.filter(codename__in=[*codenames, "every_site"])
        )
        client.force_login(user)
        return lambda text: client.get(reverse("admin:sites_names"), {"q": text})

    return as_somebody


def kinds(answer):
    return [name["kind"].split(",")[0].split()[0] for name in answer.json()["names"]]


@pytest.fixture
def four_kinds():
    """A municipality, its mayor and its antenna, in a commune of the directory."""
    body = OrganisationFactory(municipality=True, commune_id="62620")
    RepresentativeFactory(organisation=body)
    SiteFactory(antenna=True, name="Norrent-Fontes", commune_id="62620")


@pytest.mark.parametrize(
    ("codenames", "expected"),
    [
        pytest.param(["view_organisation"], ["organisme"], id="organisations"),
        pytest.param(["view_commune"], ["commune"], id="communes"),
        pytest.param(["change_commune", "view_site"], ["site", "commune"], id="communes and sites"),
        pytest.param(
            ["view_organisation", "view_commune", "view_site", "view_representative"],
            ["organisme", "site", "commune", "représentante"],
            id="all",
        ),
    ],
)
def test_names_are_those_of_the_records_one_may_view(ask, four_kinds, codenames, expected):
    assert kinds(ask(*codenames)("norrent")) == expected


@pytest.mark.parametrize("codenames", [[], ["view_site", "view_representative"]])
def test_who_may_view_neither_organisations_nor_communes_is_refused(ask, codenames):
    assert ask(*codenames)("norrent").status_code == 403


def test_who_does_not_work_here_is_sent_to_the_login(ask):
    answer = ask("view_commune", is_staff=False)("norrent")
    assert answer.status_code == 302
    assert "login" in answer.url


def test_names_are_read_and_never_kept_by_the_browser(admin_client):
    url = reverse("admin:sites_names")
    answer = admin_client.get(url, {"q": "hinges"})
    assert answer.json() == {
        "names": [
            {
                "label": "Hinges",
                "kind": "commune, code INSEE 62454",
                "forms": [
                    *("Hinges", "d’Hinges", "à Hinges"),
                    *("la commune d’Hinges", "de la commune d’Hinges", "à la commune d’Hinges"),
                ],
            }
        ],
        "more": False,
    }
    assert "no-store" in answer.headers["Cache-Control"]
    assert admin_client.post(url, {"q": "hinges"}).status_code == 405
