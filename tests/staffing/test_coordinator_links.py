"""Links between the screens of a coordinator: events, care offer, memberships."""

import datetime as dt

import pytest

from staffing.models import Membership
from tests.conventions.pages import shown, staff
from tests.sites.factories_territory import CommunityFactory
from tests.staffing.factories_community import (
    CareProviderFactory,
    CommunityEventFactory,
    MembershipFactory,
)
from tests.staffing.pages import url

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)
MEMBERS = ("view_careprovider", "view_membership", "add_membership")


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


def provider_page(client, provider):
    return shown(client.get(url("careprovider_change", provider.pk)))


def test_the_list_of_events_leads_to_the_year_of_the_only_cpts(client):
    client.force_login(staff("view_communityevent"))
    event = CommunityEventFactory()
    page = shown(client.get(url("communityevent_changelist")))
    assert url("communityevent_mobilisation", event.community_id) in page
    assert url("communityevent_year", event.community_id) in page


def test_the_list_of_events_of_several_cpts_leads_to_none(client):
    client.force_login(staff("view_communityevent"))
    event = CommunityEventFactory()
    CommunityFactory()
    page = shown(client.get(url("communityevent_changelist")))
    assert url("communityevent_year", event.community_id) not in page


def test_a_provider_becomes_a_member_from_their_page(client):
    client.force_login(staff(*MEMBERS))
    provider = CareProviderFactory()
    assert f"?provider={provider.pk}" in provider_page(client, provider)


def test_a_provider_who_is_a_member_leads_to_the_membership(client):
    client.force_login(staff(*MEMBERS))
    row = MembershipFactory(provider=CareProviderFactory(), start=dt.date(2025, 1, 1))
    page = provider_page(client, row.provider)
    assert url("membership_change", row.pk) in page
    assert "Ajouter comme adhérent" not in page


def test_a_provider_who_left_the_register_is_not_offered(client):
    client.force_login(staff(*MEMBERS))
    provider = CareProviderFactory(
        first_seen_on=dt.date(2025, 1, 1), seen_on=dt.date(2026, 1, 1), left_on=dt.date(2026, 6, 1)
    )
    assert "Ajouter comme adhérent" not in provider_page(client, provider)


@pytest.mark.parametrize("rights", [(), ("view_membership",)])
def test_whoever_may_not_add_members_is_not_offered_to(client, rights):
    client.force_login(staff("view_careprovider", *rights))
    assert "Ajouter comme adhérent" not in provider_page(client, CareProviderFactory())


def test_a_departure_names_the_cpts_once(client):
    client.force_login(staff("view_membership", "change_membership"))
    row = MembershipFactory()
    page = shown(client.get(url("membership_leave", row.pk)))
    assert f": {row} quitte l’association." in page.replace("\u00a0", " ")
    assert "CPTS CPTS" not in page


def test_members_of_many_cpts_are_listed_at_a_constant_cost(client, django_assert_max_num_queries):
    client.force_login(staff("view_membership"))
    for _ in range(6):
        row = MembershipFactory()
    with django_assert_max_num_queries(11):
        page = shown(client.get(url("membership_changelist")))
    assert f"cpts={row.community_id}" in page
    kept = shown(client.get(url("membership_changelist"), {"cpts": row.community_id}))
    assert row.last_name.upper() in kept
    assert Membership.objects.exclude(pk=row.pk)[0].last_name.upper() not in kept
