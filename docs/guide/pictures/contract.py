"""Shows the local health contract: its programme and sheets, its committees, its partners."""

from playwright.sync_api import Page

from pictures.camera import TALL, WINDOW, Guide
from pictures.forms import section
from pictures.records import follow_link

CONTRACT, SHEET = "Contrat local de santé 2024-2028", "Accueillir les étudiants"
MEETING = "25 juin 2026"
CONTENT = "#content"


def show_contract(guide: Guide, page: Page) -> None:
    """Show every page of the contract; whoever runs it, or the manager, may see them all."""
    page.set_viewport_size(TALL)
    show_programme(guide, page)
    show_sheet(guide, page)
    show_committees(guide, page)
    show_partners(guide, page)
    page.set_viewport_size(WINDOW)


def show_programme(guide: Guide, page: Page) -> None:
    """Show the tree of a programme, how far it has come, and what the next one takes over."""
    guide.open(page, "conventions/programme/")
    follow_link(page, CONTRACT)
    guide.shoot("programme-arbre", page)
    programme = page.url.removeprefix(f"{guide.address}/admin/").removesuffix("change/")
    guide.open(page, f"{programme}reprise/")
    guide.shoot("programme-reprise", page, page.locator(CONTENT))
    guide.open(page, f"territoire/avancement/?programme={programme.strip('/').split('/')[-1]}")
    guide.shoot("avancement", page)


def show_sheet(guide: Guide, page: Page) -> None:
    """Show where a sheet is placed, and how stock is taken."""
    guide.open(page, "conventions/actionsheet/")
    follow_link(page, SHEET)
    guide.shoot("fiche-places", page, section(page, "Programmes"))
    page.get_by_role("link", name="Faire le point").click()
    page.wait_for_load_state("networkidle")
    guide.shoot("fiche-point", page, page.locator(CONTENT))


def show_committees(guide: Guide, page: Page) -> None:
    """Show how names are taken at a meeting, and what became of decisions."""
    guide.open(page, "conventions/committeemeeting/")
    follow_link(page, MEETING)
    page.get_by_role("link", name="Relever les présences").first.click()
    page.wait_for_load_state("networkidle")
    guide.shoot("instance-presences", page, page.locator(CONTENT))
    guide.open(page, "territoire/suites/")
    guide.shoot("instance-suites", page, page.locator(CONTENT))


def show_partners(guide: Guide, page: Page) -> None:
    """Show the agreements of an organisation, partner by partner."""
    guide.open(page, "territoire/partenariats/")
    guide.shoot("partenariats", page)
