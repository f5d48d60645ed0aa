"""« Annuaires »: members and care offer in step, tied by RPPS or by hand, printed, exported."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from sites.models import TerritoryCommune
from staffing.review.directories import Asked, Tab, read_directories
from tests.conventions.pages import shown, staff
from tests.sites.factories import CommuneFactory, OrganisationFactory
from tests.sites.factories_territory import CommunityFactory
from tests.staffing.factories_community import (
    CarePlaceFactory,
    CareProviderFactory,
    EventGuestFactory,
    MembershipFactory,
)

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)
RPPS = "10101201234"
OFFER = "view_careprovider"
CONTACTS = "see_members_contacts"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


@pytest.fixture
def host(client):
    client.force_login(staff("view_membership", "change_membership", "add_membership", OFFER))
    return client


@pytest.fixture
def community():
    found = CommunityFactory()
    found.inside = CommuneFactory(name="Robecq")
    TerritoryCommune.objects.create(territory=found.territory, commune=found.inside)
    return found


def page(name, community, *keys):
    return reverse(f"admin:staffing_directories_{name}", args=[community.pk, *keys])


def offered(community, **given):
    return CarePlaceFactory(
        commune=community.inside, **{f"provider__{name}": one for name, one in given.items()}
    ).provider


def rows(community, **asked):
    found = read_directories(community, [community.inside.pk], Asked(**asked), day=TODAY)
    return [(row.member, row.provider) for row in found.page]


def test_each_member_stands_beside_the_same_person_of_the_care_offer(community):
    tied = offered(community, last_name="Bailleul", search_key="bailleul claude")
    absent = offered(community, last_name="Caron", search_key="caron claude")
    member = MembershipFactory(community=community, provider=tied, last_name="Bailleul")
    loose = MembershipFactory(community=community, last_name="Zola")
    assert rows(community) == [(member, tied), (None, absent), (loose, None)]
    assert rows(community, tab=Tab.MEMBERS) == [(member, tied), (loose, None)]
    assert rows(community, tab=Tab.MISSING) == [(None, absent)]
    assert rows(community, tab=Tab.TO_TIE) == [(loose, None)]


def test_who_has_the_same_rpps_number_is_no_longer_missing(community):
    offered(community, rpps=RPPS)
    MembershipFactory(community=community, rpps=RPPS)
    assert rows(community, tab=Tab.MISSING) == []


def test_who_left_the_register_is_listed_while_still_a_member(community):
    gone = offered(community, left_on=TODAY)
    member = MembershipFactory(community=community, provider=gone)
    former = offered(community, left_on=TODAY)
    MembershipFactory(community=community, provider=former, end=dt.date(2026, 1, 1))
    assert rows(community, tab=Tab.GONE) == [(member, gone)]
    assert rows(community, tab=Tab.MISSING) == []


def test_the_directories_are_narrowed(community):
    other = CommuneFactory()
    TerritoryCommune.objects.create(territory=community.territory, commune=other)
    nurse = offered(community, profession="60", search_key="leroy anne")
    doctor = CarePlaceFactory(commune=other).provider
    codes = [community.inside.pk, other.pk]

    def found(**asked):
        page = read_directories(community, codes, Asked(**asked), day=TODAY).page
        return [row.provider for row in page]

    assert found() == [doctor, nurse]
    assert found(profession="60") == [nurse]
    assert found(commune=other.pk) == [doctor]
    assert found(words="Léroy") == [nurse]
    assert found(commune=CommuneFactory().pk) == []


def test_what_was_tried_with_those_missing_is_told(host, community):
    provider = offered(community)
    for day, present in ((dt.date(2025, 5, 23), True), (dt.date(2026, 3, 1), False)):
        EventGuestFactory(
            event__community=community, event__held_on=day, provider=provider, present=present
        )
    EventGuestFactory(provider=provider)
    text = shown(host.get(page("one", community), {"onglet": "absents"}))
    assert "2 invitations, la dernière le 1<sup>er</sup> mars 2026 ; 1 présence" in text


def test_members_are_tied_by_rpps_in_one_click(host, community):
    provider = offered(community, rpps=RPPS)
    member = MembershipFactory(community=community, rpps=RPPS)
    answer = host.post(page("tie", community), follow=True)
    assert "1 adhérent rapproché" in shown(answer)
    member.refresh_from_db()
    assert member.provider == provider
    assert "Aucun autre adhérent" in shown(host.post(page("tie", community), follow=True))


def test_the_same_name_profession_and_commune_is_proposed_and_confirmed(host, community):
    provider = offered(community, last_name="CARON", first_name="Anne", search_key="caron anne")
    offered(community, search_key="caron anne", profession="60")
    CarePlaceFactory(provider__search_key="caron anne")
    member = MembershipFactory(
        community=community, last_name="Caron", first_name="Anne", commune=community.inside
    )
    text = shown(host.get(page("one", community), {"onglet": "rapprocher"}))
    assert text.count("C’est la même personne") == 1
    typed = {"adherent": member.pk, "offreur": provider.pk}
    host.post(page("confirm", community), typed)
    member.refresh_from_db()
    assert member.provider == provider
    host.post(page("confirm", community), {"adherent": member.pk, "defaire": "1"})
    member.refresh_from_db()
    assert member.provider is None


def test_a_refused_tie_is_told(host, community):
    member = MembershipFactory(community=community, profession="21")
    typed = {"adherent": member.pk, "offreur": offered(community).pk}
    text = shown(host.post(page("confirm", community), typed, follow=True))
    assert "n’est pas celle du répertoire" in text
    for wrong in ({"adherent": "x"}, {"adherent": member.pk, "offreur": "0"}):
        assert host.post(page("confirm", community), wrong).status_code == 404


def test_doubles_are_told_where_members_are_tied(host, community):
    for _ in range(2):
        MembershipFactory(community=community, last_name="Caron", first_name="Anne")
    text = shown(host.get(page("one", community), {"onglet": "rapprocher"}))
    assert "Peut-être la même personne" in text


def test_the_page_says_what_to_do_where_there_is_nothing(host, community):
    text = shown(host.get(page("one", community)))
    assert "n’a pas encore été lu" in text
    assert "Aucun adhérent pour l’instant" in text
    empty = CommunityFactory()
    assert "Indiquez ses communes" in shown(host.get(page("one", empty)))


def test_the_only_cpts_opens_at_once_and_several_are_offered(host):
    address = reverse("admin:staffing_directories")
    assert "Aucune CPTS n’est encore enregistrée" in shown(host.get(address))
    first = CommunityFactory()
    assert host.get(address).url == page("one", first)
    second = CommunityFactory()
    text = shown(host.get(address))
    assert page("one", first) in text
    assert page("one", second) in text
    assert host.get(reverse("admin:staffing_directories_one", args=[0])).status_code == 404


def test_pages_ask_for_their_permissions(client, community):
    client.force_login(staff())
    for name in ("one", "booklet", "csv", "xlsx", "import", "offer_booklet"):
        assert client.get(page(name, community)).status_code == 403
    client.force_login(staff("view_membership"))
    assert client.get(page("one", community)).status_code == 200
    for name in ("offer_booklet", "import", "import_model"):
        assert client.get(page(name, community)).status_code == 403
    for name in ("csv", "xlsx"):
        assert client.get(page(name, community), {"complet": "1"}).status_code == 403
    for name in ("tie", "confirm", "import_preview", "import_apply"):
        assert client.post(page(name, community)).status_code == 403
    assert client.get(page("tie", community)).status_code == 405


@pytest.mark.parametrize("tab", list(Tab))
def test_the_page_costs_the_same_for_many(host, community, tab, django_assert_max_num_queries):
    for _ in range(12):
        provider = offered(community)
        MembershipFactory(community=community, provider=provider, commune=community.inside)
        EventGuestFactory(event__community=community, provider=offered(community))
        MembershipFactory(community=community)
    with django_assert_max_num_queries(20):
        host.get(page("one", community), {"onglet": tab})


def table(response):
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


@pytest.fixture
def consents(community):
    on = dt.date(2025, 1, 15)
    given = {"community": community, "email": "a@exemple.fr", "phone": "0321000000"}
    MembershipFactory(last_name="Silence", **given)
    MembershipFactory(last_name="Nom", listed=True, consent_on=on, **given)
    MembershipFactory(last_name="Tout", listed=True, contacts_listed=True, consent_on=on, **given)
    return community


def test_a_table_follows_the_consents(host, consents):
    told = {row["Nom"]: row["Courriel"] for row in table(host.get(page("csv", consents)))}
    assert told == {"Nom": "", "Tout": "a@exemple.fr"}
    book = load_workbook(io.BytesIO(host.get(page("xlsx", consents)).content))
    assert [row[1] for row in book.active.iter_rows(min_row=2, values_only=True)] == [
        "Nom",
        "Tout",
    ]


def test_a_whole_table_is_for_those_who_see_contacts(client, consents):
    client.force_login(staff("view_membership", CONTACTS))
    told = table(client.get(page("csv", consents), {"complet": "1"}))
    assert [row["Courriel"] for row in told] == ["a@exemple.fr"] * 3


def test_a_text_never_becomes_a_formula(host, consents):
    MembershipFactory(
        community=consents, last_name='=HYPERLINK("x")', listed=True, consent_on=TODAY
    )
    assert b"'=HYPERLINK" in host.get(page("csv", consents)).content


def test_an_organisation_is_in_no_table_of_people(host, community):
    MembershipFactory(
        community=community,
        organisation=OrganisationFactory(),
        first_name="",
        last_name="",
        profession="",
        listed=True,
        consent_on=TODAY,
    )
    assert table(host.get(page("csv", community))) == []
    assert CareProviderFactory() is not None
