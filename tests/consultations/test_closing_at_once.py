"""A month closed while people type in it counts what it counted when it was closed, for ever."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from consultations.models import ActivityCount, MonthState
from csipa.constraints import refusal_of
from tests.consultations.factories import MONDAY, ActivityCountFactory, MonthLockFactory
from tests.copies import database_copy

ROOT = Path(__file__).resolve().parents[2]
CLIENTS_PROGRAM = (sys.executable, "-m", "tests.consultations.closing_clients")


@pytest.fixture
def database(django_db_setup, django_db_blocker, tmp_path):
    """Yield the address of a copy, empty and migrated, of the test database."""
    with django_db_blocker.unblock(), database_copy(tmp_path) as address:
        yield address


def test_no_figure_comes_into_a_month_after_its_closing(database):
    done = subprocess.run(
        CLIENTS_PROGRAM,
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database, "SECRET_KEY": settings.SECRET_KEY},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "some came in": True,
        "none came in afterwards": True,
        "sum of the month": True,
        "told that it is closed": 1,
        "closings kept": 1,
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    "write",
    [
        lambda count: ActivityCountFactory(site=count.site, date="2026-06-30"),
        lambda count: ActivityCount.objects.update(done=1),
        lambda count: ActivityCount.objects.update(date="2026-07-01"),
        lambda count: count.delete(),
    ],
    ids=["added", "changed", "moved to July", "deleted"],
)
def test_database_refuses_every_way_of_changing_a_closed_month(write):
    count = ActivityCountFactory(date=MONDAY)
    MonthLockFactory(site=count.site, state=MonthState.CLOSED)
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write(count)
    assert refusal_of(caught.value).startswith("Ce mois est clos")
