"""« Insérer un nom »: a name of the records put in a long text, without leaving the keyboard."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_screens import troubles

pytestmark = pytest.mark.browser

NEW_CONVENTION = "/admin/conventions/convention/add/"
DRAFT = "/admin/conventions/act/15/change/"
STORED = "de la commune de Norrent-Fontes"


def choose(page, words, *keys):
    """Ask for names from where the caret is, walk to a form and take it."""
    page.keyboard.press("Alt+n")
    expect(page.get_by_role("textbox", name="Organisme, commune")).to_be_focused()
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.locator(".insert-name-found button").first).to_be_focused()
    for key in (*keys, "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_names_go_into_a_new_convention_by_keyboard_alone_and_are_stored(visit):
    page = visit()
    page.goto(NEW_CONVENTION)
    page.locator("#id_title").focus()
    page.keyboard.type("Convention relative aux locaux ")
    choose(page, "antenne norrent", "ArrowRight")

    page.get_by_role("button", name="Ajouter : visa").press("Enter")
    visa = page.locator("textarea[name$='-text']:visible").first
    visa.focus()
    page.keyboard.type("Vu la délibération  ;")
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    choose(page, "commune de norrent", "ArrowRight")
    expect(visa).to_be_focused()
    page.keyboard.type(" (Pas-de-Calais)")

    page.get_by_role("button", name="Ajouter : article").press("Enter")
    expect(page.locator("[data-ready]")).to_have_count(2)  # the preamble and the new article
    page.keyboard.type("Objet")
    page.keyboard.press("Tab")  # the toolbar of the text, one stop
    page.keyboard.press("Tab")
    editor = page.get_by_role("textbox", name="Texte")
    expect(editor).to_be_focused()
    page.keyboard.type("Est ouverte ")
    choose(page, "norrent", "ArrowDown")
    expect(editor).to_be_focused()
    page.keyboard.type(" & ses locaux.")

    page.get_by_role("button", name="Enregistrer et continuer").first.press("Enter")
    expect(page.locator(".messagelist")).to_be_visible()
    page.reload()
    expect(page.locator("#id_title")).to_have_value(
        "Convention relative aux locaux de l’antenne de Norrent-Fontes"
    )
    expect(page.locator("textarea[name^=visa][name$='-0-text']")).to_have_value(
        f"Vu la délibération {STORED} (Pas-de-Calais) ;"
    )
    expect(page.locator("textarea[name='articles-0-body']")).to_have_value(
        "<p>Est ouverte l’antenne de Norrent-Fontes &amp; ses locaux.</p>"
    )
    assert page.evaluate("window.refused") == []
    assert page.said == []


def test_name_replaces_the_selection_keeps_its_distance_and_is_undone_alone(visit):
    page = visit()
    page.goto(NEW_CONVENTION)
    editor = page.get_by_role("textbox", name="Préambule")
    editor.focus()
    page.wait_for_selector("[data-ready]")
    page.keyboard.type("Vu,ZZZZ(présente)")
    for _ in "(présente)":
        page.keyboard.press("ArrowLeft")
    for _ in "ZZZZ":
        page.keyboard.press("Shift+ArrowLeft")
    choose(page, "hinges")
    preamble = page.locator("textarea[name=preamble]")
    expect(preamble).to_have_value("<p>Vu, Hinges (présente)</p>")
    page.keyboard.press("Control+z")
    expect(preamble).to_have_value("<p>Vu,ZZZZ(présente)</p>")

    title = page.locator("#id_title")
    title.focus()
    page.keyboard.type("Locaux")
    choose(page, "hinges", "ArrowRight")
    expect(title).to_have_value("Locaux d’Hinges")
    page.keyboard.press("Control+z")
    expect(title).to_have_value("Locaux")


def test_escape_gives_the_field_back_as_it_was(visit):
    page = visit()
    page.goto(DRAFT)
    recital = page.locator("#recital_set-0 textarea")
    before = recital.input_value()
    recital.focus()
    page.keyboard.press("Alt+n")
    dialog = page.get_by_role("dialog", name="Insérer un nom")
    page.keyboard.type("norrent")
    page.keyboard.press("ArrowDown")
    expect(dialog.get_by_role("status")).to_have_text("4 noms trouvés.")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(recital).to_be_focused()
    expect(recital).to_have_value(before)


def test_arrows_go_from_form_to_form_and_from_record_to_record(visit):
    page = visit()
    page.goto(DRAFT)
    page.locator("#recital_set-0 textarea").focus()
    page.keyboard.press("Alt+n")
    page.keyboard.type("norrent")
    page.keyboard.press("Enter")
    for key, form in (
        (None, "la commune de Norrent-Fontes"),
        ("ArrowRight", "de la commune de Norrent-Fontes"),
        ("ArrowDown", "l’antenne de Norrent-Fontes"),
        ("ArrowDown", "Norrent-Fontes"),
        ("ArrowUp", "l’antenne de Norrent-Fontes"),
        ("ArrowLeft", "à la Commune"),
    ):
        if key:
            page.keyboard.press(key)
        expect(page.get_by_role("button", name=form, exact=True)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("textbox", name="Organisme, commune")).to_be_focused()


def test_button_comes_beside_the_field_being_written_and_goes_with_it(visit):
    page = visit()
    page.goto(DRAFT)
    opener = page.get_by_role("button", name="Insérer un nom")
    expect(opener).to_have_count(0)
    page.locator("#recital_set-0 textarea").focus()
    expect(opener).to_be_visible()
    page.keyboard.press("Tab")
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Insérer un nom")).to_be_visible()
    page.get_by_role("button", name="Fermer").click()
    expect(opener).to_be_focused()
    page.locator("#id_heading").focus()
    expect(opener).to_have_count(0)
    page.locator("#id_delegation_days").focus()  # dates, not names
    expect(opener).to_have_count(0)
    assert page.said == []


def test_nothing_found_and_a_session_that_ended_are_told(visit):
    page = visit()
    page.goto(DRAFT)
    page.locator("#recital_set-0 textarea").focus()
    page.keyboard.press("Alt+n")
    said = page.get_by_role("dialog").get_by_role("status")
    page.keyboard.type("zzzz")
    expect(said).to_have_text("Aucun nom ne répond à ces mots.")
    page.context.clear_cookies()
    page.keyboard.type("z")
    expect(said).to_contain_text("Votre session est close")
    assert page.said == []


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
)
def test_open_dialog_is_accessible_and_keeps_the_policy(visit, width, scheme):
    page = visit(width=width, scheme=scheme)
    page.goto(DRAFT)
    page.locator("#recital_set-0 textarea").focus()
    assert not troubles(page)
    page.keyboard.press("Alt+n")
    assert not troubles(page)
    page.keyboard.type("norrent")
    buttons = page.locator(".insert-name-found button")
    expect(buttons).to_have_count(18)
    page.keyboard.press("ArrowDown")
    assert not troubles(page)
    for size in (button.bounding_box() for button in buttons.all()):
        assert min(size["width"], size["height"]) >= 24
        assert size["x"] >= 0
        assert size["x"] + size["width"] <= width


def test_without_scripts_nothing_promises_a_name(visit):
    page = visit()
    context = page.context.browser.new_context(
        java_script_enabled=False, storage_state=page.context.storage_state()
    )
    plain = context.new_page()
    plain.goto(page.url.replace("/admin/", DRAFT))
    expect(plain.locator("#recital_set-0 textarea")).to_be_visible()
    assert plain.get_by_text("Insérer un nom").locator("visible=true").count() == 0
    context.close()


def test_who_may_only_read_is_offered_no_name(visit):
    page = visit("lecture")
    page.goto(DRAFT)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert (
        page.locator("#insert-name-opener, .insert-name-opener").locator("visible=true").count()
        == 0
    )
    page.goto("/admin/conventions/act/3/change/")  # signed: nothing is left to write
    expect(page.locator("#insert-name")).to_have_count(0)
