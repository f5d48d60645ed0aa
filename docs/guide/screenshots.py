#!/usr/bin/env python3
"""Make the pictures of the user guide: `make screenshots`.

A demonstration of its own, in a temporary folder and on a free port of this machine, is driven as
the guide tells it; each picture is written to docs/guide/images under a fixed name. Needs Debian's
Chromium and pdftoppm (poppler-utils).
"""

import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "guide" / "images"
PASSWORD = "demonstration-csipa"
LARGEST = 150_000
LOGIN_CARD = {"x": 340, "y": 100, "width": 600, "height": 600}
COLOURS = 96
MARGIN = 8
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# The bars that follow the scrolling would cover what an element's picture shows.
STILL = ".top, .side, .contents, .save-bar { position: static !important }"
# Debian's Chromium writes the hint of a date as its own language asks, English without its language
# pack; the picture shows what a French browser shows.
FRENCH_DATES = """() => {
  for (const input of document.querySelectorAll("input[type=date], input[type=time]")) {
    const [kind, value] = [input.type, input.value];
    input.dataset.was = `${kind} ${value}`;
    input.type = "text";
    input.placeholder = kind === "date" ? "jj/mm/aaaa" : "--:--";
    input.value = kind === "date" ? value.split("-").reverse().join("/") : value;
  }
}"""
OWN_DATES = """() => {
  for (const input of document.querySelectorAll("input[data-was]")) {
    const [kind, value] = input.dataset.was.split(" ");
    input.type = kind;
    input.value = value;
    delete input.dataset.was;
  }
}"""

OBJECT = (
    "Centre de santé intercommunal pluriprofessionnel avec antennes (CSIPA) – Permanence de soins "
    "non programmés à l’antenne de Gauchin-Légal – Autorisation de signer une convention"
)
VISAS = (
    "Vu le code général des collectivités territoriales, notamment son article L. 5211-10 ;",
    "Vu la délibération n° 2024/CC007 du 20 février 2024 adoptant le projet de santé du CSIPA ;",
)
RECITAL = (
    "Considérant que la CPTS Val de Lys Romane propose de tenir une permanence de soins non "
    "programmés à l’antenne de Gauchin-Légal,"
)
DECISION = (
    "d’autoriser la signature, avec la CPTS Val de Lys Romane et la commune de Gauchin-Légal, de "
    "la convention annexée."
)
AGREEMENT = (
    "Convention tripartite relative à la tenue d’une permanence de soins non programmés à "
    "l’antenne de Gauchin-Légal"
)
FAULTY_FILE = b"""{
 "format": "csipa-acte/1",
 "authority": {"name": "Commune de Robecq", "body": "mayor"},
 "nature": "decison",
 "sujet": "Convention",
 "provisions": [{"label": "Article 1er", "text": "La convention est approuv\xc3\xa9e."}],
 "annexes": [{"title": "Convention", "convention": {
   "title": "Convention", "site": "Norent Fontes",
   "period": {"start": "2026-06-01", "end": "2026-05-01"},
   "parties": [{"name": "La Commune de Robecq"}, {"name": "La CPTS"}],
   "articles": [{"title": "Objet", "body": "<p>Objet.</p>"}]}}]
}"""


@contextmanager
def demonstration() -> Iterator[str]:
    """Serve a new demonstration and give its address; end the server and drop the data after."""
    folder = Path(tempfile.mkdtemp(prefix="csipa-guide-"))
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder / 'guide.sqlite3'}",
        "SECRET_KEY": "pictures-of-the-guide",
        "DEBUG": "1",
    }

    def manage(*words: str) -> list[str]:
        return [sys.executable, str(ROOT / "manage.py"), *words]

    silent = {"env": environment, "stdout": subprocess.DEVNULL}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    try:
        subprocess.run(manage("migrate", "--verbosity", "0"), check=True, **silent)
        subprocess.run(manage("demo"), check=True, **silent)
        serve = manage("runserver", f"127.0.0.1:{port}", "--noreload")
        with subprocess.Popen(serve, stderr=subprocess.DEVNULL, **silent) as server:
            try:
                _wait_for(f"http://127.0.0.1:{port}/admin/login/")
                yield f"http://127.0.0.1:{port}"
            finally:
                server.terminate()
    finally:
        shutil.rmtree(folder)


def _wait_for(address: str) -> None:
    """Return once the address answers; raise OSError after half a minute."""
    for _ in range(150):
        try:
            urllib.request.urlopen(address).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    message = f"{address} does not answer"
    raise OSError(message)


class Guide:
    """One browser, the address it visits, and the pictures it takes."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address

    def log_in(self, name: str) -> Page:
        """Return a page on which the person of this name is logged in."""
        context = self.browser.new_context(
            viewport={"width": 1280, "height": 800},
            locale="fr-FR",
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
            bypass_csp=True,  # the style above is not part of the program
        )
        page = context.new_page()
        page.goto(f"{self.address}/admin/login/")
        page.locator("#id_username").fill(name)
        page.locator("#id_password").fill(PASSWORD)
        if name == "gestionnaire":
            self.keep("connexion", page.screenshot(clip=LOGIN_CARD))
        page.locator("#id_password").press("Enter")
        page.wait_for_url(f"{self.address}/admin/")
        return page

    def open(self, page: Page, path: str) -> None:
        """Go to a page of the back office."""
        page.goto(f"{self.address}/admin/{path}")
        page.wait_for_load_state("networkidle")

    def shoot(self, name: str, page: Page, part: Locator | None = None) -> None:
        """Keep a picture of the window, or of one part of the page at its full height."""
        page.mouse.move(0, 0)
        page.evaluate(FRENCH_DATES)
        page.evaluate("scrollTo(0, 0)")
        if part is None:
            picture = page.screenshot()
        else:
            style = page.add_style_tag(content=STILL)
            picture = page.screenshot(full_page=True, clip=_around(part))
            style.evaluate("node => node.remove()")
        page.evaluate(OWN_DATES)
        self.keep(name, picture)

    def keep(self, name: str, picture: bytes) -> None:
        """Write a picture in few colours; raise ValueError when it is still too heavy."""
        image = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=0)
        path = IMAGES / f"{name}.png"
        image.save(path, optimize=True)
        if path.stat().st_size > LARGEST:
            message = f"{path} holds {path.stat().st_size} bytes, {LARGEST} at most"
            raise ValueError(message)

    def print_page(self, name: str, page: Page, path: str, number: int = 1) -> None:
        """Keep a picture of one page of a PDF of the program."""
        pdf = page.request.get(f"{self.address}/admin/{path}").body()
        command = ["pdftoppm", "-png", "-r", "72", "-f", str(number), "-singlefile", "-"]
        done = subprocess.run(command, input=pdf, capture_output=True, check=True)
        self.keep(name, done.stdout)


def _around(part: Locator) -> dict[str, float]:
    """Return the rectangle of a part of the page, with a little of what surrounds it."""
    box = part.bounding_box()
    return {
        "x": max(box["x"] - MARGIN, 0),
        "y": max(box["y"] - MARGIN, 0),
        "width": box["width"] + 2 * MARGIN,
        "height": box["height"] + 2 * MARGIN,
    }


def section(page: Page, title: str) -> Locator:
    """Return the section of a page under this heading."""
    heading = page.get_by_role("heading", name=title, exact=True, level=2)
    return page.locator("section.section", has=heading)


def choose(page: Page, field: str, words: str, record: str) -> None:
    """Search a field for these words and pick this record."""
    page.locator(f"#select2-id_{field}-container").click()
    page.locator(".select2-search__field").fill(words)
    page.locator(".select2-results__option", has_text=record).click()
    page.locator(f"#select2-id_{field}-container", has_text=record).wait_for()


def add_line(page: Page, title: str) -> Locator:
    """Add a line to the section under this heading and return it."""
    lines = section(page, title)
    lines.locator("[data-add-line]").click()
    return lines.locator("[data-line]").last


def save(page: Page) -> None:
    """Save the page and stay on it."""
    page.locator("[name=_continue]").last.click()
    page.locator(".message.success").wait_for()


def write_decision(guide: Guide, page: Page) -> str:
    """Type a decision as the guide tells it; return the path of its page."""
    guide.open(page, "conventions/act/")
    guide.shoot("actes-liste", page)
    guide.open(page, "conventions/act/add/")
    page.locator("#id_heading").fill("Santé et action sociale")
    page.locator("#id_title").fill(OBJECT)
    page.locator("#id_subject_matter").fill("8.2")
    guide.shoot("decision-identite", page, section(page, "Identité"))
    for words in VISAS:
        add_line(page, "Visas").locator("textarea").fill(words)
    guide.shoot("decision-visas", page, section(page, "Visas"))
    page.keyboard.press("Alt+n")
    page.locator("#insert-name-query").fill("norrent")
    page.locator(".insert-name-found").first.wait_for()
    guide.shoot("inserer-un-nom", page, page.locator("#insert-name"))
    page.keyboard.press("Escape")
    add_line(page, "Considérants").locator("textarea").fill(RECITAL)
    provisions = section(page, "Dispositif")
    provisions.locator("textarea[name$='-text']").first.fill(DECISION)
    guide.shoot("decision-dispositif", page, provisions)
    guide.shoot("decision-signature", page, section(page, "Signature"))
    save(page)
    guide.shoot("decision-boutons", page, page.locator(".page-head"))
    path = page.url.removeprefix(f"{guide.address}/admin/").removesuffix("change/")
    guide.print_page("decision-apercu", page, f"{path}document/")
    return path


def annex_convention(guide: Guide, page: Page, act: str) -> None:
    """Annex a convention to the decision, and write two of its articles."""
    guide.open(page, f"{act}convention/")
    page.locator("#id_title").fill(AGREEMENT)
    page.locator("#id_site").select_option(label="Gauchin-Légal")
    for name, iso in (("start", "2026-06-01"), ("end", "2026-08-31")):
        field = page.locator(f"#id_{name}")
        native = field.get_attribute("type") == "date"
        field.fill(iso if native else "/".join(reversed(iso.split("-"))))
    page.locator("#id_originals").fill("3")
    choose(page, "party_2", "CPTS", "Communauté professionnelle")
    choose(page, "party_3", "Gauchin", "Commune de Gauchin-Légal")
    guide.shoot("convention-joindre", page, page.locator("form.narrow"))
    page.locator(".save-bar button").click()
    page.locator(".message.success").wait_for()
    page.wait_for_load_state("networkidle")
    guide.shoot("convention-parties", page, section(page, "Parties"))
    guide.shoot("convention-duree", page, section(page, "Durée et préavis"))
    article = add_line(page, "Articles")
    article.locator("input[name$='-title']").fill("Objet")
    article.locator("[contenteditable=true]").click()
    page.keyboard.type("La présente convention fixe les engagements des parties.")
    article = add_line(page, "Articles")
    article.locator("input[name$='-title']").fill("Engagements de la CPTS Val de Lys Romane")
    article.locator("[name$='-introduction']").fill("La CPTS Val de Lys Romane s’engage à :")
    article.locator("select[name$='-committed']").select_option(index=2)
    article.locator("[name$='-commitment_lines']").fill(
        "organiser la permanence dans les locaux de l’antenne ;\n"
        "trouver les médecins généralistes volontaires qui la tiennent."
    )
    guide.shoot("convention-article", page, article)
    save(page)
    guide.print_page("convention-apercu", page, f"{act}document/", 2)


def sign(guide: Guide, page: Page, act: str) -> None:
    """Be refused a date, sign, then note what follows the signature."""
    for iso, name in (("2026-01-15", "signer-refus"), ("2026-05-04", "signer")):
        guide.open(page, f"{act}signer/")
        field = page.locator("#id_signed_on")
        native = field.get_attribute("type") == "date"
        field.fill(iso if native else "/".join(reversed(iso.split("-"))))
        if name == "signer":
            guide.shoot(name, page, page.locator("form.narrow"))
        page.locator(".save-bar button").click()
        page.wait_for_load_state("networkidle")
        if name != "signer":
            guide.shoot(name, page, page.locator("form.narrow"))
    guide.shoot("acte-signe", page)
    guide.print_page("document-signe", page, f"{act}document/")
    execution = section(page, "Exécution")
    if not execution.locator("[data-line]").count():
        add_line(page, "Exécution")
    execution.locator("[name$='-received_on']").fill("2026-05-04")
    execution.locator("[name$='-published_on']").fill("2026-05-05")
    guide.shoot("execution", page, execution)
    save(page)
    guide.open(page, f"{act}history/")
    guide.shoot("historique", page)


def edit_together(guide: Guide, page: Page) -> None:
    """Let two people save the same draft."""
    guide.open(page, "conventions/act/?state__exact=draft")
    page.locator("table th a").last.click()
    page.wait_for_load_state("networkidle")
    other = guide.log_in("responsable")
    other.goto(page.url)
    other.locator("#id_signature_place").fill("Béthune")
    save(other)
    page.locator("#id_heading").fill("Santé publique")
    page.locator("[name=_continue]").last.click()
    page.locator(".conflict").wait_for()
    guide.shoot("conflit", page, page.locator(".conflict"))


def show_records(guide: Guide, page: Page) -> None:
    """Show places, organisations and communes."""
    guide.open(page, "sites/site/")
    guide.shoot("sites-liste", page)
    page.get_by_role("link", name="Norrent-Fontes", exact=True).first.click()
    page.wait_for_load_state("networkidle")
    guide.shoot("site-horaires", page, section(page, "Horaires d’ouverture"))
    guide.shoot("site-salles", page, section(page, "Salles"))
    guide.open(page, "sites/organisation/")
    guide.shoot("organismes-liste", page)
    page.get_by_role("link", name="Commune de Norrent-Fontes").click()
    page.wait_for_load_state("networkidle")
    guide.shoot("organisme-identite", page, section(page, "Identité"))
    guide.shoot("organisme-representants", page, section(page, "Représentants"))
    guide.open(page, "sites/commune/?q=62190")
    guide.shoot("communes-62190", page)


def import_faulty_file(guide: Guide, page: Page) -> None:
    """Show what is said of a file with several faults."""
    guide.open(page, "conventions/act/importer/")
    faulty = {"name": "acte.json", "mimeType": "application/json", "buffer": FAULTY_FILE}
    page.locator("#id_file").set_input_files(faulty)
    page.locator(".save-bar button").click()
    page.locator(".faults").wait_for()
    guide.shoot("importer-fautes", page, page.locator(".notice-danger"))


def main() -> None:
    """Make every picture."""
    IMAGES.mkdir(exist_ok=True)
    with demonstration() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        guide = Guide(browser, address)
        page = guide.log_in("gestionnaire")
        guide.shoot("accueil", page)
        act = write_decision(guide, page)
        annex_convention(guide, page, act)
        sign(guide, page, act)
        edit_together(guide, page)
        show_records(guide, page)
        import_faulty_file(guide, page)
        browser.close()


if __name__ == "__main__":
    main()
