"""What one does on any form of the back office, and on several pages of acts."""

from playwright.sync_api import Locator, Page


def section(page: Page, title: str) -> Locator:
    """Return the section of a page under this heading."""
    heading = page.get_by_role("heading", name=title, exact=True, level=2)
    return page.locator("section.section", has=heading)


def choose(page: Page, field: str, words: str, record: str) -> None:
    """Search a field for these words and pick this record."""
    page.locator(f"#select2-id_{field}-container").click()
    page.locator(".select2-search__field").fill(words)
    page.locator(".select2-results__option", has_text=record).click()
    page.locator(f"#select2-id_{field}-container", has_text=record).wait_for()


def add_line(page: Page, title: str) -> Locator:
    """Add a line to the section under this heading and return it."""
    lines = section(page, title)
    lines.locator("[data-add-line]").click()
    return lines.locator("[data-line]").last


def save(page: Page) -> None:
    """Save the page and stay on it."""
    page.locator("[name=_continue]").last.click()
    page.locator(".message.success").wait_for()


def fill_day(field: Locator, iso: str) -> None:
    """Type a day, whether the browser shows its own calendar or plain text."""
    native = field.get_attribute("type") == "date"
    field.fill(iso if native else "/".join(reversed(iso.split("-"))))


def send(page: Page, button: str) -> None:
    """Press a button that leads to another page and wait for that page."""
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state("networkidle")
