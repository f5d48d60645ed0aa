"""The rich-text field under the real policy, by keyboard, in a browser."""

from threading import Thread
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.browser.rich_text_page")]

WATCH = """window.refused = [];
document.addEventListener("securitypolicyviolation", (e) =>
  window.refused.push(`${e.violatedDirective} ${e.sample}`))"""
PASTE = """(html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""
ADD_LINE = """() => {
  const lines = document.getElementById("lines");
  lines.append(document.querySelector("template").content.cloneNode(true));
  lines.dispatchEvent(new CustomEvent("formset:added", {bubbles: true}));
}"""
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p {margin: 0}
</style></head><body lang=FR><!--StartFragment--><h1 style='margin:0cm'>Objet</h1>
<p class=MsoNormal><b style='mso-bidi-font-weight:normal'>Gras</b>, <span
style='font-style:italic;color:red' onclick='alert(1)'>italique</span>&nbsp;: suite<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span style='font:7pt "Times"'>&nbsp; </span></span><![endif]>un</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span
style='mso-list:Ignore'>a)<span>&nbsp;</span></span>deux</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>·</span>trois</p>
<table><tr><td style='width:1cm'>A</td><td>B</td></tr></table><img src='file:///x.png'>
<script>alert(2)</script><!--EndFragment--></body></html>"""


@pytest.fixture(scope="module")
def server():
    """Serve the page and the static files from this process, without a database."""
    httpd = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
    httpd.set_app(StaticFilesHandler(WSGIHandler()))
    thread = Thread(target=httpd.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}/"
    httpd.shutdown()
    thread.join()
    httpd.server_close()


@pytest.fixture
def errors():
    return []


@pytest.fixture(params=[1280, 390], ids=["wide", "phone"])
def page(request, chromium, server, errors):
    context = chromium.new_context(
        viewport={"width": request.param, "height": 800},
        color_scheme="light" if request.param == 1280 else "dark",
    )
    page = context.new_page()
    page.add_init_script(WATCH)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(server)
    begin(page)
    yield page
    assert page.evaluate("window.refused") == []
    assert errors == []
    context.close()


def begin(page):
    """Begin to work: the editor comes."""
    page.keyboard.press("Shift")
    page.wait_for_selector("[data-ready]")


@pytest.fixture
def body(page):
    return page.get_by_role("textbox", name="Corps")


def source(page):
    return page.input_value("#id_body")


def test_what_is_typed_by_keyboard_is_kept(page, body):
    body.focus()
    page.keyboard.type("Le président ")
    page.keyboard.press("Control+b")
    page.keyboard.type("décide")
    page.keyboard.press("Control+b")
    page.keyboard.type(" & <signe>")
    page.keyboard.press("Control+Shift+Space")
    page.keyboard.type(":")
    page.keyboard.press("Enter")
    page.keyboard.type("- un")
    page.keyboard.press("Enter")
    page.keyboard.type("deux")
    page.keyboard.press("Alt+Shift+ArrowRight")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("suite")
    expected = (
        "<p>Le président <strong>décide</strong> &amp; &lt;signe&gt;\u00a0:</p>"
        "<ul><li>un<ul><li>deux<br>suite</li></ul></li></ul>"
    )
    assert source(page) == expected
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("output")).to_have_text(expected)


def test_the_toolbar_is_one_stop_of_the_tab_key(page, body):
    page.locator("#id_title").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Gras")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Liste à puces")).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="Rétablir")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(body).to_be_focused()
    page.keyboard.type("gras")
    assert source(page) == "<p><strong>gras</strong></p>"
    expect(page.get_by_role("button", name="Gras")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Alt+F10")
    expect(page.get_by_role("button", name="Gras")).to_be_focused()
    page.keyboard.press("Escape")
    expect(body).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Enregistrer")).to_be_focused()


def test_each_button_does_what_it_says_and_can_be_undone(page, body):
    body.click()
    page.keyboard.type("un")
    for name, expected in (
        ("Liste numérotée", "<ol><li>un</li></ol>"),
        ("Liste à puces", "<ul><li>un</li></ul>"),
        ("Annuler", "<ol><li>un</li></ol>"),
        ("Rétablir", "<ul><li>un</li></ul>"),
        ("Diminuer le retrait", "<p>un</p>"),
    ):
        page.get_by_role("button", name=name).click()
        assert source(page) == expected
    page.keyboard.press("Control+a")
    page.get_by_role("button", name="Italique").click()
    assert source(page) == "<p><em>un</em></p>"
    page.keyboard.press("End")
    page.get_by_role("button", name="Retour à la ligne").click()
    page.keyboard.type("deux")
    assert source(page) == "<p><em>un<br>deux</em></p>"


def test_the_tab_key_leaves_a_list_as_it_is(page, body):
    body.focus()
    page.keyboard.type("- un")
    page.keyboard.press("Enter")
    page.keyboard.type("deux")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Enregistrer")).to_be_focused()
    assert source(page) == "<ul><li>un</li><li>deux</li></ul>"


def test_what_is_pasted_from_word_is_clean(page, body):
    body.focus()
    page.evaluate(PASTE, WORD)
    assert source(page) == (
        "<p><strong>Objet</strong></p>"
        "<p><strong>Gras</strong>, <em>italique</em>\u00a0: suite</p>"
        "<ul><li>un<ol><li>deux</li></ol></li><li>trois</li></ul><p>A</p><p>B</p>"
    )


def test_a_save_that_fails_loses_nothing(page, body):
    body.focus()
    page.keyboard.type("À garder")
    page.fill("#id_title", "")
    page.evaluate("document.forms[0].noValidate = true")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".errorlist")).to_be_visible()
    expect(page.get_by_role("textbox", name="Corps")).to_have_text("À garder")
    assert source(page) == "<p>À garder</p>"


def test_an_error_and_a_help_text_are_told_with_the_field(page):
    page.evaluate("document.forms[0].noValidate = true")
    page.get_by_role("button", name="Enregistrer").click()
    body = page.get_by_role("textbox", name="Corps")
    expect(body).to_have_attribute("aria-invalid", "true")
    expect(body).to_have_accessible_description("Le texte de l’article. Ce champ est obligatoire.")


def test_the_label_and_a_script_give_the_focus_to_the_text(page, body):
    page.locator("label", has_text="Corps").click()
    expect(body).to_be_focused()
    page.locator("#id_title").focus()
    page.evaluate("document.getElementById('id_body').focus()")
    expect(body).to_be_focused()


@pytest.mark.parametrize(
    "html",
    ["sans balise & R&D", "<ul><li><p>a</p></li></ul>", "<p>a\u00a0:  b</p>", "<p>a</p>\n<p>b</p>"],
    ids=["no tag", "not canonical", "spaces", "lines"],
)
def test_a_body_that_nobody_changes_is_sent_to_the_letter(page, server, html):
    page.goto(f"{server}?body={quote(html)}")
    begin(page)
    page.get_by_role("textbox", name="Corps").focus()
    page.keyboard.type("x")
    assert source(page) != html
    page.keyboard.press("Control+z")
    assert source(page) == html
    page.get_by_role("button", name="Enregistrer").click()
    assert page.locator("output").text_content() == html


def test_a_line_that_is_added_and_moved_has_its_editor(page):
    page.evaluate(ADD_LINE)
    line = page.get_by_role("textbox", name="Texte de la ligne")
    line.focus()
    page.keyboard.type("un")
    page.evaluate("document.querySelector('form').prepend(document.getElementById('lines'))")
    line.focus()
    page.keyboard.press("End")
    page.keyboard.type(" deux")
    assert page.input_value("#id_text") == "<p>un deux</p>"


def test_no_wcag_failure_empty_filled_or_in_error(page, body):
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    body.focus()
    page.keyboard.type("- un")
    found = Axe().run(page, options=options).response["violations"]
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.evaluate("document.forms[0].noValidate = true")
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_selector("[data-ready]")
    found += Axe().run(page, options=options).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    # The checker adds a style of its own; only what the page does counts.
    page.evaluate("window.refused = []")


def test_every_target_is_large_enough_and_nothing_overflows(page):
    for button in page.get_by_role("toolbar").get_by_role("button").all():
        box = button.bounding_box()
        assert box["width"] >= 24
        assert box["height"] >= 24
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_javascript_the_text_area_is_there(chromium, server):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server)
    page.get_by_label("Corps").fill("un\n\ndeux")
    page.get_by_role("button", name="Enregistrer").click()
    assert page.locator("output").text_content() == "<p>un</p><p>deux</p>"
    context.close()


@pytest.fixture
def looked_at(chromium, server):
    """Open a page with a text, and do nothing there."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{server}?body={quote('<p>Un <strong>texte</strong></p>')}", wait_until="load")
    yield page
    context.close()


def editors_asked(page):
    asked = "performance.getEntriesByType('resource').filter((e) => /editor/.test(e.name)).length"
    return page.evaluate(asked)


def test_who_only_reads_sees_the_text_as_it_will_be_and_asks_for_no_editor(looked_at):
    body = looked_at.get_by_role("textbox", name="Corps")
    expect(body.locator("strong")).to_have_text("texte")
    expect(body).to_have_accessible_description("Le texte de l’article.")
    expect(looked_at.get_by_role("toolbar")).to_have_count(0)
    before = body.bounding_box()
    looked_at.wait_for_timeout(300)
    assert editors_asked(looked_at) == 0
    begin(looked_at)
    assert editors_asked(looked_at) == 1
    assert body.bounding_box() == before
    assert source(looked_at) == "<p>Un <strong>texte</strong></p>"


def test_paper_shows_a_text_as_it_reads_without_its_buttons(looked_at):
    looked_at.emulate_media(media="print")
    expect(looked_at.locator("strong", has_text="texte")).to_be_visible()
    expect(looked_at.locator(".rich-text-toolbar")).to_be_hidden()


@pytest.mark.parametrize(
    "reach",
    [
        lambda body: body.hover(),
        lambda body: body.click(),
        lambda body: body.focus(),
        lambda body: body.page.locator("label", has_text="Corps").click(),
        lambda body: body.page.evaluate("document.getElementById('id_body').focus()"),
    ],
    ids=["over it", "a press", "the focus", "its label", "a script"],
)
def test_who_comes_to_a_text_finds_its_editor(looked_at, reach):
    reach(looked_at.get_by_role("textbox", name="Corps"))
    looked_at.wait_for_selector("[data-ready]")
    assert editors_asked(looked_at) == 1


def test_a_script_that_changes_a_text_before_its_editor_came_is_seen(looked_at):
    looked_at.evaluate(
        """() => {
          const text = document.getElementById("id_body");
          text.value = "<p>Autre</p>";
          text.dispatchEvent(new Event("input", {bubbles: true}));
        }"""
    )
    body = looked_at.get_by_role("textbox", name="Corps")
    expect(body).to_have_text("Autre")
    begin(looked_at)
    expect(body).to_have_text("Autre")


def test_who_was_in_the_text_before_its_editor_came_goes_on_in_it(chromium, server):
    context = chromium.new_context()
    page = context.new_page()
    gate = []
    page.route("**/editor.js", lambda route: gate.append(route))
    page.goto(server, wait_until="load")
    page.locator("#id_body").focus()
    page.keyboard.type("Vu la ")
    expect(page.get_by_role("textbox", name="Corps")).to_contain_text("Vu la")
    gate.pop().continue_()
    page.wait_for_selector("[data-ready]")
    page.keyboard.type("loi")
    assert source(page) == "<p>Vu la loi</p>"
    context.close()
