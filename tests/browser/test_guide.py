"""The guide inside the program: from a screen to its page and back, on a desk and a telephone."""

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.walking import troubles, walk

pytestmark = pytest.mark.browser

SCREENS = {
    "contents": "/admin/guide/",
    "found": "/admin/guide/?q=signer",
    "nothing-found": "/admin/guide/?q=hippopotame",
    "tour": "/admin/guide/visite/",
    "table-and-pictures": "/admin/guide/saisir-la-semaine/",
    "code": "/admin/guide/relire-un-acte/",
    "short": "/admin/guide/corbeille/",
}


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        pytest.param(1280, "light", id="desk-light"),
        pytest.param(390, "dark", id="phone-dark"),
    ],
)
def test_the_guide_is_accessible_and_keeps_its_policy(visit, width, scheme):
    walk(visit("lecture", width=width, scheme=scheme), SCREENS, axe=SCREENS)


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        pytest.param(1280, "light", id="desk-light"),
        pytest.param(390, "dark", id="phone-dark"),
    ],
)
def test_somebody_opens_the_help_of_a_screen_reads_and_goes_back(visit, width, scheme):
    page = visit("secretaire", width=width, scheme=scheme)
    page.goto("/saisie/")
    page.get_by_role("link", name="Aide").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Saisir la semaine")
    contents = page.get_by_role("navigation", name="Sur cette page")
    contents.get_by_role("link", name="Sans réseau").click()
    expect(page.get_by_role("heading", name="Sans réseau")).to_be_in_viewport()
    picture = page.get_by_role("img", name="En attente du réseau")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("node => node.naturalWidth") > 0
    assert troubles(page) == []
    page.go_back()
    page.go_back()
    expect(page).to_have_url(re.compile(r"/saisie/"))


def test_a_question_leads_to_the_heading_that_answers_and_the_book_opens(visit):
    page = visit("lecture")
    page.get_by_text("Odile Sauvage").click()
    page.get_by_role("link", name="Guide d’utilisation").click()
    page.get_by_label("Chercher dans le guide").fill("deux personnes meme fiche")
    page.get_by_label("Chercher dans le guide").press("Enter")
    page.locator(".guide-hit-title a").first.click()
    expect(page.locator("article")).to_be_visible()
    page.goto("/admin/guide/guide.pdf")
    page.get_by_role("button", name="Préparer le PDF").click()
    with page.expect_download(timeout=120_000) as started:
        page.get_by_role("link", name="Télécharger").click(timeout=120_000)
    assert len(PdfReader(started.value.path()).pages) > 60


def test_a_page_of_the_guide_is_printed_without_the_frame_of_the_program(visit):
    page = visit("lecture")
    page.goto("/admin/guide/visas/")
    page.emulate_media(media="print")
    for hidden in (".top", ".side", ".contents", ".help-link", ".guide-neighbours"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.get_by_role("heading", level=1).is_visible()
    said = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages[0]
    assert round(float(said.mediabox.width)) == 595
    assert "/admin/" not in said.extract_text()
