"""What the server answers to the week grid: refusals, questions, two figures for one cell."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.grid_page import (
    NBSP,
    again,
    cells,
    faults,
    focused,
    kept,
    log_in,
    press,
    saved,
    says,
    shown,
    type_down,
)

pytestmark = pytest.mark.browser


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
