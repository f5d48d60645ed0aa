"""The week grid under the fingers of a secretary: keyboard, lost network, a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.grid_page import (
    NBSP,
    again,
    cells,
    faults,
    flat,
    focused,
    kept,
    press,
    saved,
    says,
    shown,
    total,
    type_down,
)

pytestmark = pytest.mark.browser
FORTY = 40
# Consultations, unscheduled, refused: for each line, in the order of the page.
ORDINARY = (("12", "3", "2"), ("5", "1", "0"), ("9", "2", "0"), ("11", "4", "1"))


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


def test_a_link_leads_to_the_very_cell(grid, data):
    page = grid(width=390)
    cell = cells(page, data["days"][3]).nth(1)
    name = cell.get_attribute("name")
    page.goto(f"/saisie/?semaine={data['week']}&jour={data['days'][0]}#{name}")
    expect(cell).to_be_focused()
    expect(cell).to_be_visible()


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
