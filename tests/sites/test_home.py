"""What the start page and « À faire » tell of sites, of the agency, of promises and of CPTS."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.urls import reverse

from csipa.admin.home_parts import Told, in_order
from csipa.roles.catalogue import MANAGER
from sites.admin.home import told, told_map, told_of_communities
from sites.models import Community
from sites.review.communities import board_of, projects_on
from sites.review.community_duties import duties_of, project_duties_of
from tests.sites.castelsarrasin import castelsarrasin
from tests.sites.changes import agglomeration_centre
from tests.sites.factories import (
    CommuneFactory,
    RepresentativeFactory,
    SiteFactory,
    SiteScopeFactory,
    TerritoryCommuneFactory,
)
from tests.sites.factories_projects import SubstantialChangeFactory
from tests.sites.factories_territory import (
    CommunePopulationFactory,
    CommunityFactory,
    CommunityMissionFactory,
    MissionIndicatorFactory,
    MissionValueFactory,
)
from tests.sites.pages import address, shown, staff
from tests.two_cpts import account, two_cpts

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 9, 1)
FEBRUARY = dt.date(2026, 2, 10)
KEEP = ("view_community", "change_community", "view_communitymission", "change_communitymission")


@pytest.fixture(autouse=True)
def _in_september(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


def rights(*codenames):
    """Return an account whose rights are read already."""
    user = User.objects.get(pk=staff(*codenames).pk)
    user.get_all_permissions()
    return user


def plain(text):
    return text.replace("\u00a0", " ")


def community_to_follow(**values):
    """Return a CPTS whose four core missions are late and lack indicators."""
    community = CommunityFactory(
        agreement_on=dt.date(2022, 1, 20), agreement_until=dt.date(2027, 1, 19), **values
    )
    for code in ("access", "pathways", "prevention", "crises"):
        CommunityMissionFactory(community=community, mission=code, start=dt.date(2022, 1, 20))
    return community


def test_whoever_keeps_a_cpts_finds_all_that_is_late_and_the_dashboard(client):
    community = community_to_follow()
    client.force_login(staff(*KEEP))
    page = shown(client.get(reverse("admin:to_do")))
    card = page[page.index('id="communities"') :]
    assert address("community_board", community) in card
    found = told_of_communities(rights(*KEEP), today=TODAY)
    assert card.count('<li class="task">') == len(found.tasks) > 3
    assert '<span class="level level-late">En retard</span>' in card
    assert {task.about for task in found.tasks} == {str(community)}
    (figure,) = found.figures
    assert (figure.label, figure.value) == ("missions en cours", "4")


def test_a_cpts_in_order_is_told_to_be_so():
    CommunityFactory()
    found = told_of_communities(rights("view_community", "change_community"), today=TODAY)
    assert found.tasks == []
    assert found.quiet == "Ni le contrat ni les missions n’appellent rien aujourd’hui."


def test_several_cpts_lead_to_their_list_and_none_says_nothing():
    user = rights(*KEEP)
    assert told_of_communities(user, today=TODAY) == Told()
    for _ in range(2):
        community_to_follow()
    (page,) = told_of_communities(user, today=TODAY).pages
    assert (page.text, page.url) == ("CPTS", address("community_changelist"))


@pytest.mark.parametrize("given", [(), ("view_community", "view_communitymission")])
def test_somebody_who_does_not_keep_a_cpts_is_told_nothing_and_costs_nothing(
    given, django_assert_num_queries
):
    community_to_follow()
    user = rights(*given)
    with django_assert_num_queries(0):
        assert told_of_communities(user, today=TODAY) == Told()
        assert told_of_communities(AnonymousUser(), today=TODAY) == Told()


def test_missions_are_told_to_those_who_may_see_them():
    community = community_to_follow()
    Community.objects.filter(pk=community.pk).update(agreement_until=TODAY)
    found = told_of_communities(rights("change_community"), today=TODAY)
    assert found.figures == []
    (task,) = found.tasks
    assert task.url == address("community_change", community)


def test_a_coordinator_is_told_of_their_cpts_alone():
    world = two_cpts()
    for community in (world.mine, world.theirs):
        CommunityMissionFactory(community=community, start=dt.date(2022, 1, 20))
    found = told_of_communities(world.user, today=TODAY)
    assert {task.about for task in found.tasks} == {str(world.mine)}
    (page,) = found.pages
    assert page.url == address("community_board", world.mine)
    assert told(world.user, today=TODAY) == Told()


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
        found = told_of_communities(user, today=TODAY)
    assert len({task.about for task in found.tasks}) == count


@pytest.fixture
def antenna():
    """Robecq, open for eight days on 10 February, of which nobody told the agency."""
    centre = agglomeration_centre(finess="620036723")
    return SiteFactory(
        antenna=True,
        parent=centre,
        name="Robecq",
        commune_id="62713",
        address="1 place du Bourg",
        postal_code="62350",
        opened_on=dt.date(2026, 2, 2),
    )


def duties(user):
    """Return what is told of sites on 10 February, in the order of the page."""
    return in_order(told(user, today=FEBRUARY).tasks)


def test_changes_and_promises_are_told_to_who_may_see_each(antenna, django_assert_max_num_queries):
    castelsarrasin()
    SubstantialChangeFactory(happened_on=dt.date(2026, 1, 1))
    changes = ("Changements à déclarer", address("substantialchange_changelist"))
    projects = ("Projets de santé", address("healthproject_changelist"))
    for given, pages, count, most in (
        (("view_organisation",), [], 0, 0),
        (("view_healthproject",), [projects], 2, 2),
        (("change_substantialchange",), [changes], 2, 3),
        (("view_healthproject", "view_substantialchange"), [changes, projects], 4, 4),
    ):
        user = rights(*given)
        with django_assert_max_num_queries(most):
            found = told(user, today=FEBRUARY)
        assert [(page.text, page.url) for page in found.pages] == pages
        assert len(found.tasks) == count


def test_what_is_late_comes_first_then_what_has_a_day_then_what_has_none(antenna):
    project = castelsarrasin()
    late = SubstantialChangeFactory(happened_on=dt.date(2026, 1, 1))
    found = duties(rights("view_healthproject", "view_substantialchange"))
    assert [(one.level, one.mark, one.day) for one in found] == [
        ("late", "En retard", dt.date(2026, 1, 16)),
        ("30", "À faire", dt.date(2026, 2, 17)),
        ("waiting", "Non tenu", None),
        ("waiting", "Non tenu", None),
    ]
    assert found[0].url == address("substantialchange_change", late)
    assert plain(found[0].when) == "16 janvier 2026, il y a 25 jours"
    assert plain(found[1].text) == "À déclarer ? Ouverture d’une antenne"
    assert plain(found[1].when) == "17 février 2026, dans 7 jours"
    assert [plain(one.text) for one in found[2:]] == [
        "Engagement non tenu : Ouvrir le samedi matin",
        "Engagement non tenu : Plages de soins non programmés",
    ]
    assert found[2].url == address("healthproject_review", project)
    assert found[2].when == ""


def test_what_is_due_today_is_said_to_be(antenna):
    found = told(rights("view_substantialchange"), today=dt.date(2026, 2, 17)).tasks
    assert [plain(one.when) for one in found] == ["17 février 2026, aujourd’hui"]


def test_where_nothing_is_to_be_declared_nor_kept_it_is_said():
    user = rights("view_healthproject", "view_substantialchange")
    assert told(user, today=FEBRUARY).quiet == (
        "Aucun changement n’est à déclarer. Aucun engagement du projet de santé n’est en défaut."
    )


def test_a_manager_of_one_site_is_told_of_its_duties_alone(antenna):
    project = castelsarrasin()
    SubstantialChangeFactory(happened_on=dt.date(2026, 1, 1))
    everywhere = account(MANAGER)
    assert len(duties(everywhere)) == 4
    manager = account(MANAGER)
    SiteScopeFactory(user=manager, site=antenna)
    (task,) = duties(manager)
    assert task.about == "L’antenne de Robecq"
    other = account(MANAGER)
    SiteScopeFactory(user=other, site=project.site)
    assert {one.url for one in duties(other)} == {address("healthproject_review", project)}


def test_the_sites_open_and_the_cpts_are_counted_within_what_the_account_works_for(antenna):
    SiteFactory(opened_on=dt.date(2030, 1, 1))
    CommunityFactory()
    found = told(rights("view_site", "view_community"), today=TODAY).figures
    assert {one.label: one.value for one in found} == {"sites ouverts": "2", "CPTS": "1"}
    manager = account(MANAGER)
    SiteScopeFactory(user=manager, site=antenna)
    (site, _) = told(manager, today=TODAY).figures
    assert (site.label, site.value) == ("site ouvert", "1")
    assert told(rights("view_organisation"), today=TODAY).figures == []


def test_the_small_map_is_drawn_for_who_may_see_territories_only(django_assert_num_queries):
    user = rights("view_site")
    with django_assert_num_queries(0):
        assert told_map(user, today=TODAY) is None
    drawn = told_map(User.objects.create_superuser("chef", password="x"), today=TODAY)
    assert drawn["drawing"].startswith("<svg")
    assert drawn["url"].startswith(f"{reverse('admin:sites_map')}?territoire=")
