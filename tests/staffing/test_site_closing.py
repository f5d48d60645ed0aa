"""Closing a site: what is still there is told after the save, and that it is to be declared."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.urls import reverse

from staffing.models import TargetState
from staffing.review.closing import left_at_site
from tests.admin.factories import UserFactory
from tests.sites.factories import SiteFactory
from tests.staffing.factories import (
    AssignmentFactory,
    AssignmentShareFactory,
    PostFactory,
    PostShareFactory,
    PostTargetFactory,
)
from tests.staffing.pages import lines, said

pytestmark = pytest.mark.django_db

CLOSING = dt.date(2026, 12, 1)


@pytest.fixture
def antenna():
    return SiteFactory(antenna=True, name="Robecq")


@pytest.fixture
def chief():
    return UserFactory(is_superuser=True)


def close(client, site, **values):
    """Save the page of a site with a day of closing; return what it says."""
    site.refresh_from_db()
    posted = {
        "name": site.name,
        "kind": site.kind,
        "parent": site.parent_id or "",
        "commune": site.commune_id,
        "opened_on": "2024-06-03",
        "closed_on": CLOSING.isoformat(),
        "version": site.version,
        **values,
    }
    for prefix in ("opening_hours", "closures", "limit_waivers", "rooms", "equipment"):
        posted |= lines(prefix)
    answer = client.post(reverse("admin:sites_site_change", args=[site.pk]), posted, follow=True)
    return said(answer).replace("\u00a0", " ")


def left(site, *, user):
    """Return what is left at a site that closes, with plain spaces."""
    return [told.replace("\u00a0", " ") for told in left_at_site(site, user=user, day=CLOSING)]


def held(site, **fields):
    """Return an assignment on a post of the site."""
    return AssignmentFactory(post=PostTargetFactory(post__site=site).post, **fields)


def test_posts_and_people_of_the_site_are_left(antenna, chief):
    held(antenna)
    shared = PostShareFactory(site=antenna).post
    PostTargetFactory(post=shared)
    AssignmentFactory(post=shared)
    AssignmentShareFactory(site=antenna)
    assert left(antenna, user=chief) == ["2 postes", "3 personnes affectées"]


def test_what_ends_before_the_closing_is_not_left(antenna, chief):
    gone = held(antenna, end=CLOSING - dt.timedelta(days=1))
    closing = {"start": CLOSING, "fte": 0, "state": TargetState.CLOSED}
    PostTargetFactory(post=gone.post, **closing)
    assert left(antenna, user=chief) == []
    last = held(antenna, end=CLOSING)
    assert left(antenna, user=chief) == ["1 poste", "1 personne affectée"]
    assert last.post.site == antenna


def test_the_other_sites_and_the_whole_centre_do_not_count(antenna, chief):
    held(SiteFactory())
    PostFactory()
    assert left(antenna, user=chief) == []


def test_who_may_not_see_the_team_is_told_nothing_of_it(antenna):
    held(antenna)
    assert left(antenna, user=AnonymousUser()) == []
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="view_post"))
    assert left(antenna, user=user) == ["1 poste"]


def test_closing_an_antenna_warns_once_saved(client, antenna, chief):
    client.force_login(chief)
    held(antenna)
    told = close(client, antenna)
    assert (
        "Après la fermeture du 1er décembre 2026, il reste sur ce site 1 poste et 1 personne "
        "affectée : donnez-leur un autre site ou mettez-y fin." in told
    )
    assert "dans les quinze jours, au plus tard le 16 décembre 2026" in told
    assert f'<a href="{reverse("admin:sites_substantialchange_changelist")}">' in told
    antenna.refresh_from_db()
    assert antenna.closed_on == CLOSING
    again = close(client, antenna, name="Robecq-bourg")
    assert "fermeture" not in again


def test_an_empty_centre_closes_without_a_warning(client, chief):
    client.force_login(chief)
    assert "fermeture" not in close(client, SiteFactory())


def test_a_refused_closing_warns_of_nothing(client, antenna, chief):
    client.force_login(chief)
    held(antenna)
    assert "fermeture" not in close(client, antenna, closed_on="2020-01-01")
    antenna.refresh_from_db()
    assert antenna.closed_on is None
