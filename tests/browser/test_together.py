"""Several acts, from the list to one file: choose, say how, follow, fetch."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.test_screens import troubles

pytestmark = pytest.mark.browser
ACTS = "/admin/conventions/act/"


def launch(page):
    """Choose every act of the list and launch their printing."""
    page.goto(ACTS)
    page.locator("#action-toggle").focus()
    page.keyboard.press("Space")
    page.locator("select[name=action]").select_option(label="Imprimer en un seul PDF")
    page.get_by_role("button", name="Exécuter").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Imprimer plusieurs actes")


@pytest.mark.parametrize("width", [1280, 390], ids=["desk", "phone"])
def test_acts_of_the_list_become_one_file(visit, width, tmp_path):
    page = visit(width=width)
    launch(page)
    assert not troubles(page)
    page.get_by_label("Commencer chaque acte sur un recto").check()
    page.get_by_role("button", name="Lancer").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Impression de")
    assert not troubles(page)

    # The page follows by itself, with a region for what it says aloud.
    expect(page.get_by_role("status")).to_be_attached()
    link = page.get_by_role("link", name="Télécharger")
    expect(link).to_be_visible(timeout=60_000)
    expect(page.locator("#job")).to_contain_text("Terminé.")
    assert not troubles(page)
    with page.expect_download() as download:
        link.click()
    download.value.save_as(tmp_path / "actes.pdf")
    reader = PdfReader(tmp_path / "actes.pdf")
    starts = [reader.get_destination_page_number(entry) for entry in reader.outline]
    assert reader.outline[0].title == "Liste des actes"
    assert len(starts) > 3
    assert all(start % 2 == 0 for start in starts)

    page.goto("/admin/")
    page.locator(".user-menu summary").press("Enter")
    page.get_by_role("link", name="Travaux en cours").click()
    expect(page.get_by_role("link", name="Impression de").first).to_be_visible()
    assert not troubles(page)


def test_a_job_is_followed_without_a_script(chromium, visit, site):
    state = visit().context.storage_state()
    context = chromium.new_context(base_url=site, storage_state=state, java_script_enabled=False)
    page = context.new_page()
    page.goto(ACTS)
    page.locator("input.action-select").first.check()
    page.locator("select[name=action]").select_option(label="Imprimer en un seul PDF")
    page.get_by_role("button", name="Exécuter").click()
    page.get_by_label("Une archive ZIP").check()
    page.get_by_role("button", name="Lancer").click()
    fetched = page.get_by_role("link", name="Télécharger")
    again = page.get_by_role("link", name="Actualiser")
    for _ in range(60):
        if fetched.count():
            break
        again.click()
        page.wait_for_timeout(500)
    with page.expect_download() as download:
        fetched.click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")
    context.close()
