"""The week grid under the fingers of a secretary: keyboard, lost network, two people, a phone."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD
from tests.browser.grid_data import make
from tests.browser.walking import troubles

pytestmark = pytest.mark.browser

# Counts what the hands do, from before the page's own scripts.
HANDS = """window.hands = { keys: 0, mouse: 0 };
addEventListener("keydown", () => { window.hands.keys += 1; }, true);
for (const name of ["mousedown", "pointerdown", "touchstart"])
  addEventListener(name, () => { window.hands.mouse += 1; }, true);"""
FORTY = 40
TICK, PATIENCE = 100, 100  # ms, times
NBSP = "\u00a0"
# Consultations, unscheduled, refused: for each line, in the order of the page.
ORDINARY = (("12", "3", "2"), ("5", "1", "0"), ("9", "2", "0"), ("11", "4", "1"))


@pytest.fixture
def data(environment, site):
    """Three antennas and two secretaries, in the database of the server."""
    return make(environment)


@pytest.fixture
def grid(visit, data):
    """Return a function that opens the week of the antennas in a window of its own."""

    def open_week(user=0, *, width=1280, scheme="light"):
        page = visit(None, width=width, scheme=scheme)
        page.add_init_script(HANDS)
        page.goto(f"/admin/login/?next=/saisie/?semaine={data['week']}")
        log_in(page, data["users"][user])
        expect(page.locator("#grid-status")).to_contain_text("Chaque case")
        return page

    return open_week


def log_in(page, user):
    page.locator("#id_username").fill(user)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_url("**/saisie/**")


def again(page, data):
    """Open the week once more, as the server knows it."""
    page.goto(f"/saisie/?semaine={data['week']}")
    expect(page.locator("#grid-status")).to_be_visible()


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def type_down(page, values):
    """Type values one under the other, as a hand does: digits, then Enter."""
    for value in values:
        press(page, *value, "Enter")


def saved(page):
    """Wait until the server has everything, and the page says so."""
    for _ in range(PATIENCE):
        if not kept(page):
            break
        page.wait_for_timeout(TICK)
    says(page, f"Enregistré à{NBSP}")


def says(page, text):
    expect(page.locator("#grid-status")).to_contain_text(text)


def cells(page, day):
    return page.locator(f"#week-grid td[data-day='{day}'] input.cell")


def shown(page, day):
    return cells(page, day).evaluate_all("found => found.map((cell) => cell.value)")


def total(page, kind, **more):
    narrow = "".join(f"[data-{name}='{value}']" for name, value in more.items())
    return page.locator(f"[data-total='{kind}']{narrow}")


def focused(page):
    return page.evaluate("document.activeElement.name")


def kept(page):
    """What the browser keeps for later."""
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('csipa-grid'))")


def faults(page):
    """What is wrong with the page, seen whole: no bar then hides a part of a button."""
    width = page.viewport_size["width"]
    page.set_viewport_size({"width": width, "height": 4000})
    return troubles(page)


def flat(lines):
    return [value for line in lines for value in line]


def test_a_week_of_three_antennas_is_typed_with_the_keyboard_alone(grid, data):
    page = grid()
    week = [
        [str((rank * 7 + place * 3) % 5 + 5 * (place % 3 == 0)) for place in range(12)]
        for rank in range(5)
    ]
    for column in week:
        type_down(page, column)
    saved(page)
    expect(total(page, "day", day=data["days"][0])).to_have_text(str(sum(map(int, week[0][::3]))))
    everything = sum(int(value) for column in week for value in column[::3])
    expect(total(page, "all")).to_have_text(str(everything))
    assert page.evaluate("window.hands.mouse") == 0
    assert not kept(page)
    assert page.said == []

    again(page, data)
    assert [shown(page, day) for day in data["days"]] == week
    expect(total(page, "all")).to_have_text(str(everything))


def test_an_ordinary_day_at_three_antennas_takes_forty_keystrokes_at_most(grid, data):
    page = grid()
    before = page.evaluate("window.hands.keys")
    type_down(page, flat(ORDINARY))
    saved(page)
    assert page.evaluate("window.hands.keys") - before <= FORTY
    assert page.evaluate("window.hands.mouse") == 0

    again(page, data)
    assert shown(page, data["days"][0]) == flat(ORDINARY)


def test_keys_go_where_a_spreadsheet_goes(grid, data):
    page = grid()
    monday, friday = data["days"][0], data["days"][4]
    column = cells(page, monday)
    names = column.evaluate_all("found => found.map((cell) => cell.name)")
    assert focused(page) == names[0]
    press(page, "ArrowDown", "ArrowDown", "ArrowUp")
    assert focused(page) == names[1]
    press(page, "End")
    assert focused(page) == names[1].replace(monday, friday)
    press(page, "ArrowLeft", "Home", "Tab", "Shift+Tab")
    assert focused(page) == names[1]
    press(page, "Control+End")
    assert focused(page) == names[-1].replace(monday, friday)
    press(page, "Control+Home")
    for _ in names:
        press(page, "Enter")
    assert focused(page) == names[0].replace(monday, data["days"][1])
    press(page, "Shift+Enter")
    assert focused(page) == names[-1]


def test_digits_type_over_escape_gives_back_and_delete_empties(grid, data):
    page = grid()
    first = cells(page, data["days"][0]).first
    type_down(page, ["12"])
    saved(page)
    press(page, "ArrowUp", "9", "9", "Escape")
    expect(first).to_have_value("12")
    press(page, "4", "Enter", "ArrowUp", "Delete", "Enter")
    expect(first).to_have_value("")
    saved(page)
    again(page, data)
    expect(cells(page, data["days"][0]).first).to_have_value("")


def test_closed_zero_and_not_entered_are_three_facts(grid, data):
    page = grid()
    # The line that is closed asks for nothing more: the keyboard goes to the next.
    type_down(page, ["f", "0"])
    saved(page)
    states = cells(page, data["days"][0]).evaluate_all(
        "found => found.slice(0, 6).map((cell) => cell.dataset.state)"
    )
    assert states == ["closed", "closed", "closed", "zero", "blank", "blank"]
    again(page, data)
    assert shown(page, data["days"][0])[:6] == ["f", "f", "f", "0", "", ""]

    # A number opens the line again, and is no conflict with oneself.
    press(page, "Control+Home", "7", "Enter")
    saved(page)
    assert shown(page, data["days"][0])[:3] == ["7", "", ""]
    press(page, "2", "Enter")
    expect(page.locator(".grid-note")).to_have_count(0)
    again(page, data)
    assert shown(page, data["days"][0])[:3] == ["7", "2", ""]


def test_no_key_stops_on_a_day_when_the_site_is_closed(grid, data):
    page = grid()
    page.evaluate(
        """(day) => { for (const cell of document.querySelectorAll(`td[data-day='${day}'] .cell`))
        cell.readOnly = true; }""",
        data["days"][1],
    )
    press(page, "ArrowRight")
    assert data["days"][2] in focused(page)


def test_what_is_typed_without_network_arrives_when_the_page_is_opened_again(grid, data):
    page = grid()
    context = page.context
    context.set_offline(True)
    type_down(page, ["12", "3", "2"])
    says(page, f"En attente du réseau{NBSP}: 3{NBSP}cases")
    assert len(kept(page)) == 3
    page.close()  # the lid

    context.set_offline(False)
    page = context.new_page()
    again(page, data)
    saved(page)
    assert not kept(page)
    again(page, data)
    assert shown(page, data["days"][0])[:3] == ["12", "3", "2"]


def test_what_is_typed_without_network_leaves_when_it_returns(grid, data):
    page = grid()
    page.context.set_offline(True)
    type_down(page, ["8"])
    says(page, f"En attente du réseau{NBSP}: 1{NBSP}case")
    page.context.set_offline(False)
    saved(page)
    again(page, data)
    assert shown(page, data["days"][0])[0] == "8"


def test_a_server_that_fails_is_asked_again_later(grid, data):
    page = grid()
    page.route("**/saisie/cellules/", lambda route: route.fulfill(status=503), times=1)
    type_down(page, ["8"])
    says(page, f"En attente du réseau{NBSP}: 1{NBSP}case")
    saved(page)
    again(page, data)
    assert shown(page, data["days"][0])[0] == "8"


def test_somebody_logged_out_logs_in_again_and_loses_nothing(grid, data):
    page = grid()
    page.context.clear_cookies(name="sessionid")
    type_down(page, ["12", "3"])
    says(page, "Vous n’êtes plus connecté")
    says(page, f"2{NBSP}cases")
    page.get_by_role("link", name="Se reconnecter").press("Enter")
    log_in(page, data["users"][0])
    saved(page)
    assert shown(page, data["days"][0])[:2] == ["12", "3"]
    assert not kept(page)


def test_figures_of_one_account_never_leave_under_another(grid, data):
    page = grid()
    page.context.clear_cookies(name="sessionid")
    type_down(page, ["12"])
    says(page, "Vous n’êtes plus connecté")
    page.get_by_role("link", name="Se reconnecter").press("Enter")
    log_in(page, data["users"][1])
    says(page, "Chaque case")
    assert shown(page, data["days"][0])[0] == ""
    assert len(kept(page)) == 1


def test_two_people_on_one_cell_are_asked_which_figure_stays(grid, data):
    marie, lucie = grid(0), grid(1)
    type_down(marie, ["12"])
    saved(marie)
    type_down(lucie, ["14"])
    dialog = lucie.get_by_role("dialog")
    expect(dialog).to_contain_text(f"Vous{NBSP}: 14.")
    expect(dialog).to_contain_text(f"Marie Vasseur{NBSP}: 12")
    assert not faults(lucie)
    # Keys meant for a cell choose nothing.
    press(lucie, "Enter", "7")
    expect(dialog).to_be_visible()
    press(lucie, "Tab", "Enter")
    expect(dialog).not_to_be_visible()
    saved(lucie)
    assert data["days"][0] in focused(lucie)

    type_down(marie, ["2"])
    press(marie, "Control+Home")
    type_down(marie, ["20"])
    dialog = marie.get_by_role("dialog")
    expect(dialog).to_contain_text(f"Lucie Vasseur{NBSP}: 14")
    press(marie, "Tab", "Tab", "Enter")
    expect(cells(marie, data["days"][0]).first).to_have_value("14")
    again(lucie, data)
    assert shown(lucie, data["days"][0])[:2] == ["14", "2"]


def test_a_conflict_put_off_is_not_sent_until_it_is_settled(grid, data):
    marie, lucie = grid(0), grid(1)
    type_down(marie, ["12"])
    saved(marie)
    type_down(lucie, ["14"])
    expect(lucie.get_by_role("dialog")).to_be_visible()
    press(lucie, "Escape")
    note = lucie.locator(".grid-note")
    expect(note).to_contain_text("vous 14, Marie Vasseur 12")
    sent = []
    lucie.on("request", lambda request: sent.append(request.post_data or ""))
    type_down(lucie, ["3"])
    says(lucie, "Enregistré")
    assert any('"3"' in body for body in sent)
    assert not any('"14"' in body for body in sent)
    # Opened again, the page asks again.
    again(lucie, data)
    dialog = lucie.get_by_role("dialog")
    expect(dialog).to_contain_text("12")
    press(lucie, "Tab", "Tab", "Enter")
    assert not kept(lucie)
    assert shown(lucie, data["days"][0])[:2] == ["12", "3"]


def test_a_refusal_is_told_beside_the_cell_and_put_right(grid, data):
    page = grid()
    first = cells(page, data["days"][0]).first
    type_down(page, ["9", "12"])  # more unscheduled than consultations
    note = page.locator(".grid-note.is-refused").first
    expect(note).to_contain_text("ne peut être plus grand")
    assert not faults(page)
    press(page, "ArrowUp", "2", "Enter")
    expect(page.locator(".grid-note")).to_have_count(0)
    saved(page)
    expect(first).to_have_value("9")
    again(page, data)
    assert shown(page, data["days"][0])[:2] == ["9", "2"]

    press(page, "Control+Home", "x", "Enter")
    expect(page.locator(".grid-note")).to_contain_text("tapez un nombre")
    says(page, f"Refusé{NBSP}:")
    press(page, "ArrowUp", "Escape")
    expect(page.locator(".grid-note")).to_have_count(0)
    expect(cells(page, data["days"][0]).first).to_have_value("9")


def test_an_account_that_may_not_write_is_told_and_keeps_what_it_typed(grid):
    page = grid()
    message = "Votre compte ne permet pas cela."
    page.route(
        "**/saisie/cellules/", lambda route: route.fulfill(status=403, json={"message": message})
    )
    type_down(page, ["9", "2"])
    expect(page.locator(".grid-note")).to_have_count(2)
    expect(page.locator(".grid-note").first).to_contain_text(message)
    assert len(kept(page)) == 2


def test_an_unusual_figure_is_asked_beside_its_cell_and_blocks_no_other(grid, data):
    page = grid()
    asked = []

    def odd(route):
        cells = json.loads(route.request.post_data)["cells"]
        if not any(cell["value"] == "120" and not cell["confirmed"] for cell in cells):
            asked.extend(cell for cell in cells if cell["value"] == "120")
            return route.continue_()
        told = [
            {
                "name": cell["name"],
                "state": "question" if cell["value"] == "120" else "saved",
                "value": cell["base"] if cell["value"] == "120" else cell["value"],
                "message": "120, c’est beaucoup.",
                "theirs": None,
            }
            for cell in cells
        ]
        return route.fulfill(json={"cells": told})

    page.route("**/saisie/cellules/", odd)
    type_down(page, ["120"])
    note = page.locator(".grid-note.is-question")
    expect(note).to_contain_text("120, c’est beaucoup.")
    says(page, f"À confirmer{NBSP}:")
    assert not faults(page)
    type_down(page, ["3"])
    says(page, "Enregistré")
    expect(note).to_be_visible()

    # Escape in the question leads back to the cell, Enter there confirms.
    note.get_by_role("button", name="Confirmer 120").focus()
    press(page, "Escape")
    assert focused(page) == cells(page, data["days"][0]).first.get_attribute("name")
    press(page, "Enter")
    expect(note).to_have_count(0)
    saved(page)
    assert [cell["confirmed"] for cell in asked] == [True]
    again(page, data)
    assert shown(page, data["days"][0])[:2] == ["120", "3"]


def test_a_browser_that_keeps_nothing_asks_before_it_closes(grid):
    page = grid()
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    page.context.set_offline(True)
    type_down(page, ["8"])
    says(page, "ne fermez pas la page")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.close(run_before_unload=True)
    page.wait_for_event("close")
    assert asked == ["beforeunload"]


def test_a_phone_shows_one_day_and_counts_by_taps(grid, data):
    page = grid(width=390)
    monday, tuesday = data["days"][:2]
    assert cells(page, monday).first.is_visible()
    assert not cells(page, tuesday).first.is_visible()
    first = cells(page, monday).first
    line = first.locator("xpath=..")
    for _ in range(3):
        line.get_by_role("button", name="+1").click()
    expect(first).to_have_value("3")
    # One tap for a request that found no slot.
    refused = cells(page, monday).nth(2)
    refused.locator("xpath=..").get_by_role("button", name="+1").click()
    expect(refused).to_have_value("1")
    undo = page.get_by_role("button", name="Annuler")
    undo.click()
    expect(refused).to_have_value("")
    undo.click()
    expect(first).to_have_value("2")
    saved(page)
    for box in [button.bounding_box() for button in line.get_by_role("button").all()]:
        assert min(box["width"], box["height"]) >= 44

    page.locator(".grid-next").click()
    assert cells(page, tuesday).first.is_visible()
    assert not cells(page, monday).first.is_visible()
    cells(page, tuesday).first.locator("xpath=..").get_by_role("button", name="Fermé").click()
    expect(cells(page, tuesday).first).to_have_value("f")
    saved(page)
    assert not faults(page)
    again(page, data)
    assert shown(page, monday)[:3] == ["2", "", ""]
    assert shown(page, tuesday)[:3] == ["f", "f", "f"]


@pytest.mark.parametrize(
    ("width", "scheme"),
    [pytest.param(1280, "dark", id="desk-dark"), pytest.param(390, "dark", id="phone-dark")],
)
def test_the_grid_is_accessible_and_keeps_its_policy(grid, width, scheme):
    page = grid(width=width, scheme=scheme)
    page.locator("#week-grid input.cell").first.focus()
    type_down(page, ["f", "0", "12"])
    saved(page)
    assert not faults(page)
