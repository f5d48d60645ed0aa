"""Shows the centre and its antennas: week, limits, openings, health project, what to declare."""

from playwright.sync_api import Page

from pictures.camera import Guide
from pictures.records import follow_link


def show_week(guide: Guide, page: Page) -> None:
    """Show the week of an antenna with its limits, its sheet, and when every site opened."""
    guide.open(page, "sites/site/")
    follow_link(page, "Norrent-Fontes")
    guide.shoot("site-semaine", page)
    sheet = page.url.removeprefix(f"{guide.address}/admin/").replace("change/", "fiche/")
    guide.print_page("site-fiche", page, sheet)
    guide.open(page, "sites/site/chronologie/")
    guide.shoot("sites-chronologie", page)


def show_health_project(guide: Guide, page: Page) -> None:
    """Show where the promises of the health project stand, and how findings are noted."""
    guide.open(page, "sites/healthproject/")
    follow_link(page, "édition 1")
    guide.shoot("projet-de-sante", page)
    page.get_by_role("link", name="Faire le point").click()
    page.wait_for_load_state("networkidle")
    guide.shoot("projet-point", page)


def show_declarations(guide: Guide, page: Page) -> None:
    """Show the changes told to the agency, and the letter that tells one."""
    guide.open(page, "sites/substantialchange/")
    follow_link(page, "représentant légal")
    page.get_by_role("link", name="Lettre à l’agence").click()
    page.wait_for_load_state("networkidle")
    guide.shoot("declarer-lettre", page)
    letter = page.url.removeprefix(f"{guide.address}/admin/").removesuffix("/") + ".pdf"
    guide.print_page("declarer-lettre-pdf", page, letter)
