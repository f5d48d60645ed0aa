"""How long a document takes: our whole path, WeasyPrint alone, and Chromium, in one run.

    python bench/pdf.py [FILE.json] [--rounds 15] [--people 400]

An act – a decision with its convention, or the one of a file – and a booklet, the directory of as
many people as asked. All three ways are warm and take turns, so that a busy machine slows them
alike. "Ours" goes from the data to the bytes: context, templates, pipe, child process. The floor is
WeasyPrint in this process on the same final HTML, with the same options, fonts and style sheet, the
latter parsed once. Chromium loads and prints the same HTML and style sheet.
"""

import argparse
import json
import os
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csipa.settings")
os.environ["FONTCONFIG_FILE"] = str(ROOT / "csipa" / "pdf" / "fonts.conf")

warnings.filterwarnings("ignore", "No fonts configured")

# Imported once the two paths above are set, and never the engine: the floor is WeasyPrint as it is.
import django  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from weasyprint import CSS, HTML, Attachment  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402

django.setup()

from told import Ratio, compared, show, tell  # noqa: E402

from conventions.documents import act_context, render_html, render_pdf  # noqa: E402
from staffing.documents.booklet import (  # noqa: E402
    Booklet,
    BookletEntry,
    BookletPart,
    BookletPlace,
    IndexPlace,
    booklet_html,
    render_booklet,
)
from tests.conventions.acts import decision  # noqa: E402

SHEETS = ROOT / "static" / "csipa" / "pdf"
ACT, BOOKLET = SHEETS / "acte.css", SHEETS / "annuaire.css"
FLOOR_GOAL, CHROMIUM_GOAL = 1.5, 1.0
CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]


def ours(acte: dict) -> Callable[[], bytes]:
    """Return our whole path, from the exchange data to the PDF."""

    def path() -> bytes:
        return render_pdf(act_context(acte, draft=False, drafted_here=False), acte)

    return path


def directory(people: int) -> Booklet:
    """Return a directory of invented people: four professions, ten communes."""
    places = [f"Val-Fictif-{rank}" for rank in range(1, 11)]
    jobs = ("Médecins généralistes", "Infirmiers", "Masseurs-kinésithérapeutes", "Sages-femmes")
    each = max(1, people // (len(jobs) * len(places)))
    parts, index = [], {name: [] for name in places}
    for job, label in enumerate(jobs):
        shown = []
        for place, name in enumerate(places):
            entries = [
                BookletEntry(
                    f"p-{job}-{place}-{rank}",
                    f"Camille Dubreuil-{job}{place}{rank}",
                    "membre du bureau" if rank == 0 else "",
                    (f"{rank + 1}, rue de l’Exemple, {name}", "01 00 00 00 00"),
                )
                for rank in range(each)
            ]
            shown.append(BookletPlace(name, entries))
            index[name] += [(entry, label.lower()) for entry in entries]
        parts.append(BookletPart(f"profession-{job}", label, each * len(places), shown))
    return Booklet(
        title="Annuaire",
        community="CPTS du Val Fictif",
        territory="Val Fictif",
        communes="10 communes",
        on="État au 15 janvier 2026",
        dated="2026-01-15",
        facts=[f"{each * len(jobs) * len(places)} professionnels"],
        notes=["Personnes inventées."],
        empty="",
        parts=parts,
        index=[IndexPlace(name, entries) for name, entries in index.items()],
    )


def floor(html: str, source: bytes, style: Path) -> Callable[[], bytes]:
    """Return WeasyPrint alone on the final HTML, with the options that we use."""
    fonts = FontConfiguration()
    sheet = CSS(filename=style, font_config=fonts)
    moment = datetime(2026, 1, 15, tzinfo=UTC)

    def path() -> bytes:
        attached = Attachment(
            file_obj=BytesIO(source),
            name="acte.json",
            created=moment,
            modified=moment,
            relationship="Source",
        )
        return HTML(string=html, base_url=str(style)).write_pdf(
            font_config=fonts,
            stylesheets=[sheet],
            pdf_variant="pdf/a-3a",
            attachments=[attached] if source else [],
        )

    return path


@contextmanager
def chromium(html: str, style: Path) -> Iterator[Callable[[], bytes]]:
    """Yield headless Chromium's print of the same HTML, in a browser that stays open."""
    mark = "<style>" if "<style>" in html else "</head>"
    link = f'<link rel="stylesheet" href="{style.as_uri()}">{mark}'
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "document.html"
        file.write_text(html.replace(mark, link, 1), encoding="utf-8")
        # Without a font of the machine Chromium shows no text at all, whatever the page brings.
        surroundings = {key: value for key, value in os.environ.items() if key != "FONTCONFIG_FILE"}
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS, env=surroundings
        )

        def path() -> bytes:
            with browser.new_context() as context:  # a server would not mix two people's documents
                page = context.new_page()
                page.goto(file.as_uri())
                return page.pdf(prefer_css_page_size=True, tagged=True, outline=True)

        yield path
        browser.close()


def measure(paths: dict[str, Callable[[], bytes]], rounds: int) -> dict[str, list[float]]:
    """Return the milliseconds of each path, `rounds` times in turn after two unmeasured rounds."""
    times: dict[str, list[float]] = {name: [] for name in paths}
    for turn in range(rounds + 2):
        for name, path in paths.items():
            start = time.perf_counter()
            path()
            if turn > 1:
                times[name].append((time.perf_counter() - start) * 1000)
    return times


def report(name: str, times: dict[str, list[float]], sizes: dict[str, int]) -> None:
    """Tell the medians of the ratios, round by round, and what the files weigh."""
    for other, against, goal in (
        ("floor", "WeasyPrint seul", FLOOR_GOAL),
        ("chromium", "impression de Chromium", CHROMIUM_GOAL),
    ):
        pairs = zip(times["ours"], times[other], strict=True)
        middle, least, most = compared(pairs)
        remark = f"{sizes['ours'] // 1024} ko, {sizes[other] // 1024} ko en face"
        tell(Ratio("PDF", name, against, middle, goal, least, most, remark))


def main() -> int:
    """Measure an act, then a booklet."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("file", nargs="?", type=Path, help="a csipa-acte/1 file")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--people", type=int, default=400)
    options = parser.parse_args()
    acte = json.loads(options.file.read_text("utf-8")) if options.file else decision()
    booklet = directory(options.people)
    html = render_html(act_context(acte, draft=False, drafted_here=False))
    source = json.dumps(acte, ensure_ascii=False, indent=1, sort_keys=True).encode()
    documents = {
        "acte et sa convention": (ours(acte), html, source, ACT),
        f"livret de {options.people} personnes": (
            lambda: render_booklet(booklet),
            booklet_html(booklet),
            b"",
            BOOKLET,
        ),
    }
    for name, (whole, text, attached, style) in documents.items():
        with chromium(text, style) as browser:
            paths = {"floor": floor(text, attached, style), "ours": whole, "chromium": browser}
            sizes = {way: len(path()) for way, path in paths.items()}
            report(name, measure(paths, options.rounds), sizes)
    return show()


if __name__ == "__main__":
    sys.exit(main())
