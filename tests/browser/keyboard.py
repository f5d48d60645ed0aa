"""Somebody at a keyboard, without a mouse: what has no focus, or hides it, cannot be used."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.walking import troubles

# Presses of Tab after which one gives up: more than any page should ask of somebody.
FAR = 120
# Where the focus is among the elements sought; whether it shows, by an outline or by a frame in
# the colour of the focus; whether something lies over it. The browser draws by itself the focus of
# the small buttons inside a date. The main part has the focus of the skip link, which needs none.
STOP = """(sought) => {
  if (!sought.some((element) => element.isConnected)) return { gone: true };
  const node = document.activeElement, there = sought.includes(node);
  const told = node.outerHTML.slice(0, 200);
  const skips = node.matches("[href='#content-start'], [href='#contenu']")
    && Boolean(sought[0].closest("main"));
  const stop = (fault) => ({ gone: false, there, skips, told, fault });
  if (node === document.body || node.matches("main")) return stop("");
  const near = [node, ...(node.labels || []), node.parentElement, node.parentElement.parentElement];
  const probe = document.documentElement.appendChild(document.createElement("i"));
  probe.style.color = "var(--focus)";
  const colour = getComputedStyle(probe).color;
  probe.remove();
  const shows = near.map((element) => getComputedStyle(element)).some((style) =>
    (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)
    || style.borderTopColor === colour || style.boxShadow.includes(colour));
  const drawn = node.matches("input:is([type=date], [type=time], [type=week], [type=month])");
  if (!shows && !drawn) return stop("its focus does not show");
  const seen = [node, ...(node.labels || [])].some((element) => {
    const box = element.getBoundingClientRect();
    const left = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
    return [box.top + 3, (box.top + box.bottom) / 2, box.bottom - 3].some((top) => {
      const found = document.elementFromPoint(left, top);
      return found && (element.contains(found) || found.contains(element));
    });
  });
  return stop(seen ? "" : "something lies over its focus");
}"""
LANDMARKS = {"banner", "complementary", "contentinfo", "form", "navigation", "region", "search"}
NAMELESS = {"RootWebArea", "main", "generic"}
# How a day and an hour are typed in the languages a browser may speak.
DAYS, HOURS = ("%m%d%Y", "%d%m%Y", "%Y%m%d"), ("%I%M%p", "%H%M")


class Keyboard:
    """Two hands on the keys of a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.files: dict = {}
        # From the start: asked for as Enter is pressed, the browser may hear it too late.
        page.on("filechooser", lambda chooser: chooser.set_files(self.files))

    def press(self, *keys: str) -> None:
        """Press some keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        """Type a text where the focus is."""
        self.page.keyboard.type(text)

    def reach(
        self, role: str, name: str | re.Pattern, *, exact: bool = False, back: bool = False
    ) -> Locator:
        """Go on by Tab to what a screen reader calls so, past the menu by the skip link.

        `back` goes the other way. Every stop must show its focus. « summary » is what unfolds.
        """
        sought = self.page.get_by_role(role, name=name, exact=exact)
        if role == "summary":
            sought = self.page.locator("summary").filter(has_text=name)
        expect(sought.first).to_be_visible()
        found = sought.element_handles()
        for _ in range(FAR):
            stop = self.page.evaluate(STOP, found)
            if stop["gone"]:  # the page has drawn this part again
                found = sought.element_handles()
                continue
            assert not stop["fault"], f"{stop['fault']}: {stop['told']}"
            if stop["there"]:
                return self.page.locator(":focus")
            if stop["skips"]:
                self.press("Enter")
                expect(self.page.get_by_role("main")).to_be_focused()
            self.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"No press of Tab leads to {role} « {name} ».")

    def activate(self, role: str, name: str | re.Pattern, *, back: bool = False) -> None:
        """Reach something and press Enter; what it does stays on the page."""
        self.reach(role, name, back=back)
        self.press("Enter")

    def follow(self, role: str, name: str | re.Pattern, *, exact: bool = False) -> None:
        """Reach a link or a button and press Enter; wait for the page that it opens."""
        self.reach(role, name, exact=exact)
        self.send("Enter")

    def send(self, key: str) -> None:
        """Press a key that opens another page, and wait for it."""
        with self.page.expect_navigation():
            self.press(key)

    def fill(self, name: str | re.Pattern, text: str, *, role: str = "textbox") -> None:
        """Reach a field, and type over what it holds."""
        field = self.reach(role, name)
        self.press("Control+a")
        self.write(text)
        expect(field).to_have_value(text)

    def choose(self, name: str | re.Pattern, option: str, *, back: bool = False) -> None:
        """Reach a list of choices and go down to one."""
        field = self.reach("combobox", name, back=back)
        wanted = field.locator("option").filter(has_text=option).first
        expect(wanted).to_be_attached()
        label = wanted.inner_text()
        labels = field.locator("option").all_inner_texts()
        self.press("Home", *["ArrowDown"] * labels.index(label))
        expect(field.locator("option:checked")).to_have_text(label)

    def pick(self, name: str, words: str, option: str) -> None:
        """Reach a list that is searched, open it, type, take what answers first."""
        self.reach("combobox", name)
        self.press("Enter")
        expect(self.page.get_by_role("searchbox", name="Rechercher")).to_be_focused()
        self.write(words)
        expect(self.page.locator(".select2-results__option--highlighted")).to_contain_text(option)
        self.press("Enter")
        expect(self.page.locator(":focus")).to_contain_text(option)

    def upload(self, name: str | re.Pattern, file: dict) -> None:
        """Reach the choice of a file, open it, and take a file."""
        field = self.reach("button", name)
        self.files = file
        self.press("Enter")
        expect(field).to_have_value(re.compile(re.escape(file["name"])))

    def date(self, name: str | re.Pattern, day: dt.date) -> None:
        """Reach a day and type it in the order that the browser asks for."""
        self._typed(self.reach("textbox", name), day, DAYS, day.isoformat())

    def time(self, name: str | re.Pattern, at: dt.time) -> None:
        """Reach an hour and type it as the browser asks for."""
        self._typed(self.reach("textbox", name), at, HOURS, f"{at:%H:%M}")

    def _typed(
        self, field: Locator, value: dt.date | dt.time, orders: tuple[str, ...], wanted: str
    ) -> None:
        for order in orders:
            self.write(value.strftime(order))
            if field.input_value() == wanted:
                return
            self.press(*["ArrowLeft"] * 3)
        raise AssertionError(f"{wanted} cannot be typed.")

    def find(self, words: str, option: str) -> None:
        """Open the search box by its shortcut, type, and open what answers first."""
        self.press("Control+k")
        expect(self.page.get_by_role("combobox", name="Rechercher partout")).to_be_focused()
        self.write(words)
        expect(self.page.locator("#find-told")).to_contain_text("résultat")
        answers = self.page.get_by_role("listbox", name="Réponses")
        expect(answers.get_by_role("option", selected=True)).to_contain_text(option)
        self.send("Enter")


def screen(page: Page, heading: str | re.Pattern, *parts: tuple[str, str | re.Pattern]) -> None:
    """Check a screen as a screen reader tells it: its title, some parts, and all its names."""
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
    for role, name in parts:
        expect(page.get_by_role(role, name=name).first).to_be_visible()
    wrong = misnamed(page) + troubles(page, axe=False)
    assert not wrong, wrong


def misnamed(page: Page) -> list[str]:
    """Return what the accessibility tree of the browser leaves without a name, or names twice."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    told = [
        (
            node["role"]["value"],
            node.get("name", {}).get("value", "").strip(),
            {one["name"]: one["value"].get("value") for one in node.get("properties", ())},
        )
        for node in nodes
        if not node["ignored"]
    ]
    found = [
        f"a {role} has no name"
        for role, name, more in told
        if more.get("focusable") and not name and role not in NAMELESS
    ]
    landmarks = [
        (role, name)
        for role, name, _ in told
        if role in LANDMARKS and (name or role != "form")  # without a name a form is no landmark
    ]
    found += [
        f"two {role} are called « {name} »"
        for role, name in set(landmarks)
        if landmarks.count((role, name)) > 1
    ]
    mains = sum(role == "main" for role, *_ in told)
    titles = sum(role == "heading" and more.get("level") == 1 for role, _, more in told)
    if (mains, titles) != (1, 1):
        found.append(f"{mains} main parts, {titles} titles")
    return found
