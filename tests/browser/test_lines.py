"""Lines of a page by keyboard and by hand: add, move, delete, undo; menus; two people."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

ACT = "/admin/conventions/act/15/change/"
VISAS = "[data-line-set=visa_set]"


def visas(page):
    """Return the texts of the visas, in the order of the page."""
    boxes = page.locator(f"{VISAS} [data-line]:not(.line-removed) textarea[name$='-text']")
    return [box.input_value() for box in boxes.all()]


def ranks(page):
    inputs = page.locator(f"{VISAS} [data-line] input[name$='-ORDER']")
    return [box.input_value() for box in inputs.all()]


@pytest.fixture
def page(visit):
    """Open a draft that has two visas."""
    page = visit()
    page.goto(ACT)
    assert len(visas(page)) >= 2
    return page


def test_a_line_moves_by_keyboard_says_so_and_keeps_the_focus(page):
    first, second, *_ = visas(page)
    down = page.locator(f"{VISAS} [data-line]").first.get_by_role("button", name="Descendre")
    down.focus()
    page.keyboard.press("Enter")
    assert visas(page)[:2] == [second, first]
    assert ranks(page)[:2] == ["1", "2"]
    expect(page.locator(f"{VISAS} [data-announce]")).to_contain_text("rang 2")
    assert page.evaluate("document.activeElement.closest('[data-line]').id") == "visa_set-0"
    name = page.evaluate(
        "document.activeElement.closest('[data-line]').querySelector('textarea')"
        ".getAttribute('aria-label')"
    )
    assert name.endswith("visa 2")


def test_the_ends_of_the_list_stop_a_line(page):
    before = visas(page)
    page.locator(f"{VISAS} [data-line]").first.get_by_role("button", name="Monter").press("Enter")
    assert visas(page) == before


def test_a_line_moves_by_hand(page):
    first, second, *_ = visas(page)
    lines = page.locator(f"{VISAS} [data-line]")
    handle = lines.nth(0).locator("[data-drag]")
    page.evaluate("window.scrollTo(0, document.querySelector('#visa_set-0').offsetTop - 100)")
    start = handle.bounding_box()
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 10, start["y"] + 20, steps=3)
    page.wait_for_selector(".lines-folded")
    target = lines.nth(1).bounding_box()
    page.mouse.move(target["x"] + 60, target["y"] + target["height"] - 5, steps=6)
    page.mouse.up()
    assert visas(page)[:2] == [second, first]


def test_a_new_line_is_named_takes_the_focus_and_moves_before_it_is_saved(page):
    count = len(visas(page))
    page.get_by_role("button", name="Ajouter : visa").press("Enter")
    line = page.locator(f"{VISAS} [data-line]").last
    expect(line.locator(":focus")).to_have_count(1)
    line.locator("textarea").focus()
    page.keyboard.type("Vu l’avis favorable ;")
    assert visas(page)[-1] == "Vu l’avis favorable ;"
    expect(line.locator("textarea")).to_have_attribute("aria-label", f"Visa, visa {count + 1}")
    line.get_by_role("button", name="Monter").press("Enter")
    assert visas(page)[-2] == "Vu l’avis favorable ;"


def test_a_deletion_is_undone_before_it_is_saved(page):
    before = visas(page)
    button = page.locator(f"{VISAS} [data-line]").first.locator("[data-line-delete]")
    button.press("Enter")
    assert visas(page) == before[1:]
    expect(button).to_contain_text("Annuler la suppression")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.press("Enter")
    assert visas(page) == before


def test_what_was_moved_added_and_deleted_is_what_is_saved(visit):
    page = visit()
    page.goto("/admin/sites/site/2/change/")
    rooms = page.locator("[data-line-set=rooms]")
    names = "input[name$='-name']"
    before = [box.input_value() for box in rooms.locator(f"[data-line] {names}").all()]
    page.get_by_role("button", name="Ajouter : salle").click()
    rooms.locator(f"[data-line] {names}").last.fill("Salle de soins")
    for _ in before:
        rooms.locator("[data-line]", has=page.locator(":focus")).first.get_by_role(
            "button", name="Monter"
        ).press("Enter")
    page.get_by_role("button", name="Enregistrer et continuer").click()
    expect(page.locator(".messagelist")).to_be_visible()
    after = [box.input_value() for box in rooms.locator(f"[data-line] {names}").all()]
    assert after == ["Salle de soins", *before]
    rooms.locator("[data-line]").first.locator("[data-line-delete]").press("Enter")
    page.get_by_role("button", name="Enregistrer et continuer").click()
    expect(page.locator(".messagelist")).to_be_visible()
    after = [box.input_value() for box in rooms.locator(f"[data-line] {names}").all()]
    assert after == before


def test_the_second_of_two_people_reads_what_the_first_saved(visit):
    first, second = visit("gestionnaire"), visit("responsable")
    for page in (first, second):
        page.goto("/admin/sites/site/3/change/")
    before = first.locator("#id_address").input_value()
    first.locator("#id_address").fill("1, place de la Mairie")
    first.get_by_role("button", name="Enregistrer et continuer").click()
    expect(first.locator(".messagelist")).to_be_visible()
    second.locator("#id_address").fill("2, rue du Moulin")
    second.get_by_role("button", name="Enregistrer et continuer").click()
    notice = second.get_by_role("alert")
    expect(notice).to_contain_text("a changé pendant que vous la remplissiez")
    expect(notice).to_contain_text("1, place de la Mairie")
    assert second.locator("#id_address").input_value() == "2, rue du Moulin"
    second.locator("#id_address").fill(before)
    second.get_by_role("button", name="Enregistrer et continuer").click()
    expect(second.locator(".messagelist")).to_be_visible()


def test_the_theme_is_chosen_and_kept(visit):
    page = visit()
    page.locator(".user-menu summary").click()
    button = page.locator("[data-theme-toggle]").first
    for expected in ("clair", "sombre"):
        button.click()
        expect(button).to_contain_text(expected)
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_a_menu_closes_with_escape_and_gives_the_focus_back(visit):
    page = visit()
    summary = page.locator(".user-menu summary")
    summary.click()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator(".user-menu")).not_to_have_attribute("open", "")
    expect(summary).to_be_focused()


def test_without_script_lines_keep_their_ranks_and_boxes(chromium, site, visit):
    cookies = visit().context.cookies()
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(ACT)
    line = page.locator(f"{VISAS} [data-line]").first
    expect(line.get_by_label("Rang")).to_be_visible()
    expect(line.get_by_label("Supprimer")).to_be_visible()
    expect(line.get_by_role("button", name="Monter")).to_be_hidden()
    context.close()
