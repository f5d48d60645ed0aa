"""Too many wrong passwords: who waits, who does not, and what two processes count together."""

import logging
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import RequestFactory

from csipa.login.address import UNKNOWN, client_address
from csipa.login.waiting import locked
from tests.login.conftest import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 5


@pytest.fixture(autouse=True)
def _nobody_tried(db):
    cache.clear()


def said(answer):
    return answer.content.decode()


def test_the_right_password_is_refused_after_five_wrong_ones_and_the_delay_is_told(camille, knock):
    for _ in range(LIMIT):
        assert "inexact" in said(knock(password="faux"))
    answer = knock()
    assert answer.status_code == 200
    assert "Trop d’essais\u00a0: la connexion est suspendue." in said(answer)
    assert "Réessayez dans 5\u00a0minutes." in said(answer)


def test_nothing_is_hashed_while_the_account_waits(camille, knock, monkeypatch):
    for _ in range(LIMIT):
        knock(password="faux")
    called = []
    monkeypatch.setattr(User, "check_password", lambda *args: called.append(args))
    monkeypatch.setattr(User, "set_password", lambda *args: called.append(args))
    assert "Trop d’essais" in said(knock())
    assert called == []


def test_another_account_and_another_address_are_not_held_back(camille, knock, client):
    User.objects.create_user("lea", password=PASSWORD, is_staff=True)
    for _ in range(LIMIT + 1):
        knock(password="faux", address="192.0.2.7")
    assert knock("lea", address="192.0.2.7").status_code == 302
    client.logout()
    assert knock(address="192.0.2.8").status_code == 302


def test_one_address_that_tries_many_names_is_held_back(camille, knock):
    for number in range(30):
        knock(f"nom{number}", "faux", address="192.0.2.7")
    assert "Trop d’essais" in said(knock("encore", "faux", address="192.0.2.7"))
    assert knock(address="192.0.2.8").status_code == 302


def test_a_right_password_does_not_wipe_the_wrong_ones_before_it(camille, knock, client):
    for _ in range(LIMIT - 1):
        knock(password="faux")
    assert knock().status_code == 302
    client.logout()
    knock(password="faux")
    assert "Trop d’essais" in said(knock())


def test_the_wait_ends(camille, knock, monkeypatch):
    for _ in range(LIMIT):
        knock(password="faux")
    later = time.time() + 301
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: later)
    assert knock().status_code == 302


def test_a_lock_is_noted(camille, knock, caplog):
    caplog.set_level(logging.WARNING, "csipa.security")
    for _ in range(LIMIT + 1):
        knock(password="faux")
    assert caplog.records[-1].event == "login.locked"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1\u00a0seconde"), (59, "59\u00a0secondes"), (61, "2\u00a0minutes")],
)
def test_a_delay_is_told_in_words_that_agree(seconds, words):
    assert locked(seconds).message.endswith(f"dans {words}.")


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 192.0.2.3", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "n’importe quoi", "192.0.2.1"),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_a_forwarded_address_is_believed_only_from_our_proxies(
    settings, proxies, forwarded, address
):
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR="192.0.2.1")
    assert client_address(request) == address


def test_a_server_that_knows_no_address_counts_everybody_together():
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="")) == UNKNOWN


def test_a_forged_header_does_not_shed_the_count(camille, knock):
    for number in range(LIMIT):
        knock(password="faux", **{"X-Forwarded-For": f"203.0.113.{number}"})
    assert "Trop d’essais" in said(knock(**{"X-Forwarded-For": "203.0.113.99"}))


TRY = """
import sys, threading
import django
django.setup()
from django.conf import settings
from django.test import Client
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
from django.db import connection
heard = []
def attempt():
    answer = Client().post("/admin/login/", {"username": "camille", "password": "faux"})
    said = answer.content.decode()
    is_busy = answer.status_code == 503  # a slow machine: nothing was tried
    heard.append(
        "busy" if is_busy
        else "locked" if "suspendue" in said else "tried" if "inexact" in said else "other"
    )
    connection.close()
sys.stdin.readline()
threads = [threading.Thread(target=attempt) for _ in range(10)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(*heard)
"""


def test_two_processes_that_try_at_once_are_counted_together(tmp_path):
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'shared.sqlite3'}",
        "SECRET_KEY": "throttle",
        "DJANGO_SETTINGS_MODULE": "csipa.settings",
        "ALLOWED_HOSTS": "testserver",
        "LOG_LEVEL": "ERROR",
        "DEBUG": "1",
    }
    made = "import django; django.setup()\nfrom django.core.management import call_command as c\n"
    made += "for name in ('auth', 'sessions'): c('migrate', name, verbosity=0)\n"
    made += "c('createcachetable')"
    subprocess.run([sys.executable, "-c", made], cwd=ROOT, env=environment, check=True)
    two = [
        subprocess.Popen(
            [sys.executable, "-c", TRY],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    heard = []
    for process in two:
        process.stdin.write("\n")
        process.stdin.flush()
    for process in two:
        heard += process.communicate(timeout=300)[0].split()
    assert len(heard) == 20
    assert 1 <= heard.count("tried") <= LIMIT + len(two)
    assert heard.count("locked") >= 1
    assert "other" not in heard
