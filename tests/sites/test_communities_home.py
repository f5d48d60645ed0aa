"""The panel of the start page for whoever keeps a CPTS."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.urls import reverse

from sites.admin.communities_home import communities_panel
from sites.models import Community
from sites.review.communities import board_of, projects_on
from sites.review.community_duties import duties_of, project_duties_of
from tests.sites.factories import CommuneFactory, RepresentativeFactory, TerritoryCommuneFactory
from tests.sites.factories_territory import (
    CommunePopulationFactory,
    CommunityFactory,
    CommunityMissionFactory,
    MissionIndicatorFactory,
    MissionValueFactory,
)
from tests.sites.pages import address, shown, staff

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 9, 1)
KEEP = ("view_community", "change_community", "view_communitymission", "change_communitymission")


@pytest.fixture(autouse=True)
def _in_september(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


def community_to_follow(**values):
    """Return a CPTS whose four core missions are late and lack indicators."""
    community = CommunityFactory(
        agreement_on=dt.date(2022, 1, 20), agreement_until=dt.date(2027, 1, 19), **values
    )
    for code in ("access", "pathways", "prevention", "crises"):
        CommunityMissionFactory(community=community, mission=code, start=dt.date(2022, 1, 20))
    return community


def test_whoever_keeps_a_cpts_finds_it_and_what_is_late_on_the_start_page(client):
    community = community_to_follow()
    client.force_login(staff(*KEEP))
    page = shown(client.get(reverse("admin:to_do")))
    card = page[page.index(f'id="community-{community.pk}-title"') :]
    assert address("community_board", community) in card
    assert card.count('class="call"') == 3
    assert '<span class="level level-late">En retard</span>' in card
    assert "autres choses attendent sur le tableau de bord" in card


def test_a_cpts_in_order_is_told_to_be_so(client):
    CommunityFactory()
    client.force_login(staff("view_community", "change_community"))
    assert "Ni le contrat ni les missions" in shown(client.get(reverse("admin:to_do")))


@pytest.mark.parametrize("rights", [(), ("view_community", "view_communitymission")])
def test_somebody_who_does_not_keep_a_cpts_is_told_nothing_and_costs_nothing(
    rights, django_assert_num_queries
):
    community_to_follow()
    user = User.objects.get(pk=staff(*rights).pk)
    user.get_all_permissions()
    with django_assert_num_queries(0):
        assert communities_panel(user, today=TODAY) is None
        assert communities_panel(AnonymousUser(), today=TODAY) is None


def test_missions_are_told_to_those_who_may_see_them():
    community_to_follow()
    user = User.objects.get(pk=staff("change_community").pk)
    (card,) = communities_panel(user, today=TODAY)
    assert {line["duty"].place for line in card["duties"]} == {"community"}


def test_the_start_page_and_the_dashboard_agree():
    community_to_follow()
    community = Community.objects.get()
    territory, commune = community.territory, CommuneFactory()
    TerritoryCommuneFactory(territory=territory, commune=commune)
    CommunePopulationFactory(commune=commune, municipal=45_922)
    RepresentativeFactory(organisation=community.organisation, capacity="président")
    for mission in community.missions.all():
        MissionValueFactory(indicator=MissionIndicatorFactory(mission=mission))
    (project,) = projects_on(TODAY, Community.objects.all())
    found = project_duties_of(project)
    assert found
    assert found == duties_of(board_of(community, day=TODAY))


@pytest.mark.parametrize("count", [1, 3])
def test_every_cpts_is_read_in_four_queries(count, django_assert_num_queries):
    for _ in range(count):
        for mission in community_to_follow().missions.all():
            MissionValueFactory(indicator=MissionIndicatorFactory(mission=mission))
    user = User.objects.create_superuser("gestionnaire", password="x")
    with django_assert_num_queries(4):
        assert len(communities_panel(user, today=TODAY)) == count
