"""An empty box shows what the person wrote lately and may still see, and nobody else’s."""

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth.models import User
from django.urls import reverse

from csipa.admin.finding.recent import SHOWN, TITLE
from tests.admin.factories import UserFactory
from tests.admin.finding.asking import agent, ask
from tests.conventions.factories import ActFactory
from tests.sites.factories import SiteFactory, SiteScopeFactory
from tests.sites.factories_projects import SubstantialChangeFactory
from tests.staffing.factories import PersonFactory

pytestmark = pytest.mark.django_db


def wrote(user, *rows, flag=CHANGE):
    """Note in the journal that somebody wrote some rows, one after the other."""
    for row in rows:
        LogEntry.objects.log_actions(user.pk, [row], flag, single_object=True)


def lately(client):
    """Return the addresses of what is told as recent."""
    groups = [group for group in ask(client).groups if group.title == TITLE]
    return [line.url for group in groups for line in group.lines]


def page(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


@pytest.fixture
def admin(admin_client):
    return User.objects.get(username="admin")


def test_latest_comes_first_and_each_once(admin_client, admin):
    act, site = ActFactory(), SiteFactory()
    wrote(admin, act, site, flag=ADDITION)
    wrote(admin, act)
    assert lately(admin_client) == [page(act), page(site)]


def test_nobody_sees_what_others_wrote(admin_client):
    wrote(UserFactory(), ActFactory())
    assert lately(admin_client) == []


def test_what_is_gone_is_not_told(admin_client, admin):
    act, gone = ActFactory(), ActFactory()
    wrote(admin, act, gone)
    wrote(admin, gone, flag=DELETION)
    gone.delete()
    assert lately(admin_client) == [page(act)]


def test_right_that_was_taken_back_hides_what_it_opened(client):
    user = agent(client, "view_person")
    person, act = PersonFactory(), ActFactory()
    wrote(user, person, act)
    assert lately(client) == [page(person)]


def test_site_that_was_taken_back_hides_what_was_written_there(client):
    user = agent(client, "view_substantialchange", "view_site")
    mine, theirs = SubstantialChangeFactory(), SubstantialChangeFactory()
    SiteScopeFactory(user=user, site=mine.site)
    wrote(user, mine, theirs, mine.site, theirs.site)
    assert set(lately(client)) == {page(mine), page(mine.site)}


def test_few_are_told(admin_client, admin):
    acts = ActFactory.create_batch(SHOWN + 2)
    wrote(admin, *acts)
    assert lately(admin_client) == [page(act) for act in acts[: -SHOWN - 1 : -1]]


def test_journal_of_something_that_has_no_page_any_more_is_passed_over(admin_client, admin):
    act = ActFactory()
    wrote(admin, act)
    entry = LogEntry.objects.get()
    for object_id, kind in (("sans clé", entry.content_type), ("1", None)):
        LogEntry.objects.create(
            user=admin, content_type=kind, object_id=object_id, action_flag=CHANGE
        )
    assert lately(admin_client) == [page(act)]


def test_queries_follow_the_kinds_and_not_the_rows(
    admin_client, admin, django_assert_max_num_queries
):
    wrote(admin, *ActFactory.create_batch(3), *SiteFactory.create_batch(3))
    lately(admin_client)
    with django_assert_max_num_queries(5):  # session, person, journal, two kinds
        assert len(lately(admin_client)) == 6
