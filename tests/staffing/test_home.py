"""What the start page and « À faire » tell of the team and of the members of CPTS."""

import datetime as dt

import pytest
from django.urls import reverse

from csipa.admin.home_parts import Told
from staffing.admin.home import told, told_of_members
from staffing.models import Post
from tests.admin.factories import UserFactory
from tests.sites.factories import SiteFactory
from tests.staffing.factories import (
    PostFactory,
    PostShareFactory,
    PostTargetFactory,
    ProfessionFactory,
)
from tests.staffing.factories_community import MembershipFactory
from tests.staffing.source_teams import STATED_ON, bethune_bruay
from tests.two_cpts import two_cpts

pytestmark = pytest.mark.django_db


def plain(text):
    return text.replace("\u00a0", " ")


def test_what_is_vacant_is_one_task_that_says_where_and_since_when(
    admin_user, django_assert_max_num_queries
):
    site = SiteFactory(name="Robecq")
    bethune_bruay()
    PostShareFactory(post=Post.objects.get(label="Médecins généralistes"), site=site, percent=100)
    with django_assert_max_num_queries(7):
        found = told(admin_user, today=STATED_ON)
    (task,) = found.tasks
    assert plain(task.text).startswith(
        "Il manque 4 ETP de médecins généralistes, à Robecq, depuis le 1er mars 2025"
    )
    assert "rien d’autre" not in task.text
    assert (task.level, task.mark) == ("waiting", "À pourvoir")
    assert task.url == reverse("admin:staffing_board")
    assert [plain(one.text) for one in task.details] == [
        "0,5 ETP de sage-femme est différé : ce n’est pas une vacance."
    ]
    assert [page.text for page in found.pages] == ["Tableau des effectifs"]
    (figure,) = found.figures
    assert figure.label == "ETP pourvus"
    assert plain(figure.value) == "1 sur 5"


def test_every_lack_is_told_where_there_are_several(admin_user):
    for rank in range(6):
        PostTargetFactory(post=PostFactory(profession=ProfessionFactory(name=f"métier {rank}")))
    (task,) = told(admin_user, today=STATED_ON).tasks
    assert "dans 6 professions" in task.text
    assert not task.text.endswith(":")
    assert len(task.details) == 6


def test_a_team_where_nothing_is_vacant_is_said_to_be_whole(admin_user):
    PostTargetFactory(start=STATED_ON + dt.timedelta(days=30))
    found = told(admin_user, today=STATED_ON)
    assert found.tasks == []
    assert found.quiet == "Aucun poste n’est autorisé à cette date."


def test_posts_are_told_to_who_may_see_them_only(admin_user):
    assert told(admin_user, today=STATED_ON) == Told()
    bethune_bruay()
    assert told(UserFactory(is_staff=True), today=STATED_ON) == Told()


def test_a_coordinator_is_told_how_many_members_their_cpts_has(django_assert_num_queries):
    world, today = two_cpts(), dt.date(2026, 9, 1)
    for community in (world.mine, world.mine, world.theirs):
        MembershipFactory(community=community, start=dt.date(2026, 1, 1))
    MembershipFactory(community=world.mine, start=dt.date(2026, 12, 1))
    (figure,) = told_of_members(world.user, today=today).figures
    assert (figure.label, figure.value) == ("adhérents", "2")
    assert told(world.user, today=today) == Told()
    stranger = UserFactory(is_staff=True)
    stranger.get_all_permissions()
    with django_assert_num_queries(0):
        assert told_of_members(stranger, today=today) == Told()
