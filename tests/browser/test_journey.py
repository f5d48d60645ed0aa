"""The main job, as somebody does it who has never seen the program: from a blank page to paper."""

import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

pytestmark = pytest.mark.browser


def text_of(pdf):
    """Return the words of a PDF on one line, with plain spaces and apostrophes."""
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    text = " ".join(" ".join(pages).replace("‐\n", "").replace("’", "'").split())
    return text.replace("\u00a0", " ")


def choose(page, field, search, option):
    """Choose in an autocompleted list as one does by keyboard: open, type, take."""
    page.get_by_role("combobox", name=field).click()
    page.locator(".select2-search__field").fill(search)
    page.get_by_role("option", name=option).first.click()


def add_line(page, name, fields):
    """Add a line to a list and fill its fields, found by what they are called."""
    page.get_by_role("button", name=f"Ajouter : {name}").click()
    for label, value in fields.items():
        page.get_by_label(label).last.fill(value)


def write_body(page, line, text):
    """Type in the rich-text editor of a line."""
    editor = line.locator("[contenteditable=true]").first
    editor.click()
    page.keyboard.type(text)


def test_a_decision_and_its_convention_go_from_a_blank_page_to_paper(visit):
    page = visit()

    # The decision.
    page.get_by_role("link", name="Actes", exact=True).first.click()
    page.get_by_role("link", name="Ajouter").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ajout")
    page.locator("#id_heading").fill("Santé et action sociale")
    page.locator("#id_title").fill("Antenne de Robecq – Convention de mise à disposition")
    page.locator("#id_enacting").fill("La présidente,")
    add_line(page, "visa", {"Visa, visa": "Vu le code de la santé publique ;"})
    add_line(page, "visa", {"Visa, visa": "Vu le code général des collectivités territoriales ;"})
    page.locator("#visa_set-1").get_by_role("button", name="Monter").press("Enter")
    add_line(
        page, "considérant", {"Considérant, considérant": "Considérant l'attente des habitants,"}
    )
    page.locator("#id_provision_set-0-text").fill("d'autoriser la signature de la convention.")
    page.get_by_role("button", name="Ajouter : compétence exercée").click()
    subject = page.locator("#id_powers-0-subject")
    matter = subject.locator("option", has_text="mise à disposition").first
    subject.select_option(matter.get_attribute("value"))
    page.locator("#id_signature_place").fill("Béthune")
    page.get_by_role("button", name="Enregistrer et continuer").first.click()
    expect(page.locator(".messagelist")).to_contain_text("Projet de décision")
    act_url = page.url.replace(page.url.split("/admin")[0], "")

    # Its convention, from the records of the parties.
    page.get_by_text("Plus", exact=True).click()
    page.get_by_role("link", name="Joindre une convention").click()
    page.locator("#id_title").fill("Convention relative aux locaux de l'antenne de Robecq")
    page.locator("#id_kind").select_option("premises")
    page.locator("#id_site").select_option(label="Robecq")
    page.locator("#id_originals").fill("2")
    choose(page, "2e partie", "robecq", "Commune de Robecq")
    page.get_by_role("button", name="Créer la convention").click()
    expect(page.locator(".messagelist")).to_contain_text("jointe")
    page.get_by_role("button", name="Ajouter : article").click()
    first = page.locator("#articles-0")
    first.get_by_label("Titre").fill("Objet")
    write_body(page, first, "La commune prête les locaux de l'antenne.")
    page.get_by_role("button", name="Ajouter : article").click()
    second = page.locator("#articles-1")
    second.get_by_label("Titre").fill("Engagements de la commune")
    second.get_by_label("Introduction").fill("La commune de Robecq s'engage à :")
    second.get_by_label("Engagements de").select_option(label="Commune de Robecq")
    second.locator("textarea[name$=commitment_lines]").fill(
        "ouvrir les locaux ;\nentretenir les locaux."
    )
    page.get_by_role("button", name="Enregistrer et continuer").first.click()
    expect(page.locator(".messagelist")).to_be_visible()

    # Preview: a draft says so, and opens in a tab of its own.
    page.goto(act_url)
    preview = page.get_by_role("link", name="Aperçu (PDF)")
    assert preview.get_attribute("target") == "_blank"
    draft = page.request.get(preview.get_attribute("href"))
    assert draft.headers["content-type"] == "application/pdf"
    words = text_of(draft.body())
    assert "Vu le code général des collectivités territoriales" in words
    assert words.index("code général") < words.index("code de la santé publique")
    assert "Projet" in PdfReader(io.BytesIO(draft.body())).metadata.title

    # Signature: the date is asked, the number is given.
    page.get_by_role("link", name="Signer…").click()
    assert page.locator("#id_signed_on").input_value() == ""
    page.locator("#id_signed_on").fill("2026-05-04")
    page.get_by_role("button", name="Signer et figer l’acte").click()
    page.get_by_label("J’ai lu ces remarques").check()
    page.get_by_role("button", name="Signer et figer l’acte").click()
    expect(page.locator(".messagelist")).to_contain_text("Décision n° 2026")
    number = " ".join(page.get_by_role("heading", level=1).inner_text().partition("n°")[2].split())
    expect(page.get_by_text("son texte ne change plus").first).to_be_visible()

    # Paper.
    printed = page.request.get(
        page.get_by_role("link", name="Imprimer (PDF)").get_attribute("href")
    ).body()
    words = text_of(printed)
    for sentence in (
        f"Décision de la présidente n° {number}",
        "Considérant l'attente des habitants,",
        "d'autoriser la signature de la convention.",
        "Fait à Béthune, le 4 mai 2026",
        "Isabelle CARLIER",
        "Entre les soussignés",
        "La commune de Robecq",
        "représentée par sa maire",
        "La commune prête les locaux de l'antenne.",
        "La commune de Robecq s'engage à :",
        "ouvrir les locaux ;",
        "Fait en deux exemplaires originaux.",
    ):
        assert sentence in words, sentence
    attached = PdfReader(io.BytesIO(printed)).attachments
    assert b"csipa-acte/1" in attached["acte.json"][0]
    assert page.evaluate("window.refused") == []


def test_two_people_on_one_draft_lose_nothing(visit):
    first, second = visit("gestionnaire"), visit("responsable")
    address = "/admin/conventions/act/15/change/"
    for page in (first, second):
        page.goto(address)
    first.locator("#id_heading").fill("Santé")
    first.get_by_role("button", name="Enregistrer et continuer").first.click()
    expect(first.locator(".messagelist")).to_be_visible()
    second.locator("#id_title").fill("Objet revu par la responsable")
    second.get_by_role("button", name="Enregistrer et continuer").first.click()
    warned = second.get_by_role("alert")
    expect(warned).to_contain_text("Julien Mercier")
    expect(second.locator("#id_title")).to_have_value("Objet revu par la responsable")
    second.get_by_role("button", name="Enregistrer et continuer").first.click()
    expect(second.locator(".messagelist")).to_be_visible()
    first.goto(address)
    expect(first.locator("#id_title")).to_have_value("Objet revu par la responsable")
    expect(first.locator("#id_heading")).to_have_value("Santé")


def test_a_wrong_file_is_explained_and_nothing_is_written(visit):
    page = visit()
    page.goto("/admin/conventions/act/importer/")
    page.locator("#id_file").set_input_files(
        {"name": "acte.json", "mimeType": "application/json", "buffer": b'{"format": "autre"}'}
    )
    page.get_by_role("button", name="Lire le fichier").click()
    fault = page.get_by_role("alert")
    expect(fault).to_contain_text("rien n’est écrit")
    expect(fault).to_contain_text("format")
