"""The membership that an event brings."""

import datetime as dt

import pytest
from django.contrib.auth.models import User

from staffing.actions.joining import JoinRefused, join_from
from staffing.models import Membership
from tests.sites.factories import CommuneFactory, TerritoryCommuneFactory
from tests.staffing.factories_community import (
    CarePlaceFactory,
    CareProviderFactory,
    CommunityEventFactory,
    EventGuestFactory,
    MembershipFactory,
)

pytestmark = pytest.mark.django_db

EVENING = dt.date(2018, 5, 23)


@pytest.fixture
def event(db):
    return CommunityEventFactory(held_on=EVENING)


def test_a_guest_of_the_register_joins_with_their_number_and_commune(event):
    by = User.objects.create_user("coordinatrice")
    provider = CareProviderFactory(title="Docteur", last_name="Roussel", first_name="Anne")
    commune = CommuneFactory()
    TerritoryCommuneFactory(territory=event.community.territory, commune=commune)
    CarePlaceFactory(provider=provider)
    CarePlaceFactory(provider=provider, commune=commune)
    guest = EventGuestFactory(event=event, provider=provider, profession="10", present=True)
    member = join_from(guest=guest, on=EVENING, by=by)
    member.refresh_from_db()
    assert (member.title, member.first_name, member.last_name) == ("Docteur", "Anne", "Roussel")
    assert (member.rpps, member.provider, member.profession) == (provider.rpps, provider, "10")
    assert (member.start, member.commune, member.listed) == (EVENING, commune, False)
    guest.refresh_from_db()
    assert (guest.membership, guest.joined_on) == (member, EVENING)
    assert member.history.get().history_user == by


def test_a_name_alone_joins_under_the_names_given(event):
    guest = EventGuestFactory(event=event, name="Mme Roussel, infirmière", profession="60")
    with pytest.raises(JoinRefused, match="Donnez le nom"):
        join_from(guest=guest, on=EVENING, by=None)
    member = join_from(guest=guest, on=EVENING, first_name="Anne", last_name="Roussel", by=None)
    assert (str(member), member.profession, member.rpps) == ("Anne Roussel", "60", "")


def test_somebody_joins_once(event):
    guest = EventGuestFactory(event=event, provider=CareProviderFactory(), profession="10")
    join_from(guest=guest, on=EVENING, by=None)
    with pytest.raises(JoinRefused, match="déjà notée"):
        join_from(guest=guest, on=EVENING, by=None)
    assert Membership.objects.count() == 1


@pytest.mark.parametrize("tie", ["provider", "rpps"])
def test_a_member_of_before_does_not_join_again(event, tie):
    provider = CareProviderFactory()
    known = {"provider": provider} if tie == "provider" else {"rpps": provider.rpps}
    MembershipFactory(community=event.community, start=dt.date(2018, 1, 8), **known)
    guest = EventGuestFactory(event=event, provider=provider)
    with pytest.raises(JoinRefused, match="avant cette rencontre"):
        join_from(guest=guest, on=EVENING, by=None)
    guest.refresh_from_db()
    assert guest.joined_on is None


def test_a_membership_already_noted_since_the_event_is_tied(event):
    provider = CareProviderFactory()
    noted = MembershipFactory(
        community=event.community, provider=provider, start=dt.date(2018, 6, 1)
    )
    guest = EventGuestFactory(event=event, provider=provider)
    assert join_from(guest=guest, on=EVENING, by=None) == noted
    guest.refresh_from_db()
    assert guest.joined_on == dt.date(2018, 6, 1)


def test_a_member_who_had_left_joins_again(event):
    provider = CareProviderFactory()
    MembershipFactory(
        community=event.community,
        provider=provider,
        start=dt.date(2016, 1, 1),
        end=dt.date(2017, 1, 1),
    )
    guest = EventGuestFactory(event=event, provider=provider)
    assert join_from(guest=guest, on=EVENING, by=None).start == EVENING


def test_a_member_whose_departure_is_yet_to_come_does_not_join_again(event):
    provider = CareProviderFactory()
    MembershipFactory(
        community=event.community,
        provider=provider,
        start=dt.date(2016, 1, 1),
        end=EVENING + dt.timedelta(days=30),
    )
    guest = EventGuestFactory(event=event, provider=provider)
    with pytest.raises(JoinRefused, match="avant cette rencontre"):
        join_from(guest=guest, on=EVENING, by=None)
    assert Membership.objects.count() == 1


def test_a_membership_of_another_community_is_no_obstacle(event):
    provider = CareProviderFactory()
    MembershipFactory(provider=provider, start=dt.date(2016, 1, 1))
    guest = EventGuestFactory(event=event, provider=provider)
    assert join_from(guest=guest, on=EVENING, by=None).community == event.community


def test_a_namesake_asks_for_a_confirmation(event):
    MembershipFactory(
        community=event.community,
        last_name="ROUSSEL",
        first_name="Anne",
        start=dt.date(2018, 1, 8),
    )
    guest = EventGuestFactory(event=event, name="Anne Roussel")
    given = {"guest": guest, "on": EVENING, "first_name": "Anne", "last_name": "Roussel"}
    with pytest.raises(JoinRefused, match="autre personne du même nom") as refused:
        join_from(**given, by=None)
    assert refused.value.is_namesake
    assert join_from(**given, by=None, is_another=True).pk


def test_nobody_joins_before_the_event(event):
    guest = EventGuestFactory(event=event, provider=CareProviderFactory())
    with pytest.raises(JoinRefused, match="ne la précède pas"):
        join_from(guest=guest, on=dt.date(2018, 5, 22), by=None)
