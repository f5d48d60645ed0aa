"""A worker killed in the middle, in processes of its own, on the database of the run."""

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections
from django.test import override_settings
from django.utils import timezone
from pypdf import PdfReader, PdfWriter

from conventions.bulk.prints import print_acts
from csipa.jobs.models import Job, JobPart, JobState
from tests.conventions.factories import ActFactory, ProvisionFactory

ROOT = Path(__file__).resolve().parent.parent.parent
ACTS = 12
WAIT = 120  # seconds, on a machine that does many other things
BLANK_PAGES = 7

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shared(tmp_path):
    """Give the address of a database that other processes read, and a way to read it here.

    The tests' SQLite lives in memory: what is asked of it is copied to a file, which then takes
    its place behind Django's connection.
    """
    settings = connection.settings_dict
    if connection.vendor != "sqlite":
        password = quote(settings["PASSWORD"] or "")
        user = f"{settings['USER']}:{password}@{settings['HOST']}:{settings['PORT']}"
        yield lambda: f"postgres://{user}/{settings['NAME']}"
        return
    path = tmp_path / "site.sqlite3"
    memory = settings["NAME"]

    def share():
        connection.ensure_connection()
        with sqlite3.connect(path) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=WAL")
        copy.close()
        # Closing the last connection to a database in memory would end it.
        held.append(connection.connection)
        connection.connection = None
        settings["NAME"] = str(path)
        return f"sqlite:///{path}"

    held = []
    yield share
    connections.close_all()
    if held:
        connection.connection = held[0]
    settings["NAME"] = memory


@pytest.fixture
def queue():
    """Queue jobs for other processes instead of doing them here."""
    with override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}):
        yield


def worker(address, *options):
    """Start a worker on a database."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "db_worker", "--interval", "0.2", *options],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": address, "JOB_STALE_AFTER": "2"},
    )


def wait_for(condition):
    """Wait until something is true."""
    end = time.monotonic() + WAIT
    while not condition():
        assert time.monotonic() < end, "It did not happen."
        time.sleep(0.05)


def blank(path, pages):
    """Write a PDF that nothing but this test makes; return its bytes."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595.28, 841.89)
    writer.write(path)
    return path.read_bytes()


@pytest.mark.usefixtures("queue")
def test_a_job_whose_worker_is_killed_goes_on_where_it_was(shared, tmp_path):
    person = User.objects.create_superuser("gestionnaire", password="x")
    acts = [ProvisionFactory(act=ActFactory()).act.pk for _ in range(ACTS)]
    job = print_acts(
        acts=acts, recto=False, contents=False, archive=False, by=person, now=timezone.now()
    )
    address = shared()

    first = worker(address)
    wait_for(lambda: JobPart.objects.filter(job=job).count() >= 3)
    first.kill()
    first.wait()
    job.refresh_from_db()
    made = JobPart.objects.filter(job=job).count()
    assert job.state == JobState.RUNNING
    assert 3 <= made < ACTS

    # Change a part that is made: the file tells whether it was made again.
    marked = blank(tmp_path / "marked.pdf", BLANK_PAGES)
    JobPart.objects.filter(job=job, key=str(acts[0])).update(content=marked)

    second = worker(address)
    try:
        wait_for(lambda: Job.objects.filter(pk=job.pk, state=JobState.DONE).exists())
    finally:
        second.terminate()
        assert second.wait(timeout=30) == 0
    job.refresh_from_db()
    bound = tmp_path / "bound.pdf"
    bound.write_bytes(b"".join(job.result.stream()))
    reader = PdfReader(bound)
    starts = [reader.get_destination_page_number(entry) for entry in reader.outline]

    assert job.restarts == 1
    assert len(starts) == ACTS
    assert starts[1] == BLANK_PAGES
    assert not job.parts.exists()
