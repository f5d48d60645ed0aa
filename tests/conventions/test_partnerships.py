"""« Partenariats »: the agreements of an organisation, found from both sides."""

import datetime as dt

import pytest
from django.urls import reverse

from conventions.review.partnerships import partners_of
from sites.models import OrganisationKind
from tests.conventions.factories import (
    ArticleFactory,
    CommitmentFactory,
    ConventionFactory,
    PartyFactory,
)
from tests.conventions.holding import in_force
from tests.conventions.pages import shown, staff
from tests.sites.factories import OrganisationFactory, SiteFactory
from tests.sites.factories_territory import CommunityFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 2)
PAGE = "admin:conventions_partnerships"


@pytest.fixture(autouse=True)
def _in_march(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


def named(name, kind):
    return OrganisationFactory(official_name=name, short_name=name, kind=kind)


@pytest.fixture
def cast():
    """The manager of the centre, a CPTS, a hospital and a health house."""
    return (
        named("Agglomération", OrganisationKind.EPCI),
        named("CPTS du Val", OrganisationKind.CPTS),
        named("Hôpital", OrganisationKind.HOSPITAL),
        named("Maison de santé", OrganisationKind.MSP),
    )


def drafted(*organisations, **fields):
    """Write a draft between these organisations."""
    row = ConventionFactory(**fields)
    for rank, organisation in enumerate(organisations, start=1):
        PartyFactory(convention=row, organisation=organisation, position=rank)
    return row


def names(partners):
    return [one.organisation.short_name for one in partners]


def test_an_agreement_is_found_from_each_of_its_sides(cast):
    manager, cpts, hospital, house = cast
    row = drafted(manager, cpts, hospital, kind="cooperation")
    drafted(manager, house, kind="partnership")
    assert names(partners_of(manager, today=TODAY)) == ["CPTS du Val", "Hôpital", "Maison de santé"]
    assert names(partners_of(house, today=TODAY)) == ["Agglomération"]
    (first, second) = partners_of(cpts, today=TODAY)
    assert (first.organisation, second.organisation) == (manager, hospital)
    assert [one.convention for one in first.agreements] == [row]
    assert first.agreements[0].others(manager, cpts) == ["Hôpital"]


def test_a_grant_and_a_contract_of_a_programme_are_no_partnership(cast):
    manager, cpts, *_ = cast
    for kind in ("grant", "cls", "other"):
        drafted(manager, cpts, kind=kind)
    assert partners_of(manager, today=TODAY) == []


def test_what_each_commits_to_is_told_party_by_party(cast):
    manager, cpts, *_ = cast
    row = drafted(manager, cpts, kind="cooperation")
    for party, text in zip(row.parties.all(), ("accueillir", "organiser"), strict=True):
        article = ArticleFactory(convention=row, committed_party=party)
        CommitmentFactory(article=article, text=f"{text} les patients")
    (partner,) = partners_of(manager, today=TODAY)
    told = [(one.party, one.obligations[0].text) for one in partner.agreements[0].owed]
    assert told == [
        ("Agglomération", "accueillir les patients"),
        ("CPTS du Val", "organiser les patients"),
    ]


@pytest.mark.parametrize("count", [1, 6])
def test_partners_are_read_in_a_fixed_number_of_queries(cast, count, django_assert_max_num_queries):
    manager = cast[0]
    for _ in range(count):
        row = drafted(manager, OrganisationFactory(), kind="partnership")
        article = ArticleFactory(convention=row, committed_party=row.parties.first())
        CommitmentFactory(article=article)
    with django_assert_max_num_queries(9):
        found = partners_of(manager, today=TODAY)
        assert [one.agreements[0].others(one.organisation, manager) for one in found]


@pytest.fixture
def reader(client):
    client.force_login(staff("view_convention"))


def test_the_page_opens_on_the_manager_of_the_centre(client, reader, cast):
    manager, cpts, hospital, _ = cast
    SiteFactory(manager=manager)
    drafted(cpts, hospital, kind="partnership", title="Entre eux")
    drafted(manager, hospital, kind="cooperation", title="Lits de repli")
    page = shown(client.get(reverse(PAGE)))
    assert "Agglomération : 1 partenaire" in page
    assert "Lits de repli" in page
    assert "Protocole de coopération" in page
    assert "Entre eux" not in page
    assert f"?organisme={hospital.pk}" in page
    other = shown(client.get(reverse(PAGE), {"organisme": hospital.pk}))
    assert "Hôpital : 2 partenaires" in other


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"partenaire": "hospital"}, {"Avec l’hôpital"}),
        ({"partenaire": "cpts"}, {"Avec la CPTS"}),
        ({"partenaire": "ehpad"}, set()),
        ({"type": "cooperation"}, {"Avec la CPTS"}),
        ({"etat": "projets"}, {"Avec la CPTS", "Avec l’hôpital"}),
        ({"etat": "en-cours"}, set()),
        ({"partenaire": "?", "type": "grant", "etat": "x"}, {"Avec la CPTS", "Avec l’hôpital"}),
        ({"organisme": "99999999999999999999"}, {"Avec la CPTS", "Avec l’hôpital"}),
    ],
)
def test_agreements_are_filtered_by_partner_type_and_state(client, reader, cast, asked, expected):
    manager, cpts, hospital, _ = cast
    SiteFactory(manager=manager)
    drafted(manager, cpts, kind="cooperation", title="Avec la CPTS")
    drafted(manager, hospital, kind="partnership", title="Avec l’hôpital")
    page = shown(client.get(reverse(PAGE), asked))
    titles = {"Avec la CPTS", "Avec l’hôpital"}
    assert {title for title in titles if title in page} == expected
    if not expected:
        assert "Aucune convention ne répond à ces filtres." in page


def test_what_binds_comes_before_what_is_over_or_only_written(cast):
    manager, cpts, hospital, house = cast
    drafted(manager, cpts, kind="partnership")
    draft = drafted(manager, house, kind="partnership")
    sides = [{"organisation": manager}, {"organisation": house}]
    over = in_force(parties=sides, start=dt.date(2020, 1, 1), end=dt.date(2021, 1, 1))
    now = in_force(parties=sides)
    first, _second = partners_of(manager, today=TODAY)
    assert first.organisation == house
    assert [one.convention for one in first.agreements] == [now, draft, over]
    assert first.running == 1
    assert partners_of(hospital, today=TODAY) == []


def test_organisations_sites_and_communities_lead_there(client, cast):
    client.force_login(staff("view_convention", "view_organisation", "view_site", "view_community"))
    site, community = SiteFactory(manager=cast[0]), CommunityFactory()
    for name, row, query in (
        ("sites_organisation", cast[1], f"organisme={cast[1].pk}"),
        ("sites_site", site, f"site={site.pk}"),
        ("sites_community", community, f"organisme={community.organisation_id}"),
    ):
        page = shown(client.get(reverse(f"admin:{name}_change", args=[row.pk])))
        assert f"{reverse(PAGE)}?{query}" in page


def test_without_the_right_nothing_is_shown(client):
    client.force_login(staff("view_act"))
    assert client.get(reverse(PAGE)).status_code == 403


def test_without_any_agreement_the_page_says_what_to_do(client):
    client.force_login(staff("view_convention", "add_convention"))
    SiteFactory(manager=OrganisationFactory(official_name="Agglo", short_name="Agglo"))
    page = shown(client.get(reverse(PAGE)))
    assert "n’a pas de convention de partenariat" in page
    assert reverse("admin:conventions_convention_write") in page
