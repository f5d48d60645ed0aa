"""No text of the database makes a document call a file or an address."""

from html.parser import HTMLParser

import pytest
from django.test import Client

from csipa.pdf import door
from tests.conftest import blank_page
from tests.security.poison import TEMPLATES, addresses, evaluated, finished, poisoned_side

pytestmark = pytest.mark.django_db

CALLS = (
    '<img alt="" src="file:///etc/passwd">',
    '<link rel="attachment" href="file:///etc/passwd">',
    '<a rel="attachment" href="file:///etc/passwd">a</a>',
    '<p style="background:url(file:///etc/passwd)">a</p>',
    "<style>@import 'http://127.0.0.1:9/';</style>",
    '<svg><image href="file:///etc/passwd"/><use href="http://127.0.0.1:9/#a"/></svg>',
    '<object data="http://127.0.0.1:9/"></object>',
    '<embed src="file:///etc/passwd">',
    '<iframe src="http://127.0.0.1:9/"></iframe>',
    '<base href="file:///etc/">',
    '<table><tr><td colspan="1000000">a</td></tr></table>',
)
SHORT = "<img src=file:///e>"
CALLING = ("src", "href", "xlink:href", "data", "style", "srcset", "poster", "colspan")
HOSTILE = ("file:/", "127.0.0.1:9", "1000000")


class Calls(HTMLParser):
    """The elements of a page that call something hostile; what an attribute only says is text."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        """Note a call."""
        called = [value or "" for name, value in attrs if name in CALLING]
        if tag == "base" or any(word in value for word in HOSTILE for value in called):
            self.found.append((tag, attrs))


def test_what_enters_a_document_calls_nothing(admin_user, monkeypatch):
    printed = []

    def exchange(_self, _header, parts):
        printed.append(bytes(parts[0]).decode())  # the others are attached files
        return blank_page()

    monkeypatch.setattr(door._Worker, "exchange", exchange)
    side = poisoned_side(admin_user, "".join((*CALLS, *TEMPLATES)), SHORT)
    client = Client(raise_request_exception=False)
    client.force_login(admin_user)
    for route, address in addresses(side):
        if route.endswith((".pdf", "pdf/", "apercu/")):
            finished(client.get(address))
    hostile = [html for html in printed if "file:/" in html]
    assert len(hostile) >= 5
    assert [call for html in printed for call in Calls(html).found] == []
    assert Calls("".join(CALLS)).found
    assert [word for html in printed for word in evaluated(html)] == []
    assert sum(TEMPLATES[0] in html for html in printed) >= 5
