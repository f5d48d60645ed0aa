"""The team, the posts and those of a CPTS from the search box."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.admin.finding.asking import agent, found, line
from tests.staffing.factories import (
    AssignmentFactory,
    PersonFactory,
    PostFactory,
    PostTargetFactory,
    ProfessionFactory,
)
from tests.staffing.factories_community import (
    CareProviderFactory,
    CommunityEventFactory,
    MembershipFactory,
)
from tests.two_cpts import two_cpts

pytestmark = pytest.mark.django_db


def test_person_is_found_in_any_order_and_told_by_the_posts_held(admin_client):
    person = PersonFactory(first_name="Zoé", last_name="Lemaître")
    post = PostFactory(label="Sage-femme 2")
    since = timezone.localdate() - dt.timedelta(days=9)
    PostTargetFactory(post=post, start=since)
    AssignmentFactory(person=person, post=post, start=since)
    for typed in ("lemaitre zoe", "Zoé Lemaître", "Mme lemait"):
        assert line(admin_client, typed, "Personnes de l’équipe").about == "Sage-femme 2", typed


def test_person_without_a_post_is_told_so(admin_client):
    PersonFactory(first_name="Zoé", last_name="Lemaître")
    shown = line(admin_client, "lemaitre", "Personnes de l’équipe")
    assert shown.about == "aucun poste aujourd’hui"


def test_post_is_found_by_its_profession_without_accent(admin_client):
    PostFactory(label="Poste 7", profession=ProfessionFactory(name="pédicure-podologue"))
    assert found(admin_client, "pedicure", "Postes") == ["Poste 7"]


def test_who_does_not_see_the_team_finds_nobody(client):
    agent(client, "view_post")
    PersonFactory(last_name="Lemaître")
    assert found(client, "lemaitre") == []


def test_members_and_events_of_another_cpts_are_not_found():
    house = two_cpts()
    for community in (house.mine, house.theirs):
        MembershipFactory(community=community, first_name="Zoé", last_name="Lemaître")
        CommunityEventFactory(community=community, title="Soirée Lemaître")
    assert len(found(house.client, "lemaitre", "Adhérents des CPTS")) == 1
    assert len(found(house.client, "lemaitre", "Rencontres")) == 1


def test_member_who_left_is_found_and_told_so(admin_client):
    MembershipFactory(
        first_name="Zoé",
        last_name="Lemaître",
        start=dt.date(2020, 1, 1),
        end=dt.date(2021, 12, 31),
    )
    shown = line(admin_client, "lemaitre", "Adhérents des CPTS")
    assert shown.about.endswith("parti le 31\u00a0décembre\u00a02021")


def test_provider_is_found_by_number(admin_client):
    CareProviderFactory(rpps="10001234567", last_name="LEMAITRE", search_key="lemaitre zoe")
    assert found(admin_client, "10001234567", "Offreurs de soins")
    assert found(admin_client, "zoe lemaître", "Offreurs de soins")
