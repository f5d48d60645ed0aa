"""The layout inside the worker: nothing is fetched, nothing depends on the day or the machine."""

import hashlib
import io
import re
import subprocess
import sys

import pypdf
import pytest
from weasyprint import CSS

from csipa.pdf import door
from csipa.pdf.engine import ClosedFetcher, RefusedResource, UnprintableCharacters, check_characters
from csipa.pdf.resources import BASE_URL, sheet_resources

PAGE = '<!DOCTYPE html><html lang="fr"><title>Essai</title><body>{}</body></html>'

HOSTILE = {
    "local image": '<img alt="x" src="file:///etc/passwd">',
    "remote image": '<img alt="x" src="http://127.0.0.1:9/x.png">',
    "inline image": '<img alt="x" src="data:image/png;base64,iVBORw0KGgo=">',
    "relative image": '<img alt="x" src="../../csipa/settings.py">',
    "own style sheet as image": '<img alt="x" src="acte.css">',
    "attached link": '<a rel="attachment" href="file:///etc/passwd">x</a>',
    "attached resource": '<link rel="attachment" href="file:///etc/hostname">',
    "attached address": '<link rel="attachment" href="http://127.0.0.1:9/">',
    "remote style sheet": '<link rel="stylesheet" href="https://127.0.0.1:9/x.css">',
    "inline style": '<p style="background: url(file:///etc/passwd)">x</p>',
    "style element": "<style>body { background: url(http://127.0.0.1:9/x) }</style>",
    "style import": "<style>@import 'file:///etc/passwd';</style>",
    "list mark": '<ul style="list-style-image: url(ftp://127.0.0.1/x)"><li>x</ul>',
    "generated content": "<style>p::before { content: url(file:///etc/passwd) }</style><p>x</p>",
    "object": '<object data="file:///etc/passwd"></object>',
    "embed": '<embed src="file:///etc/passwd">',
    "drawing": (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>x</title>'
        '<image href="file:///etc/passwd" width="9" height="9"/></svg>'
    ),
    "base": '<base href="file:///etc/"><img alt="x" src="passwd">',
}


def render(body):
    """Go through the door: WeasyPrint leaves files open, and the suite is strict about that."""
    return door.render(PAGE.format(body), stylesheet="acte.css")


def read(body):
    return pypdf.PdfReader(io.BytesIO(render(body)))


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_a_document_that_calls_a_resource_is_refused(body):
    with pytest.raises(door.ResourceRefused):
        render(body)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        f"{BASE_URL}fonts/../../../csipa/settings.py",
        f"{BASE_URL}fonts/OFL.txt",
        "https://example.org/acte.css",
        "data:text/css,",
    ],
)
def test_a_style_sheet_reaches_the_shipped_files_only(url):
    fetcher = ClosedFetcher(sheet_resources())

    with pytest.raises(RefusedResource):
        CSS(string=f'@import "{url}";', base_url=BASE_URL, url_fetcher=fetcher)


def test_the_page_may_use_a_shipped_drawing():
    assert render('<img alt="Projet" src="projet.svg">')


def test_two_renderings_give_the_same_bytes_in_another_process_and_environment_too():
    body = "<h1>Décision</h1><p>Texte assez long pour être coupé en fin de ligne.</p>" * 20
    here = render(body)
    code = (
        "import sys, hashlib; from csipa.pdf.engine import Engine; "
        "print(hashlib.sha256(Engine().render(sys.stdin.read(), 'acte.css')).hexdigest())"
    )
    there = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        input=PAGE.format(body),
        capture_output=True,
        text=True,
        check=True,
        cwd=door.PROJECT,
        env={"PYTHONHASHSEED": "7", "PYTHONUTF8": "1", "TZ": "Asia/Tokyo"},
    ).stdout.strip()

    assert render(body) == here
    assert hashlib.sha256(here).hexdigest() == there


def test_a_document_of_another_kind_in_between_does_not_change_the_bytes():
    before = render("<p>Le même texte.</p>")
    render("<p><strong><em>Autre</em> : № 4 ‰</strong></p>" * 50)

    assert render("<p>Le même texte.</p>") == before


def test_signs_that_no_font_draws_are_found_even_written_as_references():
    with pytest.raises(UnprintableCharacters, match=re.escape("☃😀")):
        check_characters("<p>Neige ☃ &#128512; ☃</p>")


def test_no_break_spaces_and_hyphens_are_extracted_as_typed():
    body = "<p>n°\u00a07 à Val\u2011Fictif, rendez-vous</p>"

    assert read(body).pages[0].extract_text() == "n° 7 à Val-Fictif, rendez-vous"


def test_a_hyphen_that_the_layout_adds_is_told_from_a_written_one():
    narrow = '<div style="width: 22mm"><p>intercommunalités porte-parole</p></div>'
    text = read(narrow).pages[0].extract_text()

    assert "\u2010\n" in text
    assert text.replace("\u2010\n", "").startswith("intercommunalités")


def test_running_text_is_an_artifact_outside_the_structure_tree():
    footed = (
        '<style>@page { @bottom-center { content: "Pied" } }</style><p>Texte</p><p>Autre texte</p>'
    )
    page = read(footed).pages[0]
    stream = page.get_contents().get_data()
    marked = re.findall(rb"/(\w+)\s*<<([^>]*)>>\s*BDC", stream)

    assert {tag for tag, properties in marked if b"/Pagination" in properties} == {b"Artifact"}
    assert [tag for tag, properties in marked if b"/MCID" in properties] == [b"Span", b"Span"]


def test_the_file_claims_pdf_a_and_pdf_ua_in_its_metadata():
    metadata = read("<p>Texte</p>").trailer["/Root"]["/Metadata"].get_data()

    assert b'pdfaid:part="3"' in metadata
    assert b'pdfaid:conformance="A"' in metadata
    assert b"<pdfuaid:part>1</pdfuaid:part>" in metadata


def test_only_the_shipped_fonts_are_embedded():
    page = read("<h1>Titre</h1><p>Texte</p>").pages[0]
    names = {
        font.get_object()["/BaseFont"].split("+")[-1]
        for font in page["/Resources"]["/Font"].values()
    }

    assert all(name.startswith("Acte-S") for name in names), names
