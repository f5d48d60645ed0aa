"""Shows the search box over a page."""

from playwright.sync_api import Page

from pictures.camera import Guide


def show_search(guide: Guide, page: Page) -> None:
    """Open the box by its shortcut and type the beginning of a name."""
    guide.open(page, "")
    page.keyboard.press("Control+k")
    page.keyboard.type("norrent")
    page.locator("#find-told").get_by_text("résultats").wait_for()
    guide.shoot("rechercher", page)
    page.keyboard.press("Escape")
