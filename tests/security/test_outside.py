"""What the program asks of other machines: the web only, a size, a time, nobody else."""

import ast
import asyncio
import contextlib
import http.server
import threading
import time

import pytest
from asn1crypto import tsp
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from conventions.actions import reading_online
from conventions.actions.reading_online import Unreachable, read_address
from csipa import outside
from csipa.login import oidc
from csipa.login.oidc import Provider, ProviderRefused
from csipa.outside import Unanswered, ask
from csipa.pdf import timestamps
from tests.security.sources import modules

CLIENTS = {"urllib.request", "http.client", "requests", "httpx", "urllib3", "aiohttp", "socket"}
CLIENTS |= {
    "ftplib",
    "smtplib",
    "poplib",
    "imaplib",
    "telnetlib",
    "xmlrpc.client",
    "asyncio.streams",
}
CLIENTS |= {"pyhanko.sign.timestamps.requests_client", "pyhanko.sign.timestamps.aiohttp_client"}
# Who may, and what keeps them from being led elsewhere; the tests below try each.
ALLOWED = {
    "csipa/outside.py": "the door itself",
    "conventions/actions/reading_online.py": "the public address of the house, by `read_within`",
    "csipa/login/admin.py": "an error of the mail server, told in a sentence",
}
ELSEWHERE = (
    "file:///etc/passwd",
    "ftp://127.0.0.1/x",
    "gopher://127.0.0.1:70/x",
    "data:text/plain,x",
    "dict://127.0.0.1/x",
    "//127.0.0.1/x",
    "",
)


class Hostile(http.server.BaseHTTPRequestHandler):
    """Sends elsewhere, or without end, or one byte at a time."""

    hits = []

    def do_GET(self):
        self.hits.append(self.path)
        name = self.path.strip("/").partition("/")[0]
        away = {
            "file": "file:///etc/passwd",
            "ftp": "ftp://127.0.0.1/x",
            "inside": "http://169.254.169.254/latest/meta-data/",
            "name": f"http://localhost:{self.server.server_port}/secret",
        }.get(name)
        self.send_response(302 if away else 200)
        if away:
            self.send_header("Location", away)
        self.send_header("Content-Type", "application/json")
        if name == "packed":
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        if name == "endless":
            self._endless(b"x" * 65536, 0)
        elif name == "slow":
            self._endless(b"x", 0.05)
        else:
            self.wfile.write(b"{}")

    do_POST = do_GET

    def _endless(self, part, pause):
        try:
            until = time.monotonic() + 20
            while time.monotonic() < until:
                self.wfile.write(part)
                time.sleep(pause)
        except OSError:
            return

    def log_message(self, *args):
        """Keep quiet."""


@pytest.fixture
def server():
    served = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hostile)
    served.daemon_threads = True
    Hostile.hits.clear()
    threading.Thread(target=served.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{served.server_port}"
    served.shutdown()
    served.server_close()


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def test_no_other_module_asks_other_machines():
    found = {file for file, tree in modules() if CLIENTS & set(imported(tree))}
    assert found == set(ALLOWED)


@pytest.mark.parametrize("address", ELSEWHERE)
def test_only_the_web_is_asked(address, settings):
    with pytest.raises(Unanswered):
        ask(address, largest=10, seconds=1)
    with pytest.raises(Unreachable):
        read_address(address, largest=10)
    settings.OIDC_SERVER, settings.OIDC_NAME = address, "ProConnect"
    with pytest.raises(ProviderRefused):
        Provider()
    with pytest.raises(TimestampRequestError):
        stamped(address)


def stamped(address):
    """Ask for a time stamp of nothing."""
    service = timestamps.Service(address)
    _, query = service.request_cms(b"0" * 32, "sha256")
    assert isinstance(query, tsp.TimeStampReq)
    return asyncio.run(service.async_request_tsa_response(query))


@pytest.mark.parametrize("where", ["file", "ftp", "inside", "name"])
def test_nobody_sends_the_program_elsewhere(server, settings, where):
    assert ask(f"{server}/{where}", largest=10, seconds=5).status == 302
    # The standard library answers « 302 » itself where it refuses to follow.
    with contextlib.suppress(Unreachable):
        assert read_address(f"{server}/{where}", largest=10).status == 302
    settings.OIDC_SERVER, settings.OIDC_NAME = f"{server}/{where}", "ProConnect"
    with pytest.raises(ProviderRefused):
        Provider()
    with pytest.raises(TimestampRequestError):
        stamped(f"{server}/{where}")
    assert "/secret" not in Hostile.hits


@pytest.mark.parametrize("name", ["endless", "slow", "packed"])
def test_an_endless_answer_is_not_waited_for(server, settings, monkeypatch, name):
    monkeypatch.setattr(oidc, "_SECONDS", 0.5)
    monkeypatch.setattr(timestamps, "PATIENCE", 0.5)
    monkeypatch.setattr(reading_online, "TIMEOUT", 0.5)
    began = time.monotonic()
    if name == "packed":
        assert ask(f"{server}/packed", largest=10, seconds=5).content == b"{}"
    else:
        with pytest.raises(Unanswered):
            ask(f"{server}/{name}", largest=100_000, seconds=0.5)
    settings.OIDC_SERVER, settings.OIDC_NAME = f"{server}/{name}", "ProConnect"
    with pytest.raises(ProviderRefused):
        Provider()
    with pytest.raises(TimestampRequestError):
        stamped(f"{server}/{name}")
    if name == "slow":
        with pytest.raises(Unreachable, match="à temps"):
            read_address(f"{server}/slow", largest=100_000)
    else:
        answer = read_address(f"{server}/{name}", largest=100_000)
        assert answer.is_cut == (name == "endless")
    # Each of them gave up well before the server would have.
    assert time.monotonic() - began < 15


def test_an_address_of_the_provider_is_asked_over_tls_alone(settings):
    settings.OIDC_NAME = "ProConnect"
    for address in ("http://exemple.test", "file://localhost/etc/passwd", "ftp://127.0.0.1/x"):
        with pytest.raises(ProviderRefused) as refused:
            oidc._check_closed(address)
        assert refused.value.detail == "address without TLS"
    oidc._check_closed("https://exemple.test/jwks")


def test_a_damaged_time_stamp_is_told(monkeypatch):
    for content in (b"", b"\x30\x80", b"<html>", b"0" * 5000):
        answer = outside.Answer(200, "application/timestamp-reply", content)
        monkeypatch.setattr(timestamps, "ask", lambda *_args, said=answer, **_named: said)
        with pytest.raises(TimestampRequestError):
            stamped("http://127.0.0.1:9/")
