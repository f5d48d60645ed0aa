"""The camera of the guide: a demonstration, a browser that visits it, and the pictures it takes."""

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
from playwright.sync_api import Browser, Locator, Page
from pypdf import PdfReader

ROOT = Path(__file__).resolve().parents[3]
IMAGES = ROOT / "docs" / "guide" / "images"
MANAGE = Path(__file__).with_name("on_the_day.py")
PASSWORD = "demonstration-csipa"
LARGEST = 150_000
LOGIN_CARD = {"x": 340, "y": 40, "width": 600, "height": 720}
COLOURS = 64
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
STILL = """.top, .side, .contents, .save-bar, .grid-bar, .grid-phone, .grid th, .grid td {
  position: static !important
}"""
# Debian's Chromium writes the hint of a date as its own language asks, English without its language
# pack; the picture shows what a French browser shows.
FRENCH_DATES = """() => {
  const named = { month: "long", year: "numeric", timeZone: "UTC" };
  const shown = {
    date: (value) => value.split("-").reverse().join("/"),
    time: (value) => value,
    month: (value) => value && new Date(`${value}-01`).toLocaleDateString("fr-FR", named),
    week: (value) => value.replace(/^(\\d+)-W0?(\\d+)$/, "Semaine $2, $1"),
  };
  const hints = { date: "jj/mm/aaaa", time: "--:--" };
  for (const input of document.querySelectorAll("input")) {
    const [kind, value] = [input.type, input.value];
    if (!shown[kind]) continue;
    input.dataset.was = `${kind} ${value}`;
    input.type = "text";
    input.placeholder = hints[kind] ?? "";
    input.value = shown[kind](value);
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
# Where a part stands on the page, wherever the window is scrolled to.
WHERE = """node => {
  const { x, y, width, height } = node.getBoundingClientRect();
  return { x: x + scrollX, y: y + scrollY, width, height };
}"""
WINDOW = {"width": 1280, "height": 800}
WIDE = {"width": 1440, "height": 800}
TALL = {"width": 1280, "height": 920}


@contextmanager
def demonstration() -> Iterator[str]:
    """Serve a new demonstration and give its address; end all and drop the data after."""
    folder = Path(tempfile.mkdtemp(prefix="csipa-guide-"))
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder / 'guide.sqlite3'}",
        "SECRET_KEY": "pictures-of-the-guide",
        "DEBUG": "1",
        "AUDIT_ANCHORS": str(folder / "anchors.txt"),
        "SIGNING_CERTIFICATE": str(folder / "seal.p12"),
    }

    def manage(*words: str) -> list[str]:
        return [sys.executable, str(MANAGE), *words]

    silent = {"env": environment, "stdout": subprocess.DEVNULL}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    try:
        subprocess.run(manage("migrate", "--verbosity", "0"), check=True, **silent)
        made = manage("demo", "--seal", environment["SIGNING_CERTIFICATE"])
        subprocess.run(made, check=True, **silent)
        serve = manage("runserver", f"127.0.0.1:{port}", "--noreload")
        with subprocess.Popen(serve, stderr=subprocess.DEVNULL, **silent) as server:
            worker = subprocess.Popen(manage("db_worker"), stderr=subprocess.DEVNULL, **silent)
            try:
                _wait_for(f"http://127.0.0.1:{port}/admin/login/")
                yield f"http://127.0.0.1:{port}"
            finally:
                worker.terminate()
                worker.wait()
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
        self.made: set[Path] = set()

    def log_in(self, name: str) -> Page:
        """Return a page on which the person of this name is logged in."""
        context = self.browser.new_context(
            viewport=WINDOW,
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
        path = IMAGES / f"{name}.webp"
        IMAGES.mkdir(exist_ok=True)
        image.convert("RGB").save(path, lossless=True)
        self.made.add(path)
        if path.stat().st_size > LARGEST:
            message = f"{path} holds {path.stat().st_size} bytes, {LARGEST} at most"
            raise ValueError(message)

    def forget_others(self) -> None:
        """Remove the pictures of former times that this run has not made."""
        for picture in set(IMAGES.glob("*.webp")) - self.made:
            picture.unlink()

    def print_page(self, name: str, page: Page, path: str, number: int = 1, at: str = "") -> None:
        """Keep a picture of one page of a PDF: this number, or the first that holds these words."""
        pdf = page.request.get(f"{self.address}/admin/{path}").body()
        if at:
            texts = [leaf.extract_text() for leaf in PdfReader(io.BytesIO(pdf)).pages]
            number = next(rank for rank, text in enumerate(texts, start=1) if at in text)
        command = ["pdftoppm", "-png", "-r", "72", "-f", str(number), "-singlefile", "-"]
        done = subprocess.run(command, input=pdf, capture_output=True, check=True)
        self.keep(name, done.stdout)


def _around(part: Locator) -> dict[str, float]:
    """Return the rectangle of a part of the page, with a little of what surrounds it."""
    box = part.evaluate(WHERE)
    return {
        "x": max(box["x"] - MARGIN, 0),
        "y": max(box["y"] - MARGIN, 0),
        "width": box["width"] + 2 * MARGIN,
        "height": box["height"] + 2 * MARGIN,
    }
