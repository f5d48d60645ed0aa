"""Shows places, powers, texts, meetings and registers, and two people on one page."""

from playwright.sync_api import Page

from pictures.camera import Guide
from pictures.forms import save, section, send

FAULTY_FILE = b"""{
 "format": "csipa-acte/1",
 "authority": {"name": "Commune de Robecq", "body": "mayor"},
 "nature": "decison",
 "sujet": "Convention",
 "provisions": [{"label": "Article 1er", "text": "La convention est approuv\\xc3\\xa9e."}],
 "annexes": [{"title": "Convention", "convention": {
   "title": "Convention", "site": "Norent Fontes",
   "period": {"start": "2026-06-01", "end": "2026-05-01"},
   "parties": [{"name": "La Commune de Robecq"}, {"name": "La CPTS"}],
   "articles": [{"title": "Objet", "body": "<p>Objet.</p>"}]}}]
}"""


def edit_together(guide: Guide, page: Page) -> None:
    """Let two people save the same draft."""
    guide.open(page, "conventions/act/?etape=draft")
    page.locator("table th a").last.click()
    page.wait_for_load_state("networkidle")
    other = guide.log_in("responsable")
    other.goto(page.url)
    other.locator("#id_signature_place").fill("Bruay-la-Buissière")
    save(other)
    page.locator("#id_heading").fill("Santé publique")
    page.locator("[name=_continue]").last.click()
    page.locator(".conflict").wait_for()
    guide.shoot("conflit", page, page.locator(".conflict"))


def show_places(guide: Guide, page: Page) -> None:
    """Show places, organisations and communes."""
    guide.open(page, "sites/site/")
    guide.shoot("sites-liste", page)
    follow_link(page, "Norrent-Fontes")
    hours = section(page, "Horaires d’ouverture").locator("[data-line]").first
    guide.shoot("site-horaires", page, hours)
    guide.shoot("site-salles", page, section(page, "Salles"))
    guide.open(page, "sites/organisation/")
    guide.shoot("organismes-liste", page)
    follow_link(page, "Commune de Norrent-Fontes")
    guide.shoot("organisme-identite", page, section(page, "Identité"))
    guide.shoot("organisme-representants", page, section(page, "Représentants"))
    guide.open(page, "sites/commune/?q=62190")
    guide.shoot("communes-62190", page)


def follow_link(page: Page, words: str) -> None:
    """Open the record of a list that bears these words."""
    page.locator("#result_list").get_by_role("link", name=words).first.click()
    page.wait_for_load_state("networkidle")


def show_powers(guide: Guide, page: Page) -> None:
    """Show a delegation of the council and the order that hands it on."""
    guide.open(page, "conventions/councildelegation/")
    guide.shoot("delegations-liste", page)
    guide.open(page, "conventions/delegationorder/")
    follow_link(page, "2026_A001")
    guide.shoot("arrete-matieres", page, section(page, "Délégation"))


def show_library(guide: Guide, page: Page) -> None:
    """Show the library of texts, and how texts are said to be checked."""
    guide.open(page, "conventions/legaltext/")
    guide.shoot("bibliotheque", page)
    follow_link(page, "CGCT, compétences")
    guide.shoot("texte-vise", page, section(page, "Vérification"))


def show_meetings(guide: Guide, page: Page) -> None:
    """Show a meeting with its members, and the report to the council."""
    guide.open(page, "conventions/meeting/")
    follow_link(page, "Bureau du 9 juin 2026")
    guide.shoot("reunion", page)
    guide.shoot("reunion-presences", page, section(page, "Présences"))
    guide.open(page, "conventions/meeting/")
    follow_link(page, "Conseil communautaire du 30 juin 2026")
    report = page.url.removeprefix(f"{guide.address}/admin/").removesuffix("change/")
    guide.print_page("compte-rendu", page, f"{report}compte-rendu/pdf/")


def show_register(guide: Guide, page: Page) -> None:
    """Prepare the register of a year and show two of its pages."""
    guide.open(page, "conventions/act/registre/")
    page.locator("#id_year").select_option("2026")
    send(page, "Préparer le registre")
    guide.shoot("registre", page)
    link = page.get_by_role("link", name="Imprimer le volume 1").get_attribute("href")
    path = f"conventions/act/registre/{link}"
    guide.print_page("registre-acte", page, path, 3)
    guide.print_page("registre-table", page, path, at="Table par date")


def import_faulty_file(guide: Guide, page: Page) -> None:
    """Show what is said of a file with several faults."""
    guide.open(page, "conventions/act/importer/")
    faulty = {"name": "acte.json", "mimeType": "application/json", "buffer": FAULTY_FILE}
    page.locator("#id_file").set_input_files(faulty)
    page.locator(".save-bar button").click()
    page.locator(".faults").wait_for()
    guide.shoot("importer-fautes", page, page.locator(".notice-danger"))
