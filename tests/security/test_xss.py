"""Whatever a text of the database holds, no page reads it as markup nor as a template."""

import re

import pytest
from django.test import Client

from tests.security.poison import TEMPLATES, addresses, evaluated, finished, poisoned_side

pytestmark = pytest.mark.django_db

# Ways out of a text, an attribute, a title, a text area, a script, a comment, a style, CDATA.
PAYLOADS = (
    "<xss>",
    '"><xss>',
    "'><xss>",
    "</title><xss>",
    "</textarea><xss>",
    "</script><xss>",
    "--><xss>",
    "]]><xss>",
    '"onfocus=xss() autofocus a="',
    "&lt;xss&gt;<xss src=x onerror=xss()>",
)
ALL = "".join((*PAYLOADS, *TEMPLATES))
ALIVE = re.compile(r"<xss|<[a-z][^<>]*\sonfocus=xss|(?:href|src|action)=[\"']?\s*javascript:", re.I)


def pages(side):
    # A PDF is no page: what enters one is watched where it is printed.
    for route, address in addresses(side):
        if not route.endswith((".pdf", "pdf/", "logout/", ".xlsx")):
            yield address


def test_no_text_of_the_database_becomes_markup_or_runs(admin_user):
    poisoned = poisoned_side(admin_user, ALL, PAYLOADS[1])
    client = Client(raise_request_exception=False)
    client.force_login(admin_user)
    alive, broken, ran, seen, typed = [], [], [], 0, 0
    for address in pages(poisoned):
        answer = finished(client.get(address))
        if answer.status_code >= 500:
            broken.append(address)
        kind = answer.headers.get("Content-Type", "")
        if answer.streaming or not kind.startswith(("text/html", "application/atom", "image/svg")):
            continue
        page = answer.content.decode()
        seen += "xss" in page
        typed += TEMPLATES[0] in page
        ran += [(address, word) for word in evaluated(page)]
        if found := ALIVE.search(page):
            alive.append((address, page[max(0, found.start() - 60) : found.end() + 30]))
    assert alive == []
    assert ran == []
    # As they were typed.
    assert typed > 50
    assert seen > 200
    assert broken == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_word_of_an_address_becomes_markup(client, admin_client, payload):
    names = ("q", "annee", "page", "nature", "site", "next", "empreinte", payload)
    asked = dict.fromkeys(names, payload)
    for one, asked_of in (
        (client, ("/actes/", "/donnees/", "/permanences/", "/verifier/", "/compte/connexion/")),
        (admin_client, ("/admin/", "/admin/sites/site/", "/admin/conventions/act/")),
    ):
        for address in asked_of:
            answer = one.get(address, asked)
            assert answer.status_code < 500
            assert not ALIVE.search(answer.content.decode()), address
    assert not ALIVE.search(client.get(f"/nulle-part/{payload}").content.decode())
