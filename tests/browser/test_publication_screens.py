"""Publishing, sending, proving: the screens of the house, and those that anybody opens."""

import hashlib
import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.walking import walk

pytestmark = pytest.mark.browser

ACT, CONVENTION = "/admin/conventions/act", "/admin/conventions/convention"
PUBLIC = {
    "register": "/actes/",
    "search": "/actes/?q=locaux",
    "nothing-found": "/actes/?q=hippopotame",
    "act": "/actes/2026-decision-2026-008/",
    "redacted": "/actes/2026-decision-2026-011/",
    "open-data": "/donnees/",
    "verify": "/verifier/",
    "sessions": "/permanences/",
}
SCREENS = {
    "acts-online": f"{ACT}/?en_ligne=oui",
    "publication": f"{ACT}/3/publication/",
    "public-copy": f"{ACT}/6/publication/copie/",
    "proof-log": f"{ACT}/3/publication/constats/",
    "transmission": f"{ACT}/14/transmission/",
    "preflight-of-a-draft": f"{ACT}/3/transmission/",
    "act-copies": f"{ACT}/3/copies/",
    "act-verified": f"{ACT}/3/verifier/",
    "convention-copies": f"{CONVENTION}/2/copies/",
    "receipts": "/admin/actes/accuses/",
    "open-data-told": "/admin/actes/donnees/",
    "proof-of-a-year": "/admin/actes/preuves/",
    "retention": "/admin/conventions/retentionrule/",
    "integrity": "/admin/integrite/",
}


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        pytest.param(1280, "light", id="desk-light"),
        pytest.param(390, "dark", id="phone-dark"),
    ],
)
def test_every_screen_of_publication_is_accessible_and_keeps_its_policy(visit, width, scheme):
    walk(visit("responsable", width=width, scheme=scheme), SCREENS, axe=SCREENS)
    walk(visit(None, width=width, scheme=scheme), PUBLIC, axe=PUBLIC)


def test_a_citizen_finds_an_act_reads_it_and_checks_the_file_without_scripts(visit):
    page = visit(None, width=390, scripts=False)
    page.goto("/actes/")
    page.get_by_label("Mots ou numéro").fill("permanence de soins")
    page.get_by_role("button", name="Chercher").click()
    page.locator("main a[href='/actes/2026-decision-2026-008/']").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("15 janvier 2026")
    expect(page.locator("main")).to_contain_text("Claire LEMOINE")
    answer = page.request.get("/actes/2026-decision-2026-008.pdf")
    assert len(PdfReader(io.BytesIO(answer.body())).pages) >= 2
    sha256 = hashlib.sha256(answer.body()).hexdigest()
    expect(page.locator("main")).to_contain_text(sha256)
    page.goto("/verifier/")
    page.locator("input[type=file]").set_input_files(
        {"name": "décision.pdf", "mimeType": "application/pdf", "buffer": answer.body()}
    )
    page.get_by_role("button", name="Vérifier").click()
    expect(page.locator("main")).to_contain_text("2026 008")
    page.goto("/verifier/")
    page.locator("input[type=file]").set_input_files(
        {"name": "décision.pdf", "mimeType": "application/pdf", "buffer": answer.body() + b"%"}
    )
    page.get_by_role("button", name="Vérifier").click()
    expect(page.locator("main")).not_to_contain_text("2026-decision-2026-008")


def test_a_struck_name_is_nowhere_in_what_a_citizen_is_given(visit):
    page = visit(None)
    page.goto("/actes/2026-decision-2026-011/")
    expect(page.locator("main")).to_contain_text("[occulté]")
    assert "DELATTRE" not in page.content().upper()
    for address in ("/actes/?q=delattre", "/actes/atom.xml", "/donnees/actes.csv"):
        answer = page.request.get(address)
        assert answer.ok
        assert "HUGO" not in answer.text().upper()
    pdf = PdfReader(io.BytesIO(page.request.get("/actes/2026-decision-2026-011.pdf").body()))
    told = " ".join(sheet.extract_text() for sheet in pdf.pages)
    assert "DELATTRE" not in told.upper()
    assert "[occulté]" in told
