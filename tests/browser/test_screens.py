"""Every screen of the journey, on a desk and in a hand: accessible, and true to its policy."""

import pytest

from tests.browser.walking import troubles, walk

pytestmark = pytest.mark.browser

ACTS = "/admin/conventions/act"
CONVENTIONS = "/admin/conventions/convention"
SCREENS = {
    "home": "/admin/",
    "acts": f"{ACTS}/",
    "acts-found": f"{ACTS}/?q=permanence",
    "act-new": f"{ACTS}/add/",
    "act-draft": f"{ACTS}/15/change/",
    "act-signed": f"{ACTS}/3/change/",
    "act-history": f"{ACTS}/3/history/",
    "act-delete": f"{ACTS}/15/delete/",
    "act-sign": f"{ACTS}/15/signer/",
    "act-annex": f"{ACTS}/15/convention/",
    "act-import": f"{ACTS}/importer/",
    "act-certify": f"{ACTS}/3/certifier/",
    "acts-of-a-stage": f"{ACTS}/?etape=closed",
    "act-cite": f"{ACTS}/15/viser/",
    "act-reread": f"{ACTS}/15/relire/",
    "act-collegial": f"{ACTS}/12/change/",
    "act-cancelled": f"{ACTS}/5/change/",
    "act-to-publish": f"{ACTS}/14/change/",
    "register": f"{ACTS}/registre/",
    "agenda": "/admin/conventions/calendarfeed/",
    "meetings": "/admin/conventions/meeting/",
    "meeting": "/admin/conventions/meeting/4/change/",
    "mandates": "/admin/conventions/mandate/",
    "delegations": "/admin/conventions/councildelegation/",
    "delegation": "/admin/conventions/councildelegation/1/change/",
    "orders": "/admin/conventions/delegationorder/",
    "order": "/admin/conventions/delegationorder/1/change/",
    "library": "/admin/conventions/legaltext/",
    "text": "/admin/conventions/legaltext/2/change/",
    "series-run": "/admin/conventions/numberseries/1/change/",
    "conventions": f"{CONVENTIONS}/",
    "convention-new": f"{CONVENTIONS}/add/",
    "convention-signed": f"{CONVENTIONS}/2/change/",
    "convention-draft": f"{CONVENTIONS}/6/change/",
    "amendment": f"{CONVENTIONS}/3/change/",
    "models-to-write-from": f"{CONVENTIONS}/ecrire/",
    "write-tripartite": f"{CONVENTIONS}/ecrire/1/",
    "obligations": f"{CONVENTIONS}/engagements/",
    "commitments": f"{CONVENTIONS}/2/engagements/",
    "signatures": f"{CONVENTIONS}/2/signatures/",
    "copies": f"{CONVENTIONS}/2/copies/",
    "parties-to-add": f"{CONVENTIONS}/6/parties/",
    "schedule": f"{CONVENTIONS}/5/echeancier/",
    "amend": f"{CONVENTIONS}/4/avenant/",
    "consolidated": f"{CONVENTIONS}/2/texte-consolide/",
    "end": f"{CONVENTIONS}/1/fin/",
    "renew": f"{CONVENTIONS}/4/reconduire/",
    "watch": "/admin/conventions/digestsubscription/",
    "clauses": "/admin/conventions/clause/",
    "clause": "/admin/conventions/clause/1/change/",
    "models": "/admin/conventions/conventiontemplate/",
    "model": "/admin/conventions/conventiontemplate/1/change/",
    "party": "/admin/conventions/party/3/change/",
    "series": "/admin/conventions/numberseries/",
    "organisations": "/admin/sites/organisation/",
    "organisation": "/admin/sites/organisation/2/change/",
    "organisation-new": "/admin/sites/organisation/add/",
    "sites": "/admin/sites/site/",
    "site": "/admin/sites/site/2/change/",
    "communes": "/admin/sites/commune/?q=62190",
    "commune": "/admin/sites/commune/62620/change/",
    "territories": "/admin/sites/territory/",
    "password": "/admin/password_change/",
}


# Axe takes seconds on a long page, and a list is like another: these it reads at every width.
MAIN = (
    *("home", "acts", "act-draft", "act-signed", "act-sign", "act-reread", "act-certify"),
    *("act-cite", "agenda", "convention-new", "meeting", "library", "series-run", "register"),
)


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        pytest.param(1280, "light", id="desk-light"),
        pytest.param(390, "dark", id="phone-dark"),
    ],
)
def test_every_screen_is_accessible_and_keeps_its_policy(visit, width, scheme):
    walk(visit(width=width, scheme=scheme), SCREENS, axe=SCREENS if width > 1000 else MAIN)


@pytest.mark.parametrize(
    ("width", "scheme"),
    [pytest.param(390, "light", id="phone-light"), pytest.param(1280, "dark", id="desk-dark")],
)
def test_the_main_screens_are_accessible_in_the_other_scheme(visit, width, scheme):
    main = ("home", "acts", "act-draft", "act-signed", "convention-new", "act-sign")
    walk(visit(width=width, scheme=scheme), {name: SCREENS[name] for name in main}, axe=main)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_before_and_beside_the_work_are_accessible(visit, width):
    page = visit(user=None, width=width)
    page.goto("/admin/login/")
    assert not troubles(page)
    page.locator("#id_username").fill("gestionnaire")
    page.locator("#id_password").fill("faux")
    page.locator("#id_password").press("Enter")
    assert not troubles(page)
    page.goto("/nulle-part/")
    page.said.clear()  # the browser says « 404 » by itself
    assert "introuvable" in page.content()
    assert not troubles(page)


def test_a_reader_is_told_that_a_page_is_not_theirs(visit):
    page = visit("lecture")
    response = page.goto(f"{ACTS}/15/signer/")
    page.said.clear()  # the browser says « 403 » by itself
    assert response.status == 403
    assert not troubles(page)


def test_the_menu_of_a_phone_opens_by_keyboard(visit):
    page = visit(width=390)
    menu = page.get_by_text("Menu", exact=True)
    menu.focus()
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="Actes", exact=True).first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{ACTS}/")
