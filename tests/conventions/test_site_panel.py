"""What the page of a site tells of its conventions."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from conventions.models import Convention
from tests.conventions.factories import ConventionFactory
from tests.conventions.factories_agreements import OccupiedSlotFactory, TrackingFactory
from tests.conventions.following import TODAY, commitment, followed_convention
from tests.conventions.holding import END, START, in_force
from tests.conventions.pages import address, shown, staff
from tests.sites.factories import SiteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_march(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


@pytest.fixture
def site():
    """Return a site."""
    return SiteFactory()


def page_of(client, site, *codenames):
    """Return the page of a site as somebody with these rights sees it."""
    user = staff(*codenames)
    user.user_permissions.add(Permission.objects.get(codename="view_site"))
    client.force_login(user)
    return shown(client.get(reverse("admin:sites_site_change", args=[site.pk])))


def test_conventions_are_told_to_who_may_read_them(client, site):
    row = in_force(site=site, reference="CSIPA-7", end=END, ends_on=END)
    page = page_of(client, site, "view_convention")
    assert "Ce qui tient le lieu" in page
    assert f'<a href="{address("convention_change", row)}">CSIPA-7</a>' in page
    assert "jusqu’au 28 avril 2026" in page


def test_nothing_is_told_to_the_others(client, site):
    in_force(site=site, reference="CSIPA-7", ends_on=END)
    page = page_of(client, site, "view_act")
    assert "Ce qui tient le lieu" not in page
    assert "CSIPA-7" not in page


def test_a_site_that_nothing_holds_says_so(client, site):
    page = page_of(client, site, "view_convention")
    assert "Aucune convention en vigueur ou à venir ne porte sur ce site." in page


def test_hours_lead_to_the_rooms_in_use(client, site):
    convention = ConventionFactory(
        site=site, start=START, end=END, ends_on=END, signature_date=START
    )
    OccupiedSlotFactory(convention=convention)
    OccupiedSlotFactory(convention=convention, weekday=4, starts_at=dt.time(9))
    Convention.objects.filter(pk=convention.pk).update(sealed=True)
    page = page_of(client, site, "view_convention")
    assert "mardi de 14 h à 18 h et jeudi de 9 h à 18 h : 13 h par semaine" in page
    assert f'href="{address("convention_occupation")}?site={site.pk}"' in page


def test_commitments_lead_to_the_board_of_the_site(client, site):
    convention = followed_convention(site=site, reference="CSIPA-8")
    TrackingFactory(
        commitment=commitment(convention, "remettre"),
        periodicity="once",
        first_due_on=dt.date(2026, 4, 10),
    )
    page = page_of(client, site, "view_convention")
    board = f"{address('convention_obligations')}?site={site.pk}"
    assert f'<a href="{board}">12 engagements à tenir</a>' in page
    assert "Prochaine échéance, le 10 avril 2026" in page
    assert "12 engagements" in shown(client.get(board))
