"""What somebody without an account can reach: acts online, and nothing else of the house."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import URLResolver, get_resolver, resolve, reverse

from conventions.actions.publishing import withdraw_act
from conventions.models import Act, CancelledNumber
from tests.conventions.factories import ActFactory
from tests.conventions.public.online import ONLINE_AT, online, plain, signed, told
from tests.conventions.review.lives import signed_act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]

# Every address that answers whoever asks, by its name.
PUBLIC = frozenset(
    (
        *("acts", "act", "act-pdf", "acts-atom", "sitemap", "robots", "verify", "permanences"),
        *("open-data", "open-data-package", "open-data-catalogue", "open-data-csv"),
        *("open-data-xlsx", "open-data-schema", "exchange-schema", "admin:login"),
        *("account_login", "account_reset_password", "account_reset_password_done"),
        *("account_reset_password_from_key", "account_reset_password_from_key_done"),
        *("account_inactive", "door-login"),
    )
)
REFUSED = frozenset({401, 403, 404, 405, 410})
# A page that is sent a file keeps the mark of its form; it keeps nothing of who reads.
SENT_A_FILE = frozenset({"/verifier/"})
# What is said by acts that nobody may read; long words, so that none is met by chance.
SECRETS = {
    "unpublished": "Zirconium",
    "draft": "Wolframite",
    "withdrawn": "Molybdène",
    "individual": "Yttrium",
    "cancelled": "Praséodyme",
    "struck": "Dysprosium",
}
_LINK = re.compile(r"""(?:href|src|action|loc)(?:="|>)([^"<>]+)["<]""")
_LEFT = "/admin/"


@pytest.fixture
def house():
    """One act online among acts of every other kind; returns the one that may be read."""
    shown = online(title="Ouverture de l’antenne", with_convention=True)
    signed(title=SECRETS["unpublished"])
    ActFactory(title=SECRETS["draft"])
    withdrawn = online(title=SECRETS["withdrawn"])
    later = ONLINE_AT + dt.timedelta(days=1)
    withdraw_act(publication=withdrawn, by=None, now=later, reason="Erreur de personne")
    told(SECRETS["individual"], rank=901, individual=True)
    _cancelled()
    copied = told("Aide à [occulté]", rank=903)
    Act.objects.filter(pk=copied.act_id).update(title=f"Aide à {SECRETS['struck']}")
    return shown


def _cancelled() -> None:
    """Cancel a number that was put online, and leave another cancelled one unpublished."""
    act = told(SECRETS["cancelled"], rank=902).act
    CancelledNumber.objects.create(
        authority=act.authority,
        nature=act.nature,
        year=2026,
        sequence=902,
        number=act.number,
        act=act,
        cancelled_on=dt.date(2026, 2, 1),
        reason="Signé deux fois.",
    )
    never = signed_act(number="2026 904")
    Act.objects.filter(pk=never.pk).update(title=SECRETS["unpublished"])


def links(address: str, text: str) -> Iterator[str]:
    """Yield the addresses of this site that a page, a feed or a sitemap leads to."""
    for target in _LINK.findall(text):
        parts = urlsplit(urljoin(f"http://testserver{address}", unescape(target)))
        ours = parts.netloc in {"testserver", "127.0.0.1:8000"}
        if parts.scheme in {"http", "https"} and ours and not parts.path.startswith("/static/"):
            yield f"{parts.path}?{parts.query}" if parts.query else parts.path


def text_of(response) -> str:
    """Return what an answer says, whatever its kind."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", errors="replace")


def crawl(client, *starts: str) -> dict[str, str]:
    """Follow every link from some addresses; return what each address answered."""
    seen: dict[str, str] = {}
    left = list(starts)
    while left:
        address = left.pop()
        if address in seen or address.startswith(_LEFT):
            continue
        response = client.get(address)
        assert response.status_code in {200, 302}, address
        seen[address] = text_of(response)
        assert not response.cookies or address in SENT_A_FILE, address
        left += links(address, seen[address])
        if response.status_code == 302:
            left.append(response.headers["Location"])
    return seen


def test_links_lead_to_acts_online_and_to_nothing_else(client, house):
    seen = crawl(client, "/actes/", "/permanences/", "/sitemap.xml", "/actes/atom.xml")
    page, pdf = (reverse(name, args=[house.address]) for name in ("act", "act-pdf"))
    assert {page, pdf, "/actes/", "/actes/atom.xml", "/verifier/", "/donnees/"} <= set(seen)
    reached = {address for address in seen if re.match(r"/actes/\d", address)}
    assert len(reached) == 4  # two acts online, the page and the document of each
    for address, text in seen.items():
        for kind, secret in SECRETS.items():
            assert secret not in text, (kind, address)


def test_no_link_of_a_public_page_leads_to_the_back_office(client, house):
    for address, text in crawl(client, "/actes/", "/permanences/", "/sitemap.xml").items():
        assert not [found for found in links(address, text) if found.startswith("/admin")], address


@pytest.mark.parametrize("secret", SECRETS.values())
def test_no_search_finds_what_may_not_be_read(client, house, secret):
    page = plain(client.get("/actes/", {"q": secret}))
    assert "Aucun acte en ligne ne répond" in page
    assert "register-list" not in page


def patterns(resolver, path="", namespace="") -> Iterator[tuple[str, str]]:
    """Yield every address of the site, with its name."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, f"{path}{entry.pattern}", inner)
        else:
            yield f"{path}{entry.pattern}", f"{namespace}{entry.name}"


def fillings(house) -> list[dict[str, str]]:
    """Return words to put in the place of arguments: rows that exist, and rows that do not."""
    secret = Act.objects.get(title=SECRETS["withdrawn"])
    words = {"address": secret.publication.address, "name": "deliberations", "month": "2026-01"}
    shown = {"address": house.address, "name": "actes"}
    return [
        {"": str(secret.pk), **words},
        {"": str(house.act_id), **shown},
        {"": "999999", "address": "2026-decision-999", "name": "rien", "month": "0000-00"},
    ]


def filled(path: str, words: dict[str, str]) -> str:
    """Return a path whose arguments are some words; `app_label` is that of the acts."""
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: words.get(found[1], words[""]), path)
    return "/" + path.replace("^(?P", "").replace("$", "").replace("\\", "").lstrip("/")


def test_every_address_is_public_by_name_or_closed(client, house):
    known = dict.fromkeys(PUBLIC, False)
    tried = 0
    for path, name in patterns(get_resolver()):
        path = re.sub(r"\^?\(\?P<app_label>[^)]*\)/\$", "conventions/", path)
        path = path.replace("(?P<url>.*)$", "inconnu/")
        for words in fillings(house):
            address = filled(path, words)
            assert resolve(address), name
            for ask in (client.get, client.post):
                client.cookies.clear()
                response = ask(address)
                tried += 1
                if name in PUBLIC:
                    known[name] = known[name] or response.status_code == 200
                else:
                    assert _is_closed(response), (name, address, response.status_code)
                said = text_of(response)
                for kind, secret in SECRETS.items():
                    assert secret not in said, (kind, address)
    assert tried > 1000
    assert all(known.values()), known


def _is_closed(response) -> bool:
    """Tell whether an answer refuses, or sends to the door."""
    if response.status_code in {301, 302}:
        to = response.headers["Location"]
        doors = (reverse("admin:login"), reverse("account_login"))
        return to.startswith(doors) or to == reverse("admin:index")
    return response.status_code in REFUSED
