"""Shows how one's own account is kept, what roles say, and what comes back from the bin."""

from playwright.sync_api import Page

from pictures.camera import Guide
from pictures.forms import section
from pictures.records import follow_link

CONTENT = "#content"


def show_accounts(guide: Guide, page: Page, keeper: Page) -> None:
    """Show the account of `page`, the roles that `keeper` hands out, and the bin."""
    page.goto(f"{guide.address}/compte/securite/")
    guide.shoot("ma-connexion", page)
    guide.open(page, "mes-droits/")
    guide.shoot("mes-droits", page)
    guide.open(keeper, "roles/")
    guide.shoot("roles", keeper)
    guide.open(keeper, "auth/user/")
    follow_link(keeper, "secretaire")
    guide.shoot("compte-role", keeper, section(keeper, "Droits"))
    guide.shoot("compte-sites", keeper, section(keeper, "Sites de ce compte"))
    show_bin(guide, page)


def show_bin(guide: Guide, page: Page) -> None:
    """Delete an absence, then show where it waits and what would come back."""
    guide.open(page, "staffing/absence/")
    page.locator("#result_list tbody th a").first.click()
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="Supprimer…").click()
    page.get_by_role("button", name="Supprimer", exact=True).click()
    page.wait_for_load_state("networkidle")
    guide.shoot("suppression-a-annuler", page, page.locator(".messagelist"))
    guide.open(page, "corbeille/")
    guide.shoot("corbeille", page)
    page.locator(".bin-name").first.click()
    page.wait_for_load_state("networkidle")
    guide.shoot("corbeille-fiche", page, page.locator(CONTENT))
