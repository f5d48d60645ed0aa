"""Signs an act as the guide tells it, follows it, prints several and cancels a number."""

from playwright.sync_api import Page

from pictures.camera import Guide
from pictures.forms import add_line, fill_day, save, section, send

TOO_EARLY, DAY_BEFORE, TODAY = "2026-04-18", "2026-07-07", "2026-07-08"
REASON = (
    "Panne de la télétransmission : la délibération, affichée dès le 17 avril, n’a pu être "
    "transmise que le 20, et le prêt ne pouvait attendre."
)


def look_at_powers(guide: Guide, page: Page, act: str, day: str) -> None:
    """Ask the page of signature who may sign that day."""
    guide.open(page, f"{act}signer/")
    fill_day(page.locator("#id_signed_on"), day)
    send(page, "Voir les pouvoirs à cette date")


def sign(guide: Guide, page: Page, act: str) -> None:
    """Be refused a day, see who may pass over, sign, then note what follows the signature."""
    look_at_powers(guide, page, act, TOO_EARLY)
    guide.shoot("signer-refus", page, section(page, "Pouvoirs le 18 avril 2026"))
    manager = guide.log_in("responsable")
    look_at_powers(guide, manager, act, TOO_EARLY)
    manager.locator("#id_reason").fill(REASON)
    guide.shoot("signer-outre", manager, section(manager, "Pouvoirs le 18 avril 2026"))
    look_at_powers(guide, page, act, TODAY)
    guide.shoot("signer", page, page.locator("form.narrow"))
    send(page, "Signer et figer l’acte")
    guide.shoot("acte-signe", page)
    guide.print_page("document-signe", page, f"{act}document/")


def follow(guide: Guide, page: Page, act: str, convention: str) -> None:
    """Note what follows the signature, then be refused a party that signed too early."""
    guide.open(page, f"{act}change/")
    execution = section(page, "Exécution")
    if not execution.locator("[data-line]").count():
        add_line(page, "Exécution")
    fill_day(execution.locator("[name$='-sent_on']"), TODAY)
    fill_day(execution.locator("[name$='-received_on']"), TODAY)
    fill_day(execution.locator("[name$='-published_on']"), TODAY)
    guide.shoot("execution", page, execution)
    save(page)
    guide.shoot("dates-et-delais", page, page.locator("details.life"))
    guide.open(page, f"{act}history/")
    guide.shoot("historique", page)
    guide.open(page, f"{convention}signatures/")
    fill_day(page.locator(".signature-day input[name$='-signed_on']").first, DAY_BEFORE)
    page.locator(".save-bar button").click()
    page.locator(".signature-table .errorlist").first.wait_for()
    guide.shoot("signatures-refus", page, page.locator(".signature-results"))


def certify(guide: Guide, page: Page, act: str) -> None:
    """Certify an act that is in force."""
    guide.open(page, f"{act}certifier/")
    guide.shoot("certifier", page, page.locator("form.narrow"))


def show_agenda(guide: Guide, page: Page) -> None:
    """Show what falls due."""
    guide.open(page, "conventions/calendarfeed/")
    guide.shoot("agenda", page)


def print_together(guide: Guide, page: Page) -> None:
    """Print three acts in one file, and wait for it."""
    guide.open(page, "conventions/act/?nature__exact=decision")
    boxes = page.locator("input.action-select")
    for rank in range(1, 4):
        boxes.nth(rank).check()
    page.locator("select[name=action]").select_option(label="Imprimer en un seul PDF")
    send(page, "Exécuter")
    guide.shoot("imprimer-ensemble", page, page.locator("#together_form"))
    send(page, "Lancer")
    page.locator("a[download]").wait_for(timeout=120_000)
    guide.shoot("travail", page, page.locator("#job"))


def show_numbers(guide: Guide, page: Page) -> None:
    """Show the run of a series, with its cancelled number."""
    guide.open(page, "conventions/numberseries/?nature__exact=decision&year=2026")
    page.locator("table tbody a").first.click()
    page.wait_for_load_state("networkidle")
    guide.shoot("serie-numeros", page, page.locator(".number-run"))
