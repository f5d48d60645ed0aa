"""Shows the public register from both sides: who puts acts there, and who reads them."""

from playwright.sync_api import Page

from pictures.camera import TALL, WINDOW, Guide
from pictures.records import follow_link

PERMANENCE, LODGING, SCREEN = "2026 008", "2026 011", "2026 015"
CANCELLED = "2026 010"
CONTENT = "#content"
PHONE = {"width": 390, "height": 820}


def show_publishing(guide: Guide, page: Page) -> None:
    """Show every page of the register; the manager may see them all."""
    page.set_viewport_size(TALL)
    show_publication(guide, page)
    show_together(guide, page)
    show_register(guide, page)
    page.set_viewport_size(WINDOW)


def show_publication(guide: Guide, page: Page) -> None:
    """Show where an act stands, its daily proof, and what the copy of another leaves out."""
    _follow(guide, page, PERMANENCE)
    guide.shoot("publication", page)
    page.get_by_role("link", name="Constats de mise en ligne").click()
    page.wait_for_load_state("networkidle")
    guide.shoot("constats-en-ligne", page)
    _follow(guide, page, LODGING)
    page.get_by_role("link", name="Préparer une copie publique").click()
    page.wait_for_load_state("networkidle")
    guide.shoot("copie-publique", page, page.locator(CONTENT))


def show_together(guide: Guide, page: Page) -> None:
    """Show which acts chosen in the list can go online; nothing goes there."""
    guide.open(page, "conventions/act/")
    for number in (SCREEN, CANCELLED, PERMANENCE):
        page.get_by_role("row").filter(has_text=f"n°\u00a0{number}").get_by_role("checkbox").check()
    page.locator("select[name=action]").select_option(label="Mettre en ligne")
    page.get_by_role("button", name="Exécuter").click()
    page.wait_for_load_state("networkidle")
    guide.shoot("mettre-en-ligne-ensemble", page, page.locator(CONTENT))


def show_register(guide: Guide, page: Page) -> None:
    """Show a search of the register, then an act on a telephone."""
    page.goto(f"{guide.address}/actes/?q=médecins+remplaçants")
    guide.shoot("registre-public", page)
    page.set_viewport_size(PHONE)
    page.get_by_role("link", name=LODGING).first.click()
    page.wait_for_load_state("networkidle")
    guide.shoot("acte-public", page)


def _follow(guide: Guide, page: Page, number: str) -> None:
    """Open the page of an act in the register from the list of acts."""
    guide.open(page, "conventions/act/")
    follow_link(page, number)
    page.get_by_role("link", name="Publication, copie publique et constats").click()
    page.wait_for_load_state("networkidle")
