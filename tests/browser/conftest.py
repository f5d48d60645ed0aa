"""The program as people meet it: gunicorn on the demonstration, and Chromium in front of it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.grid_page import HANDS, log_in, make
from tests.browser.walking import PASSWORD

ROOT = Path(__file__).resolve().parent.parent.parent
expect.set_options(timeout=15_000)  # a machine that does much else answers late
# What the page must never say: an error of a script, or a breach of the content policy.
WATCH = """window.refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));"""


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def environment(tmp_path_factory):
    """What the server is told: a database and files of its own."""
    folder = tmp_path_factory.mktemp("site")
    return os.environ | {
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "STATIC_ROOT": str(folder / "static"),
        "SECRET_KEY": "browser-tests",
        "AUDIT_ANCHORS": str(folder / "anchors.txt"),
        "SIGNING_CERTIFICATE": str(folder / "seal.p12"),
        "DEBUG": "0",
    }


@pytest.fixture(scope="session")
def site(environment):
    """Serve the demonstration from a database of its own; give its address."""
    for command in (
        ["migrate", "--verbosity", "0"],
        ["demo", "--seal", environment["SIGNING_CERTIFICATE"]],
        ["collectstatic", "--noinput", "--verbosity", "0"],
    ):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    port = _free_port()
    server = subprocess.Popen(
        [
            sys.executable,
            *("-m", "gunicorn", "csipa.wsgi", "--bind", f"127.0.0.1:{port}"),
            *("--threads", "4", "--log-level", "warning"),
        ],
        cwd=ROOT,
        env=environment,
    )
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "db_worker", "--interval", "0.2"], cwd=ROOT, env=environment
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address)
        yield address
    finally:
        for process in (worker, server):
            process.terminate()
            process.wait(timeout=20)


def _wait_for(address):
    for _ in range(150):
        try:
            urllib.request.urlopen(f"{address}/admin/login/", timeout=5)
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("The server did not start.")


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests."""
    # Playwright keeps an event loop in this thread; Django would then refuse the database to the
    # tests that come after in the same run.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def known():
    """The session of each person who logged in once: a password is slow to check, on purpose."""
    return {}


@pytest.fixture
def visit(chromium, site, known):
    """Return a function that opens a window of some width, where somebody is logged in."""
    contexts = []

    def open_window(user="gestionnaire", *, width=1280, scheme="light", scripts=True):
        context = chromium.new_context(
            base_url=site,
            java_script_enabled=scripts,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            locale="fr-FR",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(WATCH)
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        if user:
            context.add_cookies(known.get(user, []))
            page.goto("/admin/")
        if user and "/login/" in page.url:
            page.locator("#id_username").fill(user)
            page.locator("#id_password").fill(PASSWORD)
            page.locator("#id_password").press("Enter")
            page.wait_for_url("**/admin/")
            known[user] = [c for c in context.cookies() if c["name"] == "sessionid"]
        return page

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def antennas(environment, site):
    """Three antennas and two secretaries, in the database of the server."""
    return make(environment)


@pytest.fixture
def data(antennas):
    """The antennas, those who type there, and a week in which nothing is typed yet."""
    return antennas | antennas["weeks"].pop(0)


@pytest.fixture
def grid(visit, data):
    """Return a function that opens the week of the antennas in a window of its own."""

    def open_week(user=0, *, width=1280, scheme="light"):
        page = visit(None, width=width, scheme=scheme)
        page.add_init_script(HANDS)
        page.goto(f"/admin/login/?next=/saisie/?semaine={data['week']}")
        log_in(page, data["users"][user])
        expect(page.locator("#grid-status")).to_contain_text("Chaque case")
        return page

    return open_week
