"""How long one document takes: our whole path, WeasyPrint alone, and Chromium, in one run.

    python bench/pdf.py [FILE.json] [--rounds 15]

All three are warm and take turns, so that a busy machine slows them alike. "Ours" goes from the
exchange data to the bytes: context, templates, pipe, child process. The floor is WeasyPrint in this
process on the same final HTML, with the same options, fonts and style sheet, the latter parsed
once. Chromium loads and prints the same HTML and style sheet.
"""

import argparse
import json
import os
import statistics
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

from conventions.documents import act_context, render_html, render_pdf  # noqa: E402
from tests.conventions.acts import decision  # noqa: E402

SHEET = ROOT / "static" / "csipa" / "pdf" / "acte.css"
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


def floor(html: str, source: bytes) -> Callable[[], bytes]:
    """Return WeasyPrint alone on the final HTML, with the options that we use."""
    fonts = FontConfiguration()
    sheet = CSS(filename=SHEET, font_config=fonts)
    moment = datetime(2026, 1, 15, tzinfo=UTC)

    def path() -> bytes:
        attached = Attachment(
            file_obj=BytesIO(source),
            name="acte.json",
            created=moment,
            modified=moment,
            relationship="Source",
        )
        return HTML(string=html, base_url=str(SHEET)).write_pdf(
            font_config=fonts,
            stylesheets=[sheet],
            pdf_variant="pdf/a-3a",
            attachments=[attached],
        )

    return path


@contextmanager
def chromium(html: str) -> Iterator[Callable[[], bytes]]:
    """Yield headless Chromium's print of the same HTML, in a browser that stays open."""
    link = f'<link rel="stylesheet" href="{SHEET.as_uri()}"><style>'
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "document.html"
        file.write_text(html.replace("<style>", link, 1), encoding="utf-8")
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


def report(times: dict[str, list[float]], sizes: dict[str, int]) -> None:
    """Print medians, minima, sizes, and each median of the ratios to the floor, round by round."""
    print(f"{'':10} {'median ms':>10} {'min ms':>8} {'KB':>6} {'to the floor':>13}")
    for name, measured in times.items():
        ratios = [one / base for one, base in zip(measured, times["floor"], strict=True)]
        print(
            f"{name:10} {statistics.median(measured):10.0f} {min(measured):8.0f} "
            f"{sizes[name] / 1024:6.0f} {statistics.median(ratios):13.2f}"
        )


def main() -> None:
    """Measure one document."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("file", nargs="?", type=Path, help="a csipa-acte/1 file")
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    acte = json.loads(options.file.read_text("utf-8")) if options.file else decision()
    html = render_html(act_context(acte, draft=False, drafted_here=False))
    source = json.dumps(acte, ensure_ascii=False, indent=1, sort_keys=True).encode()
    with chromium(html) as browser:
        paths = {"floor": floor(html, source), "ours": ours(acte), "chromium": browser}
        sizes = {name: len(path()) for name, path in paths.items()}
        report(measure(paths, options.rounds), sizes)


if __name__ == "__main__":
    main()
