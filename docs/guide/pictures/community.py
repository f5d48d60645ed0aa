"""Shows the CPTS: its dashboard, members, care offer and events."""

from playwright.sync_api import Page

from pictures.camera import Guide

LARGE, WINDOW = {"width": 1280, "height": 1000}, {"width": 1280, "height": 800}
EVENING = "Soirée d’automne des professionnels du territoire"


def show_community(guide: Guide, manager: Page) -> None:
    """Show the pages of a CPTS to its coordinator, and the reading of the register."""
    page = guide.log_in("coordination")
    show_dashboard(guide, page)
    show_members(guide, page)
    show_offer(guide, page, manager)
    show_events(guide, page)
    page.context.close()


def show_dashboard(guide: Guide, page: Page) -> None:
    """Show what awaits a CPTS, its dashboard, the values of a mission."""
    guide.open(page, "a-faire/")
    card = page.locator("#communities")
    guide.shoot("cpts-a-faire", page, card)
    card.get_by_role("link", name="Tableau de bord").click()
    page.wait_for_load_state("networkidle")
    page.set_viewport_size(LARGE)
    guide.shoot("cpts-tableau", page)
    page.set_viewport_size(WINDOW)
    page.get_by_role("link", name="Saisir les valeurs").first.click()
    page.wait_for_load_state("networkidle")
    guide.shoot("cpts-valeurs", page, page.locator("section.section").first)


def show_members(guide: Guide, page: Page) -> None:
    """Show the two directories, side by side."""
    guide.open(page, "territoire/annuaires/")
    page.set_viewport_size(LARGE)
    guide.shoot("annuaires", page)
    page.set_viewport_size(WINDOW)


def show_offer(guide: Guide, page: Page, manager: Page) -> None:
    """Show the reading of the register, and what it finds by profession."""
    guide.open(manager, "territoire/repertoire/")
    guide.shoot("repertoire-lecture", manager)
    guide.open(page, "staffing/careprovider/synthese/")
    guide.shoot("offre-synthese", page)


def show_events(guide: Guide, page: Page) -> None:
    """Show who came to an evening, and what it brought."""
    guide.open(page, "staffing/communityevent/")
    page.get_by_role("link", name=EVENING).click()
    page.get_by_role("link", name="Présences et adhésions").click()
    page.wait_for_load_state("networkidle")
    guide.shoot("rencontre-presences", page)
    page.get_by_role("link", name="Voir le bilan").first.click()
    page.wait_for_load_state("networkidle")
    guide.shoot("rencontre-bilan", page)
