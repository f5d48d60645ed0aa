"""The daily reading of what is online: seen, absent, changed or out of reach, and kept as proof."""

import datetime as dt
import http.server
import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from conventions.actions.checking_online import check_publications
from conventions.actions.publishing import publish_act, withdraw_act
from conventions.actions.reading_online import Answer, Unreachable, read_address
from conventions.models import PublicationCheck
from tests.conventions.factories_publication import PublicationFactory, PublishedDocumentFactory
from tests.conventions.review.lives import signed_act

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 1, 20, 5, 0, tzinfo=dt.UTC)
EVENING = dt.datetime(2026, 1, 20, 17, 0, tzinfo=dt.UTC)
NEXT_DAY = dt.datetime(2026, 1, 21, 5, 0, tzinfo=dt.UTC)
BYTES = b"%PDF-1.7\n%%EOF\n"


class Site:
    """Stands in for the site: what it answers by the end of the address, and what was asked."""

    def __init__(self, document=None, page=None):
        self.document = document or Answer(200, BYTES)
        self.page = page or Answer(200, b"<html>")
        self.asked = []

    def __call__(self, url, *, largest):
        self.asked.append(url)
        answer = self.document if url.endswith(".pdf") else self.page
        if isinstance(answer, Exception):
            raise answer
        return answer


def check(site, now=NOW):
    return check_publications(now=now, fetch=site)


def line():
    return PublicationCheck.objects.get()


def test_what_is_online_to_the_byte_is_seen_and_its_hash_kept(settings):
    settings.SITE_ADDRESS = "https://exemple.fr"
    publication = PublicationFactory(address="2026-decision-2026-008")
    site = Site()
    checked = check(site)
    assert (checked.seen, checked.missing, checked.count) == (1, [], 1)
    assert site.asked == [
        "https://exemple.fr/actes/2026-decision-2026-008.pdf",
        "https://exemple.fr/actes/2026-decision-2026-008/",
    ]
    kept = line()
    assert (kept.seen, kept.sha256) == (True, publication.document.sha256)
    assert (kept.checked_at, kept.address) == (NOW, site.asked[0])


@pytest.mark.parametrize(
    ("site", "said", "has_hash"),
    [
        (Site(Answer(404, b"")), "répond 404", False),
        (Site(Answer(200, BYTES + b" ")), "pas celui", True),
        (Site(Answer(200, BYTES, is_cut=True)), "plus long", False),
        (Site(Unreachable("le site n’a pas répondu à temps")), "à temps", False),
        (Site(page=Answer(500, b"")), "sa page répond 500", True),
    ],
)
def test_what_is_not_there_is_told_and_kept(site, said, has_hash):
    PublicationFactory()
    (missing,) = check(site).missing
    assert said in line().detail
    assert (line().seen, bool(line().sha256)) == (False, has_hash)
    assert missing == line()


def test_what_was_seen_today_is_not_read_again_and_is_the_next_day():
    PublicationFactory()
    check(Site())
    again = Site()
    assert check(again, EVENING).already == 1
    assert again.asked == []
    assert PublicationCheck.objects.count() == 1
    check(Site(), NEXT_DAY)
    assert PublicationCheck.objects.count() == 2


def test_what_was_not_seen_is_tried_again_and_the_same_finding_is_not_written_twice():
    PublicationFactory()
    check(Site(Answer(404, b"")))
    check(Site(Answer(404, b"")), EVENING)
    assert PublicationCheck.objects.count() == 1
    check(Site(), EVENING)
    assert list(PublicationCheck.objects.order_by("pk").values_list("seen", flat=True)) == [
        False,
        True,
    ]


def test_what_was_withdrawn_is_not_looked_for():
    act = signed_act()
    PublishedDocumentFactory(act=act)
    publication = publish_act(act=act, by=None, now=NOW)
    withdraw_act(publication=publication, by=None, now=NOW, reason="Erreur")
    assert check(Site()).count == 0


def test_a_silent_site_is_not_asked_for_each_of_its_acts():
    for _ in range(8):
        PublicationFactory()
    site = Site(Unreachable("le site est injoignable"))
    assert len(check(site).missing) == 8
    assert len(site.asked) == 5
    assert PublicationCheck.objects.filter(detail__contains="n’a pas été lue").count() == 3


def test_the_number_of_queries_is_that_of_the_acts(django_assert_num_queries):
    for _ in range(3):
        PublicationFactory()
    with django_assert_num_queries(2 + 3):
        check(Site())


def test_a_finding_is_never_changed():
    PublicationFactory()
    check(Site(Answer(404, b"")))
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicationCheck.objects.update(seen=True, sha256="0" * 64)


def test_the_command_fails_when_an_act_is_not_seen(settings):
    settings.SITE_ADDRESS = "http://127.0.0.1:9"
    PublicationFactory()
    out = StringIO()
    with pytest.raises(CommandError, match="pas été vu") as caught:
        call_command("check_publications", stdout=out)
    assert caught.value.returncode == 1
    assert "injoignable" in out.getvalue()
    assert "Injoignable" in line().detail


def test_the_command_says_that_nothing_is_online():
    out = StringIO()
    call_command("check_publications", stdout=out)
    assert out.getvalue() == "Aucun acte en ligne.\n"


# Over HTTP ---------------------------------------------------------------------------------------


_AWAY = {"/file": "file:///etc/passwd", "/ftp": "ftp://127.0.0.1/x"}


class _Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        where = {"/loop": "/loop", **_AWAY, "/once": "/long"}.get(self.path)
        self.send_response(302 if where else 404 if self.path == "/none" else 200)
        if where:
            self.send_header("Location", where)
        self.end_headers()
        self.wfile.write(b"x" * 100)

    def log_message(self, *args):
        """Keep quiet."""


@pytest.fixture
def server():
    served = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{served.server_port}"
    served.shutdown()
    served.server_close()


def test_an_answer_is_read_up_to_a_size(server):
    assert read_address(f"{server}/long", largest=100) == Answer(200, b"x" * 100)
    assert read_address(f"{server}/once", largest=10) == Answer(200, b"x" * 10, is_cut=True)
    assert read_address(f"{server}/none", largest=10).status == 404


def test_a_redirection_out_of_the_web_is_not_followed(server):
    assert read_address(f"{server}/file", largest=10) == Answer(302, b"")
    with pytest.raises(Unreachable, match="http"):
        read_address(f"{server}/ftp", largest=10)


def test_redirections_that_never_end_are_not_followed(server):
    assert read_address(f"{server}/loop", largest=10).status == 302


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://exemple.fr/x", "data:,x"])
def test_only_the_web_is_read(url):
    with pytest.raises(Unreachable):
        read_address(url, largest=10)


@pytest.mark.django_db(transaction=True)
def test_an_act_online_is_seen_on_the_site_itself(live_server, settings):
    settings.SITE_ADDRESS = live_server.url
    act = signed_act()
    PublishedDocumentFactory(act=act, source={"title": act.title, "nature": "decision"})
    publish_act(act=act, by=None, now=NOW)
    # A finding is sealed: it is taken back with its transaction, for no flush could delete it.
    with transaction.atomic():
        checked = check_publications(now=NOW)
        transaction.set_rollback(True)
    assert (checked.seen, checked.missing) == (1, [])
