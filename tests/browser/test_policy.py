"""Pages of every kind, opened by Chromium: none asks for what the content policy refuses."""

import pytest

from tests.browser.walking import troubles, walk

pytestmark = pytest.mark.browser

INSIDE = {
    "start": "/admin/",
    "grid": "/saisie/",
    "planning": "/admin/activite/planning/",
    "answers": "/admin/activite/reponses/",
    "import": "/admin/activite/import/",
    "acts": "/admin/conventions/act/",
    "act": "/admin/conventions/act/15/change/",
    "reading again": "/admin/conventions/act/15/relire/",
    "convention": "/admin/conventions/convention/6/change/",
    "writing": "/admin/conventions/convention/ecrire/",
    "clause": "/admin/conventions/clause/1/change/",
    "proofs": "/admin/actes/preuves/",
    "staffing": "/admin/effectifs/tableur/",
    "integrity": "/admin/integrite/",
    "site": "/admin/sites/site/2/change/",
    "deleting": "/admin/conventions/act/15/delete/",
    "security": "/compte/securite/",
}
OUTSIDE = {
    "door": "/admin/login/",
    "forgotten": "/compte/mot-de-passe/oublie/",
    "register": "/actes/",
    "found": "/actes/?q=locaux",
    "act": "/actes/2026-decision-2026-008/",
    "open data": "/donnees/",
    "sessions": "/permanences/",
    "verifier": "/verifier/",
}


def test_no_page_of_the_back_office_asks_for_what_the_policy_refuses(visit):
    walk(visit(), INSIDE, axe=())


def test_no_public_page_asks_for_what_the_policy_refuses(visit):
    walk(visit(None), OUTSIDE, axe=())


def wait_for_a_refusal(page):
    """Wait five seconds at most; Playwright’s own way evaluates a text, which is refused too."""
    for _ in range(100):
        if page.evaluate("window.refused.length"):
            return
        page.wait_for_timeout(50)
    pytest.fail("the browser refused nothing")


@pytest.mark.parametrize(
    "markup",
    [
        "<script>window.bad = 1</script>",
        "<img src='x' onerror='window.bad = 1'>",
        "<p style='color: red'>a</p>",
        "<img src='https://ailleurs.test/x.png'>",
        "<iframe src='https://ailleurs.test/'></iframe>",
        "<object data='https://ailleurs.test/'></object>",
    ],
)
def test_what_somebody_would_add_to_a_page_is_refused_by_the_browser(visit, markup):
    page = visit(None)
    page.goto("/actes/")
    page.evaluate(
        """(markup) => document.body.append(
          document.createRange().createContextualFragment(markup))""",
        markup,
    )
    wait_for_a_refusal(page)
    assert page.evaluate("window.bad") is None
    assert troubles(page, axe=False)
