"""Shows what proves an act: its proof file, the checks of its bytes, and the open data."""

import io
import tempfile
import zipfile
from pathlib import Path

from playwright.sync_api import Page

from pictures.camera import TALL, WINDOW, Guide
from pictures.forms import section, send
from pictures.records import follow_link

NUMBER, INDEX, ACT = "2026 008", "index.html", "documents/01-acte-et-annexes.pdf"
CONTENT = "#content"
RULES = "#result_list"


def show_proving(guide: Guide, page: Page) -> None:
    """Show every page of proof; the head of service, or the administrator, may see them all."""
    page.set_viewport_size(TALL)
    guide.open(page, "conventions/act/")
    follow_link(page, NUMBER)
    act = page.url.removeprefix(f"{guide.address}/admin/").removesuffix("change/")
    with zipfile.ZipFile(io.BytesIO(_proof(guide, page, act))) as proof:
        show_summary(guide, page, proof)
        show_check(guide, page, proof.read(ACT))
    guide.open(page, f"{act}verifier/")
    guide.shoot("verifier-fichiers", page, page.locator(CONTENT))
    guide.open(page, "conventions/retentionrule/")
    guide.shoot("regles-de-conservation", page, page.locator(RULES))
    show_integrity(guide, page)
    show_data(guide, page)
    page.set_viewport_size(WINDOW)


def _proof(guide: Guide, page: Page, act: str) -> bytes:
    """Return the proof file of an act."""
    return page.request.get(f"{guide.address}/admin/{act}preuve/").body()


def show_summary(guide: Guide, page: Page, proof: zipfile.ZipFile) -> None:
    """Show the summary of a proof file as it opens from a folder, without the program."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(proof.extract(INDEX, folder))
        page.goto(path.as_uri())
        guide.shoot("preuve-sommaire", page)


def show_check(guide: Guide, page: Page, content: bytes) -> None:
    """Show what the public page says of the document of an act."""
    page.goto(f"{guide.address}/verifier/")
    given = {"name": "acte.pdf", "mimeType": "application/pdf", "buffer": content}
    page.locator("#id_file").set_input_files(given)
    send(page, "Vérifier")
    guide.shoot("verifier-document", page, page.locator(".verdict"))


def show_integrity(guide: Guide, page: Page) -> None:
    """Ask for a verification, wait for it, and show what it found."""
    guide.open(page, "integrite/")
    send(page, "Vérifier maintenant")
    page.locator("a[download]").wait_for(timeout=120_000)
    guide.open(page, "integrite/")
    guide.shoot("integrite", page, section(page, "Dernière vérification"))


def show_data(guide: Guide, page: Page) -> None:
    """Show the tables that anybody may take, and what is left out of one with why."""
    page.goto(f"{guide.address}/donnees/")
    guide.shoot("donnees-ouvertes", page)
    guide.open(page, "actes/donnees/")
    guide.shoot("donnees-ecartees", page, section(page, "Consultations du centre par mois"))
