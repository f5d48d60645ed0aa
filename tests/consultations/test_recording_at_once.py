"""Twenty people on the same cells: nothing lost, no error, sums exact, on both databases."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.copies import database_copy

ROOT = Path(__file__).resolve().parents[2]
CLIENTS_PROGRAM = (sys.executable, "-m", "tests.consultations.recording_clients")


@pytest.fixture
def database(django_db_setup, django_db_blocker, tmp_path):
    """Yield the address of a copy, empty and migrated, of the test database."""
    with django_db_blocker.unblock(), database_copy(tmp_path) as address:
        yield address


def test_twenty_people_on_the_same_cells_lose_nothing_and_see_no_error(database):
    done = subprocess.run(
        CLIENTS_PROGRAM,
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database, "SECRET_KEY": settings.SECRET_KEY},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    five_days = 5 * (2**10 - 1)
    assert json.loads(done.stdout) == {
        "errors": {},
        "conflicts were told": True,
        "rows": 10,
        "lost": False,
        "history of every write": True,
        "drift": 0,
        "sums": [[five_days, five_days]] * 2,
    }
