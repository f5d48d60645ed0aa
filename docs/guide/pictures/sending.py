"""Shows how acts are sent to the prefecture, what answers, and the signed copies of an act."""

import io

from PIL import Image
from playwright.sync_api import Page

from pictures.camera import TALL, WINDOW, Guide
from pictures.forms import fill_day, section, send
from pictures.records import follow_link

RECEIPT = """<?xml version="1.0" encoding="UTF-8"?>
<ARActe xmlns="http://www.interieur.gouv.fr/ACTES#v1.1-20040216"
 xmlns:a="http://www.interieur.gouv.fr/ACTES#v1.1-20040216"
 a:IDActe="{identifier}" a:DateReception="2026-07-03">
<ActeRecu a:Date="2026-07-02" a:NumeroInterne="2026_015" a:CodeNatureActe="6">
<CodeMatiere1 a:CodeMatiere="3"/><CodeMatiere2 a:CodeMatiere="6"/><Objet>Prêt</Objet>
<ClassificationDateVersion>2017-11-13</ClassificationDateVersion>
<Document><NomFichier>99_AU-{identifier}-1-1_1.pdf</NomFichier></Document>
<Annexes a:Nombre="0"/><DocumentPapier>N</DocumentPapier></ActeRecu>
<ClassificationDateVersionEnCours>2017-11-13</ClassificationDateVersionEnCours>
</ARActe>"""
OURS = "062-200072460-20260702-2026_015-AU"
FOREIGN = "062-216207134-20260702-2026_015-AU"
CONTENT = "#content"


def show_sending(guide: Guide, page: Page) -> None:
    """Show the way of an act to the prefecture and back.

    Decision 2026 015 is received afterwards: show first what awaits its receipt.
    """
    page.set_viewport_size(TALL)
    show_check(guide, page)
    show_receipts(guide, page)
    show_copies(guide, page)
    page.set_viewport_size(WINDOW)


def show_check(guide: Guide, page: Page) -> None:
    """Show what a draft lacks, then an act that can leave and its package."""
    guide.open(page, "conventions/act/?etape=draft")
    page.locator("table th a").last.click()
    follow_button(page, "Transmission à l’État")
    guide.shoot("transmission-manques", page, section(page, "Vérification avant l’envoi"))
    open_act(guide, page, "2026 015")
    follow_button(page, "Transmission à l’État")
    guide.shoot("transmission-verification", page, section(page, "Vérification avant l’envoi"))
    page.locator(".package-files summary").first.click()
    guide.shoot("transmission-paquets", page, section(page, "Paquets préparés"))


def show_receipts(guide: Guide, page: Page) -> None:
    """Drop two receipts at once: that of an act of ours, and that of somebody else."""
    guide.open(page, "actes/accuses/")
    guide.shoot("accuses", page)
    files = [
        {"name": name, "mimeType": "application/xml", "buffer": message.encode()}
        for name, message in (
            ("accuse-2026-015.xml", RECEIPT.format(identifier=OURS)),
            ("accuse-autre-collectivite.xml", RECEIPT.format(identifier=FOREIGN)),
        )
    ]
    page.locator("#receipts_form input[type=file]").set_input_files(files)
    send(page, "Déposer")
    guide.shoot("accuses-resultat", page, section(page, "Résultat, fichier par fichier"))


def show_copies(guide: Guide, page: Page) -> None:
    """File the scan of an original, and show what is kept of the signatures of an act."""
    open_act(guide, page, "2026 009")
    follow_button(page, "Signatures et cachet")
    form = page.locator("#copy_form")
    sheet = io.BytesIO()
    Image.new("L", (620, 877), "white").save(sheet, "PNG")
    scan = {"name": "decision-009-signee.png", "mimeType": "image/png", "buffer": sheet.getvalue()}
    form.locator("input[type=file]").set_input_files(scan)
    fill_day(form.locator("[name=original_on]"), "2026-01-22")
    send(page, "Déposer la copie")
    guide.shoot("signatures-acte", page, page.locator(CONTENT))


def open_act(guide: Guide, page: Page, number: str) -> None:
    """Open the act of this number from the list."""
    guide.open(page, f"conventions/act/?q={number}")
    follow_link(page, number.replace(" ", "\u00a0"))


def follow_button(page: Page, words: str) -> None:
    """Follow a button of a record, under « Plus » or not."""
    link = page.get_by_role("link", name=words, exact=True).first
    if not link.is_visible():
        page.locator(".toolbar summary, [data-more]").first.click()
    link.click()
    page.wait_for_load_state("networkidle")
