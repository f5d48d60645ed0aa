"""What is answered when the database or the disk fails, and when the program does."""

import errno
import json
import sqlite3

import psycopg
import pytest
from django.db import IntegrityError, InterfaceError, OperationalError
from django.db.utils import InternalError
from psycopg import errors

from csipa.operation.errors import server_error
from csipa.unavailable import Reason, reason_of, unavailable


def caused(error, cause):
    """Return an error of Django's with what the driver raised behind it."""
    error.__cause__ = cause
    return error


def of_sqlite(code):
    cause = sqlite3.OperationalError("database is unwell")
    cause.sqlite_errorcode = code
    return caused(OperationalError("database is unwell"), cause)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (of_sqlite(sqlite3.SQLITE_BUSY), Reason.BUSY),
        (of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), Reason.BUSY),
        (of_sqlite(sqlite3.SQLITE_FULL), Reason.FULL),
        (of_sqlite(sqlite3.SQLITE_READONLY_DBMOVED), Reason.READ_ONLY),
        (of_sqlite(sqlite3.SQLITE_CANTOPEN), Reason.AWAY),
        (of_sqlite(sqlite3.SQLITE_ERROR), None),
        (caused(OperationalError(), psycopg.OperationalError("connection refused")), Reason.AWAY),
        (caused(InterfaceError(), psycopg.InterfaceError("closed")), Reason.AWAY),
        (caused(OperationalError(), errors.AdminShutdown()), Reason.AWAY),
        (caused(OperationalError(), errors.CannotConnectNow()), Reason.AWAY),
        (caused(OperationalError(), errors.DiskFull()), Reason.FULL),
        (caused(InternalError(), errors.ReadOnlySqlTransaction()), Reason.READ_ONLY),
        (caused(OperationalError(), errors.DeadlockDetected()), Reason.BUSY),
        (caused(OperationalError(), errors.QueryCanceled()), None),
        (caused(IntegrityError(), errors.UniqueViolation()), None),
        (OSError(errno.ENOSPC, "No space left on device"), Reason.FULL),
        (OSError(errno.ENOENT, "No such file"), None),
        (ValueError(), None),
        (None, None),
    ],
)
def test_why_a_request_failed_is_told_from_faults_of_the_program(error, reason):
    assert reason_of(error) is reason


def test_what_came_from_a_full_disk_is_recognised_through_another_error():
    error = RuntimeError("the form could not be read")
    error.__context__ = OSError(errno.ENOSPC, "No space left on device")
    assert reason_of(error) is Reason.FULL


def answer(rf, **fields):
    request = rf.post("/admin/saisie/?semaine=2026-W03", fields, headers={"accept": "text/html"})
    return unavailable(request, of_sqlite(sqlite3.SQLITE_BUSY))


def test_a_form_comes_back_to_be_sent_again_with_its_own_token(rf):
    page = answer(rf, title="Séance <b>", csrfmiddlewaretoken="un-jeton")
    text = page.content.decode()
    assert (page.status_code, page["Retry-After"], page["Cache-Control"]) == (503, "10", "no-store")
    assert "Envoyer de nouveau" in text
    assert 'action="/admin/saisie/?semaine=2026-W03"' in text
    assert "un-jeton" in text
    assert "Séance &lt;b&gt;" in text


def test_a_password_is_never_sent_back(rf):
    text = answer(rf, username="lea", password="un-secret").content.decode()
    assert "un-secret" not in text
    assert "Envoyer de nouveau" not in text
    assert "Revenez à la page précédente" in text


def test_a_script_is_answered_in_json(rf):
    request = rf.post("/saisie/cellules/", "{}", "application/json", headers={"accept": "*/*"})
    page = unavailable(request, of_sqlite(sqlite3.SQLITE_FULL))
    assert page.status_code == 503
    assert "disque du serveur est plein" in json.loads(page.content)["message"]


@pytest.mark.parametrize(("code", "status"), [(sqlite3.SQLITE_BUSY, 503), (1, 500)])
def test_the_handler_of_errors_tells_a_busy_database_from_a_fault(rf, code, status):
    try:
        raise of_sqlite(code)
    except OperationalError:
        assert server_error(rf.get("/")).status_code == status
