"""« Rechercher »: by keyboard from any page, on a desk and in a hand, and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.walking import troubles

pytestmark = pytest.mark.browser

ACTS = "/admin/conventions/act/"


def box(page):
    return page.get_by_role("combobox", name="Rechercher partout")


def options(page):
    return page.locator("#find-list").get_by_role("option")


def chosen(page):
    """Return the option that the keyboard is on, as a screen reader is told it."""
    return page.locator(f"#{box(page).get_attribute('aria-activedescendant')}")


def search(page, words):
    """Open the box by its shortcut and type; wait for the answer."""
    page.keyboard.press("Control+k")
    expect(box(page)).to_be_focused()
    page.keyboard.type(words)
    expect(page.locator("#find-told")).to_contain_text("résultat")


def test_an_act_is_reached_by_its_number_without_the_mouse(visit):
    page = visit()
    page.goto("/admin/sites/site/")
    search(page, "2026-008")
    expect(chosen(page)).to_contain_text("2026 008")
    expect(chosen(page)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/conventions/act/*/change/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2026")
    assert page.said == []
    assert page.evaluate("window.refused") == []


def test_arrows_go_round_and_tell_the_option(visit):
    page = visit()
    search(page, "norrent")
    count = options(page).count()
    assert count > 3
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    assert chosen(page).get_attribute("id") == options(page).nth(1).get_attribute("id")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert chosen(page).get_attribute("id") == options(page).nth(count - 1).get_attribute("id")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)
    expect(box(page)).to_be_focused()


def test_slash_opens_the_box_but_not_while_somebody_writes(visit):
    page = visit()
    page.goto(ACTS)
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(box(page)).to_be_hidden()
    field = page.locator("#searchbar")
    field.focus()
    page.keyboard.type("a/b")
    expect(field).to_have_value("a/b")
    expect(box(page)).to_be_hidden()


def test_escape_gives_the_focus_back(visit):
    page = visit()
    page.goto(ACTS)
    field = page.locator("#searchbar")
    field.focus()
    page.keyboard.press("Control+k")
    expect(box(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_be_focused()


def test_button_opens_the_box_and_gets_the_focus_back(visit):
    page = visit()
    opener = page.get_by_role("button", name="Rechercher…")
    opener.click()
    expect(box(page)).to_be_focused()
    page.get_by_role("button", name="Fermer").click()
    expect(opener).to_be_focused()


def test_empty_box_offers_what_was_changed_and_the_main_commands(visit):
    page = visit()
    page.goto("/admin/conventions/act/15/change/")
    page.get_by_role("button", name="Enregistrer et continuer").first.click()
    expect(page.locator(".messagelist")).to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("group", name="Modifiés récemment")).to_be_visible()
    commands = page.get_by_role("group", name="Pages et commandes")
    expect(commands.get_by_role("option").first).to_contain_text("Saisir la semaine")
    expect(box(page)).not_to_have_attribute("aria-activedescendant", "")


def test_command_is_found_by_another_name_and_opened(visit):
    page = visit()
    search(page, "etp")
    expect(chosen(page)).to_contain_text("Tableau des effectifs")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/effectifs/")


def test_theme_changes_from_the_box(visit):
    page = visit()
    search(page, "changer de theme")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    expect(page.locator("#find-told")).to_have_text("Thème clair.")


def test_words_not_answered_yet_lead_to_the_page_of_results(visit):
    page = visit()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("group", name="Pages et commandes")).to_be_visible()
    page.keyboard.type("norrent")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/recherche/?q=norrent")
    expect(page.get_by_role("heading", name="Sites")).to_be_visible()


def test_only_the_last_words_are_answered(visit):
    page = visit()
    page.keyboard.press("Control+k")
    for letter in "norrent fontes":
        page.keyboard.type(letter)
        page.wait_for_timeout(60)
    expect(page.locator("#find-told")).to_contain_text("résultat")
    marks = page.locator("#find-list mark").all_inner_texts()
    assert {mark.lower() for mark in marks} == {"norrent", "fontes"}


def test_a_session_that_ended_is_told(visit):
    page = visit()
    page.keyboard.press("Control+k")
    expect(options(page).first).to_be_visible()
    page.context.clear_cookies()
    page.keyboard.type("norrent")
    expect(page.locator("#find-told")).to_contain_text("Votre session est close")
    expect(box(page)).to_have_attribute("aria-expanded", "false")


def test_the_box_opens_from_the_week_grid(visit):
    page = visit()
    page.goto("/saisie/")
    search(page, "norrent")
    assert not troubles(page, axe=False)


def test_a_secretary_finds_her_sites_alone(visit):
    page = visit("secretaire")
    page.keyboard.press("Control+k")
    page.keyboard.type("2026 008")
    expect(page.locator("#find-told")).to_contain_text("Rien ne répond")


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
)
def test_open_box_is_accessible_and_keeps_the_policy(visit, width, scheme):
    page = visit(width=width, scheme=scheme)
    page.get_by_role("button", name="Rechercher…").click()
    expect(options(page).first).to_be_visible()
    assert not troubles(page)
    page.keyboard.type("norrent")
    expect(page.locator("#find-told")).to_contain_text("résultat")
    assert not troubles(page)
    for size in (option.bounding_box() for option in options(page).all()):
        assert size["height"] >= 24
        assert size["x"] >= 0
        assert size["x"] + size["width"] <= width
    page.keyboard.type("zzzz")
    expect(page.locator("#find-told")).to_contain_text("Rien ne répond")
    assert not troubles(page)


def test_box_fills_a_phone(visit):
    page = visit(width=390)
    page.get_by_role("button", name="Rechercher…").click()
    size = page.locator("#find").bounding_box()
    assert (size["x"], size["y"], size["width"]) == (0, 0, 390)


def test_without_scripts_the_header_leads_to_the_results(visit):
    page = visit(scripts=False)
    assert page.get_by_role("button", name="Rechercher…").count() == 0
    field = page.get_by_role("searchbox", name="Rechercher partout")
    field.fill("norrent")
    field.press("Enter")
    page.wait_for_url("**/admin/recherche/?q=norrent")
    page.locator("main").get_by_role("link", name="Antenne de Norrent-Fontes").first.click()
    page.wait_for_url("**/admin/sites/site/*/change/")


def test_without_scripts_a_phone_has_a_button_that_leads_there(visit):
    page = visit(width=390, scripts=False)
    page.locator(".find-send").click()
    page.wait_for_url("**/admin/recherche/?q=")
    expect(page.locator("#find-again")).to_be_visible()
