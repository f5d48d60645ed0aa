"""A citizen without a mouse finds an act, reads it, takes its file, and has it verified."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.keyboard import Keyboard, screen
from tests.browser.test_journey import text_of

pytestmark = pytest.mark.browser


def test_a_citizen_finds_an_act_reads_it_takes_its_file_and_verifies_it(visit):
    page = visit(None)
    hands = Keyboard(page)
    page.goto("/actes/")
    screen(page, "Registre des actes", ("search", "Chercher un acte"), ("link", "Vérifier"))
    hands.fill("Mots ou numéro", "2026 008", role="searchbox")
    hands.send("Enter")
    screen(page, "Registre des actes", ("status", ""), ("article", "Décision n° 2026 008"))
    hands.follow("link", re.compile("^Décision n° 2026 008"))
    parts = ("Publication et recours", "Texte de l’acte", "Document et copies")
    screen(page, re.compile("^Décision n° 2026 008"), *(("region", name) for name in parts))
    expect(page.get_by_role("region", name=parts[0])).to_contain_text("Claire LEMOINE")
    link = hands.reach("link", "Lire le PDF").get_attribute("href")
    with page.context.expect_page() as shown:  # a tab of its own, that the citizen closes
        hands.press("Control+Enter")
    shown.value.close()
    taken = page.request.get(link).body()
    assert "2026 008" in text_of(taken)

    hands.follow("link", "Vérifier un document que vous avez reçu")
    screen(page, "Vérifier un document", ("button", "Vérifier"))
    file = {"name": "décision.pdf", "mimeType": "application/pdf", "buffer": taken}
    hands.upload("Un fichier PDF", file)
    hands.follow("button", "Vérifier")
    screen(page, "Vérifier un document", ("heading", re.compile("document authentique")))
    expect(page.get_by_role("main")).to_contain_text("2026 008")
