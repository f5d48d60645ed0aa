"""What the page of a site tells of its conventions."""

import datetime as dt
from dataclasses import replace

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from conventions.models import Convention
from conventions.review.site_agreements import SiteHolding, site_holding
from sites.documents.sheet import render_sheet_html
from sites.review.sheet import sheet_source
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


def parts_for(site, *codenames):
    """Return the titles and rows that the printed sheet adds for somebody with these rights."""
    parts = sheet_source(site, user=staff(*codenames), today=TODAY)["parts"]
    return {part["title"]: dict(part["rows"]) for part in parts}


def test_the_printed_sheet_holds_what_holds_the_place(site):
    end = dt.date(2026, 12, 31)
    convention = followed_convention(site=site, reference="CSIPA-8", end=end, ends_on=end)
    TrackingFactory(
        commitment=commitment(convention, "remettre"),
        periodicity="once",
        first_due_on=dt.date(2026, 4, 10),
    )
    parts = parts_for(site, "view_convention")
    held = " ".join(parts["Ce qui tient le lieu"]["CSIPA-8"]).replace("\u00a0", " ")
    assert "En vigueur, jusqu’au 31 décembre 2026" in held
    assert "CPTS" in held
    owed = {
        day.replace("\u00a0", " "): lines
        for day, lines in parts["12\u00a0engagements à tenir"].items()
    }
    assert "bilan de la consultation" in owed["Le 10 avril 2026"][0]
    assert owed["Le 10 avril 2026"][1] == "CSIPA-8"


def test_the_printed_sheet_tells_the_last_day_to_give_notice(site, monkeypatch):
    row = in_force(site=site, reference="CSIPA-7", end=END, ends_on=END)
    [found] = site_holding(site, today=TODAY).agreements
    told = replace(found, notice_by=dt.date(2026, 3, 28), rooms=["Bureau 2"], lender="Labourse")
    holding = SiteHolding(agreements=[told], drafts=[], open=[])
    monkeypatch.setattr("conventions.review.site_sheet.site_holding", lambda *_, **__: holding)
    lines = parts_for(site, "view_convention")["Ce qui tient le lieu"][row.reference]
    told = [line.replace("\u00a0", " ") for line in lines]
    assert "Préavis à donner au plus tard le 28 mars 2026" in told
    assert "Locaux : Bureau 2 (prêtés par Labourse)" in told


def test_the_printed_sheet_tells_the_others_nothing_of_conventions(site, client):
    in_force(site=site, ends_on=END)
    assert parts_for(site, "view_act") == {}
    html = render_sheet_html(sheet_source(site, user=staff("view_act"), today=TODAY))
    assert "Ce qui tient le lieu" not in html


def test_the_printed_sheet_of_a_free_site_says_so(site):
    source = sheet_source(site, user=staff("view_convention"), today=TODAY)
    assert "Aucune convention en vigueur ou à venir ne porte sur ce site." in render_sheet_html(
        source
    )
