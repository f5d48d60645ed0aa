"""Several people pack acts at once: each envelope of the day has a rank of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.copies import database_copy

ROOT = Path(__file__).resolve().parents[2]
CLIENTS, EACH = 12, 3


@pytest.fixture
def database(django_db_setup, django_db_blocker, tmp_path):
    """Yield the address of a copy, empty and migrated, of the test database."""
    with django_db_blocker.unblock(), database_copy(tmp_path) as address:
        yield address


def test_envelopes_made_at_once_are_numbered_without_gap_nor_double(database):
    program = [sys.executable, "-m", "tests.conventions.transmitting_clients"]
    done = subprocess.run(
        [*program, "--clients", str(CLIENTS)],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database, "SECRET_KEY": settings.SECRET_KEY},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == list(range(1, CLIENTS * EACH + 1))
