"""Fifty people sign at once in several processes, one of which dies in the middle."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.copies import database_copy

ROOT = Path(__file__).resolve().parents[2]
CLIENTS = 50
CLIENTS_PROGRAM = (sys.executable, "-m", "tests.conventions.signing_clients")


@pytest.fixture
def database(django_db_setup, django_db_blocker, tmp_path):
    """Yield the address of a copy, empty and migrated, of the test database."""
    with django_db_blocker.unblock(), database_copy(tmp_path) as address:
        yield address


def test_fifty_signatures_at_once_leave_no_gap_and_no_double_though_one_is_killed(database):
    done = subprocess.run(
        [*CLIENTS_PROGRAM, "--clients", str(CLIENTS), "--kills", "1"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database, "SECRET_KEY": settings.SECRET_KEY},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "ranks": list(range(1, CLIENTS + 1)),
        "last": CLIENTS,
        "without document": 0,
        "killed": 1,
    }
