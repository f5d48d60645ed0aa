"""Screens put on paper: what is said, without what is done with it, dark on white."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TERRITORY = "/admin/sites/territory/1/change/"
BOARD = "/admin/effectifs/"


def test_paper_shows_what_is_chosen_and_nothing_to_press(visit):
    page = visit(scheme="dark")
    page.goto(TERRITORY)
    page.emulate_media(media="print")
    for hidden in ("header.top", "nav.side", ".breadcrumbs", ".toolbar", ".save-bar"):
        expect(page.locator(hidden).first).to_be_hidden()
    assert page.locator("button:visible").count() == 0
    chosen = page.locator("select.admin-autocomplete").nth(1)
    assert chosen.bounding_box()["width"] > 50


def test_a_page_in_dark_is_written_in_dark_ink_on_paper(visit):
    page = visit(scheme="dark")
    page.goto(BOARD)
    page.emulate_media(media="print", color_scheme="dark")
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert max(int(part) for part in ink.removeprefix("rgb(").rstrip(")").split(",")) < 100
    expect(page.locator(".filter-bar").first).to_be_hidden()
