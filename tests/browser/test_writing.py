"""Writing a convention from a model: the choices follow the site, and undo nothing."""

import pytest
from playwright.sync_api import expect

from tests.browser.walking import troubles

pytestmark = pytest.mark.browser

MODEL = "/admin/conventions/convention/ecrire/1/"


def test_what_is_chosen_while_the_choices_are_updated_is_kept(visit):
    page = visit()
    page.goto(MODEL)
    told = page.get_by_role("status").filter(has_text="à jour")
    page.get_by_label("Site").select_option(label="Norrent-Fontes")
    expect(told).to_be_attached()
    held = []
    page.route(f"**{MODEL}", lambda route: held.append(route))
    with page.expect_request(f"**{MODEL}"):
        page.get_by_label("Prend effet le").fill("2026-05-04")
        page.get_by_label("Prend effet le").blur()
    expect(told).to_have_count(0)

    signs = page.get_by_label("Qui signe pour le gestionnaire")
    signs.select_option(label="Isabelle CARLIER, présidente")
    room = page.get_by_role("checkbox", name="Cabinet médical")
    room.check()
    slots = page.get_by_role("textbox", name="Créneaux")
    slots.press_sequentially("mardi de 9 h")
    held[0].continue_()
    expect(told).to_be_attached()
    expect(signs.locator("option:checked")).to_have_text("Isabelle CARLIER, présidente")
    expect(room).to_be_checked()
    expect(slots).to_be_focused()
    page.keyboard.type(" à 12 h")
    expect(slots).to_have_value("mardi de 9 h à 12 h")
    assert not troubles(page, axe=False)
