"""The week grid as the hands and the eyes of a secretary meet it."""

import json
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.walking import PASSWORD, troubles

ROOT = Path(__file__).resolve().parent.parent.parent

# Counts what the hands do, from before the page's own scripts.
HANDS = """window.hands = { keys: 0, mouse: 0 };
addEventListener("keydown", () => { window.hands.keys += 1; }, true);
for (const name of ["mousedown", "pointerdown", "touchstart"])
  addEventListener(name, () => { window.hands.mouse += 1; }, true);"""
TICK, PATIENCE = 100, 100  # ms, times
NBSP = "\u00a0"


def make(environment: dict[str, str]) -> dict:
    """Make them in the database of a server that runs; return what `grid_data.tell` prints."""
    script = "from tests.browser.grid_data import tell; tell()"
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", script],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(done.stdout)


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
