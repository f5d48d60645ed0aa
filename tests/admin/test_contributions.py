"""What apps tell on the pages of the apps below them."""

import pytest

from csipa.admin import Panel, ToolbarLink, contributions
from csipa.admin.contributions import (
    act_address,
    contribute_links,
    contribute_panels,
    contributed_links,
    contributed_panels,
    register_act_finder,
)
from sites.models import Commune, Site

PANEL = Panel("a.html", {"told": True})
LINK = ToolbarLink("Y aller", "/ici/")


@pytest.fixture(autouse=True)
def _nothing_yet(monkeypatch):
    monkeypatch.setattr(contributions, "_PANELS", {})
    monkeypatch.setattr(contributions, "_LINKS", {})
    monkeypatch.setattr(contributions, "_ACT_FINDERS", [])


def one_panel(request, row):
    """Tell one thing."""
    return [PANEL]


def one_link(request, row):
    """Lead to one place."""
    return [LINK]


def test_panels_are_told_on_the_pages_of_their_model_only():
    contribute_panels("sites.Site", one_panel)
    assert contributed_panels(None, Site()) == [PANEL]
    assert contributed_panels(None, Commune()) == []


def test_links_are_told_on_the_pages_of_their_model_only():
    contribute_links("sites.Site", one_link)
    assert contributed_links(None, Site()) == [LINK]
    assert contributed_links(None, Commune()) == []


def test_one_source_contributes_once():
    for _ in range(2):
        contribute_panels("sites.Site", one_panel)
        contribute_links("sites.Site", one_link)
    assert contributed_panels(None, Site()) == [PANEL]
    assert contributed_links(None, Site()) == [LINK]


def test_sources_are_told_in_the_order_they_came():
    other = Panel("b.html")
    contribute_panels("sites.Site", lambda request, row: [other])
    contribute_panels("sites.Site", one_panel)
    assert contributed_panels(None, Site()) == [other, PANEL]


def test_the_first_that_finds_an_act_gives_its_page():
    register_act_finder(lambda request, number: "")
    register_act_finder(lambda request, number: f"/premier/{number}/")
    register_act_finder(lambda request, number: "/second/")
    assert act_address(None, "2026 008") == "/premier/2026 008/"


@pytest.mark.parametrize("number", ["", "  "])
def test_no_number_is_looked_for_nowhere(number):
    register_act_finder(lambda request, number: "/toujours/")
    assert act_address(None, number) == ""


def test_no_finder_finds_nothing():
    assert act_address(None, "2026 008") == ""
