"""A secretary sees and writes her sites only, whatever she types in an address or a form."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from consultations.models import PreventionAction, TeamMeeting
from csipa.admin.scope import in_scope, narrowed, paths_of
from csipa.roles.catalogue import SECRETARY
from sites.models import Room, Site, SubstantialChange
from tests.admin.browser import form_of
from tests.admin.factories import UserFactory
from tests.consultations.factories import (
    ActivityCountFactory,
    PreventionActionFactory,
    TeamMeetingFactory,
)
from tests.sites.factories import RoomFactory, SiteFactory, SiteScopeFactory
from tests.sites.factories_projects import SubstantialChangeFactory

pytestmark = pytest.mark.django_db
EVERY = ("view", "change", "add", "delete")


@pytest.fixture
def mine():
    return SiteFactory(name="Labourse")


@pytest.fixture
def other():
    return SiteFactory(name="Robecq")


@pytest.fixture
def secretary(client, mine):
    """Return a secretary of one site, logged in."""
    user = UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name=SECRETARY.name))
    SiteScopeFactory(user=user, site=mine)
    client.force_login(user)
    return user


def allow(user, *models):
    """Give every right on some models besides."""
    wanted = [f"{verb}_{model}" for verb in EVERY for model in models]
    user.user_permissions.add(*Permission.objects.filter(codename__in=wanted))


def url(name, *args):
    return reverse(f"admin:{name}", args=args)


def listed(client, name, **query):
    return list(client.get(url(f"{name}_changelist"), query).context["cl"].result_list)


PAGES = ("change", "delete", "history")


@pytest.mark.usefixtures("secretary")
def test_the_list_of_sites_holds_those_of_the_account(client, mine, other):
    assert listed(client, "sites_site") == [mine]
    assert listed(client, "sites_site", id__exact=other.pk) == []
    assert "Robecq" not in client.get(url("sites_site_timeline")).content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_of_a_foreign_site_do_not_exist(client, secretary, mine, other, page):
    allow(secretary, "site")
    here, there = (
        client.get(url(f"sites_site_{page}", site.pk), follow=True) for site in (mine, other)
    )
    assert here.status_code == 200
    assert here.redirect_chain == []
    assert there.status_code == 404 or there.redirect_chain[-1][0] == reverse("admin:index")
    assert "Robecq" not in there.content.decode()


@pytest.mark.parametrize("view", ["hours", "sheet"])
@pytest.mark.usefixtures("secretary")
def test_own_views_of_a_foreign_site_do_not_exist(client, mine, other, view):
    assert client.get(url(f"sites_site_{view}", other.pk)).status_code == 404
    assert client.get(url("sites_site_hours", mine.pk)).status_code == 200


def test_a_foreign_site_is_neither_changed_nor_deleted_by_hand(client, secretary, mine, other):
    allow(secretary, "site")
    data = form_of(client.get(url("sites_site_change", mine.pk)))
    client.post(url("sites_site_change", other.pk), {**data, "name": ["Volé"]})
    client.post(url("sites_site_delete", other.pk), {"post": "yes"})
    client.post(
        url("sites_site_changelist"),
        {"action": "delete_selected", "_selected_action": [other.pk], "post": "yes"},
    )
    assert Site.objects.get(pk=other.pk).name == "Robecq"


def test_autocomplete_offers_the_sites_of_the_account(client, secretary, mine):
    allow(secretary, "site")
    answer = client.get(
        reverse("admin:autocomplete"),
        {"app_label": "sites", "model_name": "site", "field_name": "parent", "term": ""},
    )
    assert [one["id"] for one in answer.json()["results"]] == [str(mine.pk)]


def test_a_row_is_not_added_to_a_foreign_site(client, secretary, mine, other):
    allow(secretary, "teammeeting")
    address = url("consultations_teammeeting_add")
    page = client.get(address)
    offered = page.context["adminform"].form.fields["site"].queryset
    assert list(offered) == [mine]
    data = {**form_of(page), "date": ["01/06/2026"], "kind": ["coordination"], "minutes": ["1 h"]}
    refused = client.post(address, {**data, "site": [str(other.pk)]})
    assert "site" in refused.context["adminform"].form.errors
    assert not TeamMeeting.objects.exists()


def test_a_row_is_not_moved_to_a_foreign_site(client, secretary, mine, other):
    allow(secretary, "substantialchange")
    row = SubstantialChangeFactory(site=mine)
    address = url("sites_substantialchange_change", row.pk)
    data = form_of(client.get(address))
    refused = client.post(address, {**data, "site": [str(other.pk)]})
    assert "site" in refused.context["adminform"].form.errors
    assert SubstantialChange.objects.get().site == mine


def test_the_rows_of_foreign_sites_are_in_no_list_page_or_history(client, secretary, mine, other):
    allow(secretary, "substantialchange", "teammeeting", "activitycount")
    for factory, name in (
        (SubstantialChangeFactory, "sites_substantialchange"),
        (TeamMeetingFactory, "consultations_teammeeting"),
        (ActivityCountFactory, "consultations_activitycount"),
    ):
        seen, hidden = factory(site=mine), factory(site=other)
        assert listed(client, name) == [seen]
        assert client.get(url(f"{name}_history", seen.pk)).status_code == 200
        assert client.get(url(f"{name}_history", hidden.pk)).status_code == 404
        assert client.get(url(f"{name}_change", hidden.pk)).status_code == 302


def test_filters_offer_the_sites_of_the_account(client, secretary, mine, other):
    allow(secretary, "substantialchange")
    second = SiteFactory(name="Hinges")
    SiteScopeFactory(user=secretary, site=second)
    for site in (mine, second, other):
        SubstantialChangeFactory(site=site)
    page = client.get(url("sites_substantialchange_changelist"))
    [told] = [one for one in page.context["cl"].filter_specs if one.title == "site"]
    assert {key for key, _ in told.lookup_choices} == {mine.pk, second.pk}
    assert listed(client, "sites_substantialchange", site__id__exact=other.pk) == []


def test_what_belongs_to_no_site_is_everybodys(client, secretary, mine, other):
    allow(secretary, "preventionaction")
    everywhere = PreventionActionFactory(site=None, place="partner")
    here = PreventionActionFactory(site=mine)
    PreventionActionFactory(site=other)
    assert set(listed(client, "consultations_preventionaction")) == {everywhere, here}
    assert PreventionAction.objects.count() == 3


def test_an_account_without_a_site_sees_none(client, secretary, mine):
    secretary.site_scopes.all().delete()
    assert listed(client, "sites_site") == []
    assert client.get(reverse("admin:index")).status_code == 200


def test_the_value_of_a_row_stays_among_its_choices(client, secretary, mine, other):
    allow(secretary, "site")
    Site.objects.filter(pk=mine.pk).update(parent=other, kind="antenna")
    page = client.get(url("sites_site_change", mine.pk))
    offered = page.context["adminform"].form.fields["parent"].queryset
    assert set(offered) == {mine, other}


def test_several_paths_are_told_apart_and_asked_once(
    rf, secretary, mine, other, django_assert_num_queries
):
    request = rf.get("/")
    request.user = secretary
    RoomFactory(site=mine), RoomFactory(site=other)
    with django_assert_num_queries(4):  # chosen ones, their keys, then each list
        assert [
            one.site for one in narrowed(request, Room.objects.select_related("site"), ("site",))
        ] == [mine]
        assert list(narrowed(request, Site.objects.all(), ("rooms__site", "pk"))) == [mine]


def test_whoever_works_for_all_is_asked_nothing(rf, mine, other, django_assert_num_queries):
    request = rf.get("/")
    request.user = UserFactory(is_superuser=True)
    rows = Site.objects.all()
    with django_assert_num_queries(0):
        assert narrowed(request, rows, ("pk",)) is rows


def test_a_row_says_whether_somebody_works_on_it(rf, secretary, mine, other):
    request = rf.get("/")
    request.user = secretary
    assert in_scope(request, mine)
    assert not in_scope(request, other)


def test_a_page_says_by_which_path_it_is_bound_to_a_site():
    assert paths_of(TeamMeeting) == ("site",)
