"""Shows the activity: the week, what is missing, the planning, sessions, answers, settings."""

import re

from playwright.sync_api import Locator, Page

from pictures.camera import Guide
from pictures.forms import fill_day, send
from pictures.records import follow_link

SITE, PLACE = "Gauchin-Légal", "Norrent-Fontes"
LATE_WEEK, LATE_DAYS = "2026-W27", ("2026-06-29", "2026-07-01")
CONTENT = "#content"
PHONE, LARGE = {"width": 390, "height": 760}, {"width": 1280, "height": 800}
TYPED = """date;site;profession;done;unscheduled;refused
2026-07-08;Labourse;médecin généraliste;6;2;1
2026-07-06;Gauchin-Légal;médecin généraliste;9;2;1
2026-07-07;Robecq;médecin généraliste;4;1;0
"""


def show_activity(guide: Guide, manager: Page) -> None:
    """Show every page of activity; each job is done by those whose job it is."""
    secretary = guide.log_in("secretaire")
    show_completeness(guide, secretary)
    show_week(guide, secretary, manager)
    show_phone(guide, secretary)
    show_planning(guide, manager)
    show_sessions(guide, manager)
    show_answers(guide, manager)
    show_report(guide, manager)
    show_prevention(guide, manager)
    show_import(guide, manager)
    show_settings(guide, manager)
    secretary.context.close()


def show_completeness(guide: Guide, page: Page) -> None:
    """Show what is missing, how far the months have come, and one that is to be closed."""
    guide.open(page, "activite/completude/")
    guide.shoot("completude", page)
    guide.open(page, "activite/mois/")
    guide.shoot("mois", page)
    page.get_by_role("link", name=re.compile(f"À clore.*{SITE}")).click()
    page.wait_for_load_state("networkidle")
    guide.shoot("mois-clore", page)


def show_week(guide: Guide, page: Page, manager: Page) -> None:
    """Show a week, a figure to confirm, one without network, and one that two people typed."""
    address = f"{guide.address}/saisie/?semaine={LATE_WEEK}"
    first, second = LATE_DAYS
    _go(page, f"{guide.address}/saisie/")
    guide.shoot("saisie-semaine", page, page.locator("#week-grid"))
    _go(page, f"{address}&sites={_key_of(page, SITE)}")
    _type(page, _cell(page, SITE, first), "40")
    page.locator("#grid-status", has_text="À confirmer").wait_for()
    guide.shoot("saisie-inhabituelle", page, page.locator("#week-grid"))
    _type(page, _cell(page, SITE, first), "")
    page.locator("#grid-status[data-kind=saved], #grid-status[data-kind=quiet]").wait_for()
    page.context.set_offline(True)
    _type(page, _cell(page, SITE, first), "6")
    page.locator("#grid-status[data-kind=waiting]").wait_for()
    guide.shoot("saisie-sans-reseau", page, page.locator(".grid-bar"))
    page.context.set_offline(False)
    page.locator("#grid-status[data-kind=saved]").wait_for()
    _go(manager, address)
    _type(manager, _cell(manager, SITE, second), "4")
    manager.locator("#grid-status[data-kind=saved]").wait_for()
    _type(page, _cell(page, SITE, second), "5")
    page.locator("dialog.grid-dialog").wait_for()
    guide.shoot("saisie-deux-valeurs", page, page.locator("dialog.grid-dialog"))
    page.locator("dialog.grid-dialog").get_by_role("button", name="Garder 4").click()
    page.locator("#grid-status[data-kind=saved]").wait_for()


def show_phone(guide: Guide, page: Page) -> None:
    """Show a day as a telephone does."""
    page.set_viewport_size(PHONE)
    _go(page, f"{guide.address}/saisie/?sites={_key_of(page, SITE)}")
    page.locator(".grid-tap", has_text="+1").first.click()
    page.locator("#grid-status[data-kind=saved]").wait_for()
    guide.shoot("saisie-telephone", page, page.locator("#week-grid"))
    page.set_viewport_size(LARGE)


def show_planning(guide: Guide, page: Page) -> None:
    """Show the week of a site, the dates of a series, a session, calendars, the public page."""
    guide.open(page, "activite/planning/")
    page.locator("#planning-site").select_option(label=PLACE)
    send(page, "Afficher")
    guide.shoot("planning", page, page.locator(CONTENT))
    printed = page.get_by_role("link", name="Imprimer (PDF)").get_attribute("href")
    guide.print_page("planning-affiche", page, printed.removeprefix("/admin/"))
    page.get_by_role("link", name="Réserver une série").click()
    page.wait_for_load_state("networkidle")
    page.locator("#id_purpose").select_option(label="Prévention")
    page.locator("#id_title").fill("Atelier équilibre")
    fill_day(page.locator("#id_day"), "2026-07-09")
    fill_day(page.locator("#id_last_day"), "2026-07-23")
    page.get_by_label("Mardi").check()
    page.get_by_label("Jeudi").check()
    page.locator("#id_starts").fill("14:00")
    page.locator("#id_ends").fill("16:00")
    send(page, "Voir les dates")
    guide.shoot("planning-serie", page, page.locator("#series_form section").first)
    guide.open(page, "activite/planning/")
    page.locator("a.slot").filter(has_text="Consultations").first.click()
    page.wait_for_load_state("networkidle")
    guide.shoot("planning-seance", page)
    _go(page, f"{guide.address}/permanences/")
    guide.shoot("permanences-publiques", page)


def show_sessions(guide: Guide, page: Page) -> None:
    """Show what a session counted, the review of its convention, both ledgers."""
    guide.open(page, "activite/seances/")
    page.get_by_role("link", name="Corriger").first.click()
    page.wait_for_load_state("networkidle")
    guide.shoot("permanence-compter", page, page.locator("#count_form"))
    guide.open(page, "activite/seances/")
    page.get_by_role("link", name="Bilan").first.click()
    page.wait_for_load_state("networkidle")
    guide.shoot("permanence-bilan", page, page.locator(CONTENT))
    guide.open(page, "activite/seances/decomptes/")
    guide.shoot("permanence-decomptes", page)


def show_answers(guide: Guide, page: Page) -> None:
    """Show an answer, and how one of its figures was worked out."""
    guide.open(page, "activite/reponses/")
    guide.shoot("reponses", page)
    figures = page.locator("section[aria-labelledby=answers-figures]")
    figures.locator("summary").nth(2).click()
    guide.shoot("reponses-calcul", page, figures)


def show_report(guide: Guide, page: Page) -> None:
    """Show the first page of the report for the elected."""
    guide.print_page("rapport-pdf", page, "activite/rapport/pdf/")


def show_prevention(guide: Guide, page: Page) -> None:
    """Show an action and a year."""
    guide.open(page, "consultations/preventionaction/")
    follow_link(page, "Repérage de la fragilité")
    guide.shoot("prevention-action", page)
    guide.open(page, "activite/prevention/")
    guide.shoot("prevention-annee", page, page.locator(CONTENT))


def show_import(guide: Guide, page: Page) -> None:
    """Send a file with new days, a day that says something else, and an unknown site."""
    guide.open(page, "activite/import/")
    upload = {"name": "decomptes.csv", "mimeType": "text/csv", "buffer": TYPED.encode()}
    page.locator("input[type=file]").set_input_files(upload)
    send(page, "Voir ce qui va changer")
    guide.shoot("import-decomptes", page, page.locator(CONTENT))


def show_settings(guide: Guide, page: Page) -> None:
    """Show what a site records."""
    guide.open(page, "consultations/siterecording/")
    follow_link(page, "Labourse")
    guide.shoot("reglages-saisie", page)


def _go(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")


def _key_of(page: Page, site: str) -> str:
    return _body(page, site).get_attribute("data-site")


def _body(page: Page, site: str) -> Locator:
    named = page.locator("th[scope=rowgroup]", has_text=site)
    return page.locator("#week-grid tbody", has=named)


def _cell(page: Page, site: str, day: str) -> Locator:
    """Return the cell of the consultations of a day, on the first line of a site."""
    row = _body(page, site).locator("tr[data-measure=done]").first
    return row.locator(f'td[data-day="{day}"] input.cell')


def _type(page: Page, cell: Locator, value: str) -> None:
    """Type a figure and leave the cell."""
    cell.fill(value)
    cell.press("Tab")
