"""« Inviter »: who is found, ticked, invited, taken off the list again."""

import datetime as dt

import pytest

from staffing.models import EventKind
from tests.conventions.pages import shown, staff
from tests.sites.factories import CommuneFactory, TerritoryCommuneFactory
from tests.staffing.factories_community import (
    CarePlaceFactory,
    CareProviderFactory,
    CommunityEventFactory,
    EventGuestFactory,
    MembershipFactory,
    WorkingGroupFactory,
    WorkingGroupMemberFactory,
)
from tests.staffing.pages import said, url

pytestmark = pytest.mark.django_db

EVENTS = ("view_communityevent", "change_communityevent")
GUESTS = tuple(f"{verb}_eventguest" for verb in ("view", "add", "change", "delete"))
PEOPLE = ("view_membership", "view_careprovider")


@pytest.fixture
def coordinator(client):
    client.force_login(staff(*EVENTS, *GUESTS, *PEOPLE))
    return client


@pytest.fixture
def event(db):
    return CommunityEventFactory(held_on=dt.date(2026, 12, 10))


@pytest.fixture
def commune(event):
    row = CommuneFactory()
    TerritoryCommuneFactory(territory=event.community.territory, commune=row)
    return row


def offered(commune, last_name, **values):
    provider = CareProviderFactory(last_name=last_name, first_name="Anne", **values)
    CarePlaceFactory(provider=provider, commune=commune)
    return provider


def address(event, query=""):
    return f"{url('communityevent_invite', event.pk)}{query}"


def test_the_care_offer_of_the_territory_is_found_and_no_other(coordinator, event, commune):
    offered(commune, "Roussel")
    offered(CommuneFactory(), "Ailleurs")
    offered(commune, "Partie", left_on=dt.date(2026, 10, 1))
    text = shown(coordinator.get(address(event, "?parmi=offre")))
    assert "Anne Roussel" in text
    assert "Anne Ailleurs" not in text
    assert "Anne Partie" not in text


def test_those_who_are_not_members_are_found_by_provider_and_by_number(coordinator, event, commune):
    tied, numbered = offered(commune, "Tessier"), offered(commune, "Nortier")
    offered(commune, "Roussel")
    MembershipFactory(community=event.community, provider=tied)
    MembershipFactory(community=event.community, rpps=numbered.rpps)
    text = shown(coordinator.get(address(event, "?parmi=non-adherents")))
    assert "Anne Roussel" in text
    assert "Anne Tessier" not in text
    assert "Anne Nortier" not in text


def test_the_search_narrows_by_profession_commune_and_name(coordinator, event, commune):
    other = CommuneFactory()
    TerritoryCommuneFactory(territory=event.community.territory, commune=other)
    offered(commune, "Médard", profession="10")
    offered(commune, "Infray", profession="60")
    offered(other, "Lointain", profession="10")
    for query, found in (
        ("profession=60", {"Infray"}),
        (f"commune={other.pk}", {"Lointain"}),
        ("nom=medard", {"Médard"}),
        ("profession=zz&commune=99999", {"Infray", "Médard", "Lointain"}),
    ):
        text = shown(coordinator.get(address(event, f"?parmi=offre&{query}")))
        names = {one for one in ("Médard", "Infray", "Lointain") if f"Anne {one}" in text}
        assert names == found, query


def test_members_of_the_day_are_found(coordinator, event):
    MembershipFactory(community=event.community, first_name="Luc", last_name="Petit")
    gone = {"end": dt.date(2026, 1, 1), "first_name": "Marc", "last_name": "Caron"}
    MembershipFactory(community=event.community, **gone)
    MembershipFactory(first_name="Ève", last_name="Leroy")
    text = shown(coordinator.get(address(event, "?parmi=adherents")))
    assert "Luc Petit" in text
    assert "Marc Caron" not in text
    assert "Ève Leroy" not in text


def test_people_ticked_and_named_are_invited_at_once(coordinator, event, commune):
    provider = offered(commune, "Roussel")
    member = MembershipFactory(community=event.community)
    typed = "Camille Deroo ; infirmier\n\nMairie de Lens"
    data = {"who": [f"p{provider.pk}", f"m{member.pk}", "x9", "p"], "names": typed}
    answer = coordinator.post(address(event, "?parmi=offre"), data, follow=True)
    assert "4\u00a0personnes invitées" in said(answer)
    assert answer.redirect_chain[-1][0].endswith("?parmi=offre")
    assert event.guests.get(name="Camille Deroo").profession == "60"
    again = coordinator.post(address(event), {"who": [f"p{provider.pk}"]}, follow=True)
    assert "déjà sur la liste" in said(again)


def test_a_profession_that_does_not_exist_is_told(coordinator, event):
    answer = coordinator.post(address(event), {"names": "Camille Deroo ; barde"})
    assert "Profession inconnue : barde" in shown(answer).replace("\u00a0", " ")
    assert not event.guests.exists()


def test_nobody_ticked_is_told(coordinator, event):
    assert "cochez qui inviter" in said(coordinator.post(address(event), {}, follow=True))


def test_whoever_may_not_see_a_list_invites_nobody_from_it(client, event, commune):
    provider, member = offered(commune, "Roussel"), MembershipFactory(community=event.community)
    client.force_login(staff(*EVENTS, *GUESTS))
    text = shown(client.get(address(event, "?parmi=offre")))
    assert "Anne Roussel" not in text
    client.post(address(event), {"who": [f"p{provider.pk}", f"m{member.pk}"]})
    assert not event.guests.exists()


def test_a_member_of_another_community_cannot_be_slipped_in(coordinator, event):
    other = MembershipFactory()
    coordinator.post(address(event), {"who": [f"m{other.pk}"]})
    assert not event.guests.exists()


def test_the_participants_of_the_group_are_invited_by_one_button(coordinator):
    group = WorkingGroupFactory()
    WorkingGroupMemberFactory(group=group)
    event = CommunityEventFactory(community=group.community, kind=EventKind.GROUP, group=group)
    assert "Inviter les participants du groupe" in shown(coordinator.get(address(event)))
    coordinator.post(url("communityevent_invite_group", event.pk))
    assert event.guests.count() == 1


def test_somebody_invited_by_mistake_is_taken_off_the_list(coordinator, event):
    wrong, came = EventGuestFactory(event=event), EventGuestFactory(event=event, present=True)
    assert "Retirer de la liste" in shown(coordinator.get(address(event)))
    remove = url("communityevent_uninvite", event.pk)
    refused = coordinator.post(remove, {"remove": [wrong.pk, came.pk]}, follow=True)
    assert "Revoyez-la d’abord" in said(refused)
    assert event.guests.count() == 2
    coordinator.post(remove, {"remove": [wrong.pk]})
    assert event.guests.get() == came


def test_taking_off_takes_the_right_to_delete(client, event):
    guest = EventGuestFactory(event=event)
    client.force_login(staff(*EVENTS, "view_eventguest", "add_eventguest"))
    assert "Retirer de la liste" not in shown(client.get(address(event)))
    remove = url("communityevent_uninvite", event.pk)
    assert client.post(remove, {"remove": [guest.pk]}).status_code == 403


def test_many_people_cost_no_more_queries(
    coordinator, event, commune, django_assert_max_num_queries
):
    for rank in range(60):
        provider = offered(commune, f"Roussel-{rank}")
        if rank % 2:
            EventGuestFactory(event=event, provider=provider)
    for source in ("offre", "non-adherents", "adherents"):
        with django_assert_max_num_queries(20):
            coordinator.get(address(event, f"?parmi={source}"))


@pytest.mark.parametrize("key", ["9" * 30, "9" * 5000, "\u0663"])
def test_a_box_that_is_none_of_the_page_invites_nobody(coordinator, event, key):
    answer = coordinator.post(address(event), {"who": [f"p{key}", f"m{key}"], "names": ""})
    assert answer.status_code == 302
    assert not event.guests.exists()
