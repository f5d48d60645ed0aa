"""Two people, or ten, who book one room at the same moment: one has it, the others are told."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from consultations.models import Session
from csipa.constraints import refusal_of
from tests.consultations.factories import MONDAY
from tests.consultations.factories_sessions import SessionFactory, at
from tests.copies import database_copy

ROOT = Path(__file__).resolve().parents[2]
CLIENTS_PROGRAM = (sys.executable, "-m", "tests.consultations.booking_clients")


@pytest.fixture
def database(django_db_setup, django_db_blocker, tmp_path):
    """Yield the address of a copy, empty and migrated, of the test database."""
    with django_db_blocker.unblock(), database_copy(tmp_path) as address:
        yield address


def test_of_those_who_book_at_once_one_has_the_room_and_the_others_are_told_by_whom(database):
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
        "two": {"done": 1, "told by whom": 1},
        "ten": {"done": 1, "told by whom": 9},
        "raw": {"done": 1, "refused": 4},
        "one person": 1,
        "series": {"done": 1, "sessions": 4},
    }


@pytest.mark.django_db
def test_an_update_of_many_rows_does_not_put_two_sessions_in_one_room():
    first = SessionFactory(starts_at=at(MONDAY, 9))
    SessionFactory(room=first.room, starts_at=at(MONDAY, 14))
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Session.objects.update(starts_at=at(MONDAY, 8))
    assert refusal_of(caught.value) == "La salle est déjà prise à cette heure."
