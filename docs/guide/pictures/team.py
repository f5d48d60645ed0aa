"""Shows the team: what is missing, posts and people, figures, candidates, arrivals, need."""

import io

from openpyxl import load_workbook
from playwright.sync_api import Page

from pictures.camera import Guide
from pictures.forms import send
from pictures.records import follow_link

STAFFING = "staffing/"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TOLD_BY_THE_PRESS = "2025-09-01"


def show_team(guide: Guide, page: Page) -> None:
    """Show every page of the team, in the order of the menu."""
    show_board(guide, page)
    show_figures(guide, page)
    show_posts(guide, page)
    show_recruiting(guide, page)
    show_welcome(guide, page)
    show_need(guide, page)
    show_workbook(guide, page)


def show_board(guide: Guide, page: Page) -> None:
    """Show what is missing, the ribbon of doctors, and the day the press told of."""
    guide.open(page, "effectifs/")
    guide.shoot("effectifs-tete", page, page.locator(".board-headline"))
    guide.shoot("effectifs-ruban", page, page.locator(".board-card").first)
    guide.open(page, f"effectifs/?on={TOLD_BY_THE_PRESS}")
    guide.shoot("effectifs-date", page, page.locator(".board-headline"))


def show_figures(guide: Guide, page: Page) -> None:
    """Show a year in figures, what rests on one person, what a departure takes, days without."""
    guide.open(page, "effectifs/indicateurs/")
    guide.shoot("indicateurs", page)
    guide.open(page, "effectifs/fragilite/")
    guide.shoot("fragilite", page)
    page.get_by_role(
        "link", name="Ce qui partirait : Médecins généralistes, Norrent-Fontes"
    ).click()
    page.wait_for_load_state("networkidle")
    guide.shoot("et-si", page, page.locator(".figures-sheet"))
    guide.open(page, "effectifs/continuite/")
    guide.shoot("continuite", page, page.locator(".figures-sheet"))


def show_posts(guide: Guide, page: Page) -> None:
    """Show posts, one shared between antennas, and how somebody is put on it and leaves."""
    guide.open(page, f"{STAFFING}post/")
    guide.shoot("postes-liste", page)
    follow_link(page, "Médecins généralistes, antennes")
    guide.shoot("poste", page)
    page.get_by_role("link", name="Affecter quelqu’un").click()
    page.wait_for_load_state("networkidle")
    guide.shoot("affecter", page)


def show_recruiting(guide: Guide, page: Page) -> None:
    """Show a campaign with its candidates, and what each channel gives."""
    guide.open(page, f"{STAFFING}recruitment/")
    follow_link(page, "Médecins, annonce nationale")
    guide.shoot("campagne", page)
    guide.open(page, "recrutement/canaux/")
    guide.shoot("canaux", page)


def show_welcome(guide: Guide, page: Page) -> None:
    """Show what is left to do before somebody arrives."""
    guide.open(page, "accueil-des-arrivants/")
    page.get_by_role("link", name="Camille Leroy").click()
    page.wait_for_load_state("networkidle")
    guide.shoot("accueillir", page)


def show_need(guide: Guide, page: Page) -> None:
    """Show a study of need, step by step."""
    guide.open(page, f"{STAFFING}needstudy/")
    follow_link(page, "Besoin en médecins")
    page.get_by_role("link", name="Étude complète").click()
    page.wait_for_load_state("networkidle")
    guide.shoot("besoin", page)


def show_workbook(guide: Guide, page: Page) -> None:
    """Send the workbook back with one figure changed, and show what would change."""
    response = page.request.get(f"{guide.address}/admin/effectifs/tableur/effectifs.xlsx")
    book = load_workbook(io.BytesIO(response.body()))
    sheet = book["Affectations"]
    heading = [cell.value for cell in sheet[1]]
    for line in sheet.iter_rows(min_row=2):
        row = dict(zip(heading, line, strict=True))
        if row["Nom"].value == "Leroy":
            row["ETP"].value = 1
    changed = io.BytesIO()
    book.save(changed)
    guide.open(page, "effectifs/tableur/")
    upload = {"name": "effectifs.xlsx", "mimeType": WORKBOOK, "buffer": changed.getvalue()}
    page.locator("input[type=file]").set_input_files(upload)
    send(page, "Voir ce qui va changer")
    guide.shoot("effectifs-apercu", page)
