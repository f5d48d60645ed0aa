"""Shows the territory: its diagnosis, its map, a list of communes pasted, departures expected."""

from playwright.sync_api import Locator, Page

from pictures.camera import Guide
from pictures.forms import section, send

DIAGNOSIS, MAP = "territoire/diagnostic/", "territoire/carte/"
CONTENT = "#content"
CPTS = "Val de Lys Romane"
PASTED = "Lillers ; Robecq ; Isberges ; Béthune ; 62190"


def show_territory(guide: Guide, page: Page) -> None:
    """Show the pages of a territory, as whoever prepares a diagnosis sees them."""
    show_diagnosis(guide, page)
    show_map(guide, page)
    show_list(guide, page)


def show_diagnosis(guide: Guide, page: Page) -> None:
    """Show the diagnosis, how a figure was worked out, a comparison, the print, a new figure."""
    guide.open(page, DIAGNOSIS)
    guide.shoot("diagnostic", page)
    population = _part(page, "part-population")
    population.locator(".derived-button").nth(1).click()
    guide.shoot("diagnostic-calcul", page, population)
    guide.print_page("diagnostic-pdf", page, f"{DIAGNOSIS}pdf/")
    guide.open(page, DIAGNOSIS)
    page.get_by_label("Comparer avec").select_option(label=CPTS)
    send(page, "Afficher")
    guide.shoot("diagnostic-compare", page)
    guide.open(page, "sites/figure/add/")
    guide.shoot("chiffre-territoire", page, section(page, "Ce qui est dit"))


def show_map(guide: Guide, page: Page) -> None:
    """Show the population of every commune, drawn."""
    guide.open(page, MAP)
    guide.shoot("carte", page, _part(page, "map-title"))


def show_list(guide: Guide, page: Page) -> None:
    """Show what became of a list of names, and the departures expected."""
    guide.open(page, "sites/territory/2/communes/coller/")
    page.get_by_label("Noms des communes").fill(PASTED)
    send(page, "Voir l’aperçu")
    guide.shoot("communes-collees", page, page.locator(CONTENT))
    guide.open(page, "sites/territory/1/departs/")
    guide.shoot("departs-en-retraite", page)


def _part(page: Page, title: str) -> Locator:
    """Return the section of a page whose title has this id."""
    return page.locator(f"section[aria-labelledby={title}]")
