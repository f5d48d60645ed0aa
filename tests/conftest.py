"""Strictness of the whole suite: no network, plain static files, fast password hashing."""

import functools
import hashlib
import io
import json

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import override_settings
from pypdf import PdfWriter

from tests.copies import database_copy

# A loaded machine is no fault of the code.
hypothesis.settings.register_profile("csipa", deadline=None)
hypothesis.settings.load_profile("csipa")


@pytest.fixture(autouse=True, scope="session")
def _plain_storage():
    """Serve static files under their own names: nothing is collected for a test."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.STATIC_ROOT = settings.STATICFILES_DIRS[0]
    # Each client of a test begins anew: without this, each would list every file first.
    settings.WHITENOISE_AUTOREFRESH = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True, scope="session")
def _folder_apart(tmp_path_factory):
    """Keep what the program writes beside its database in a folder of the tests."""
    settings.VAR_DIR = tmp_path_factory.mktemp("var")


@pytest.fixture(autouse=True, scope="session")
def _emptied_between_tests():
    """Let the tests that commit empty the tables after them: what is kept for ever is kept too."""
    if connection.vendor != "postgresql":
        yield
        return
    operations = type(connection.ops)
    stock = operations.sql_flush

    def sql_flush(self, *args, **kwargs):
        statements = stock(self, *args, **kwargs)
        role = "SET session_replication_role = {}"
        return [role.format("replica"), *statements, role.format("origin")] if statements else []

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "sql_flush", sql_flush)
        yield


@pytest.fixture(autouse=True, scope="session")
def _immediate_jobs():
    """Do every job where it is asked for: a test has no worker beside it."""
    with override_settings(
        TASKS={"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    ):
        yield


@pytest.fixture(autouse=True)
def _anchors_apart(request, tmp_path_factory):
    """Tell the end of each test's audit chain in a file of its own."""
    name = f"anchors-{hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:16]}.txt"
    settings.AUDIT_ANCHORS = tmp_path_factory.getbasetemp() / name


@pytest.fixture(autouse=True)
def _nothing_kept():
    """Forget what was read for another test: its rows are gone, and their numbers come again."""
    caches["readings"].clear()


def quick_bytes(context, acte, attachments=()):
    """Stand in for the layout of a document: one blank page, bytes that depend on what it says."""
    source = json.dumps([context, acte], sort_keys=True).encode()
    return blank_page() + b"%" + hashlib.sha256(source).hexdigest().encode()


@functools.cache
def blank_page():
    """Return the smallest of PDFs."""
    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.write(file)
    return file.getvalue()


@pytest.fixture
def quick_pdf(monkeypatch):
    """Make the bytes of a document without laying it out, where no page is looked at."""
    monkeypatch.setattr("conventions.documents.render_pdf", quick_bytes)


@pytest.fixture
def database(django_db_setup, django_db_blocker, tmp_path):
    """Yield the address of a copy, empty and migrated, of the test database."""
    with django_db_blocker.unblock(), database_copy(tmp_path) as address:
        yield address
