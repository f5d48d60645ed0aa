"""What is answered when the database is away, full, or only lets itself be read.

Called by the handler of errors: there alone every failure is seen, whichever middleware or view it
was in. Nothing here asks the database for anything.
"""

from __future__ import annotations

import enum
import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import SuspiciousOperation
from django.db import Error, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException
from django.template import loader

# Seconds after which it is worth trying again.
RETRY_AFTER = 10
# Bytes without which SQLite cannot write the two files that it keeps beside a database.
LEAST_ROOM = 512 * 1024
# Bytes of a form that are sent back to be sent again: beyond, the browser's own button does it.
MOST_KEPT = 200_000


class Reason(enum.Enum):
    """Why nothing can be answered, with the template words that tell it."""

    AWAY = "away"
    BUSY = "busy"
    FULL = "full"
    READ_ONLY = "read-only"


# Codes of SQLite (https://www.sqlite.org/rescode.html), without their extensions.
_SQLITE = {
    sqlite3.SQLITE_BUSY: Reason.BUSY,
    sqlite3.SQLITE_LOCKED: Reason.BUSY,
    sqlite3.SQLITE_PROTOCOL: Reason.BUSY,
    sqlite3.SQLITE_FULL: Reason.FULL,
    sqlite3.SQLITE_READONLY: Reason.READ_ONLY,
    sqlite3.SQLITE_IOERR: Reason.AWAY,
    sqlite3.SQLITE_CANTOPEN: Reason.AWAY,
}
# SQLSTATE of PostgreSQL (annex A of its manual): locks not obtained, disk full, reading only; a
# server that is out of memory or of connections is as good as away.
_POSTGRESQL = {
    "40001": Reason.BUSY,
    "40P01": Reason.BUSY,
    "55P03": Reason.BUSY,
    "53100": Reason.FULL,
    "25006": Reason.READ_ONLY,
    "53000": Reason.AWAY,
    "53200": Reason.AWAY,
    "53300": Reason.AWAY,
    "58030": Reason.AWAY,
    "57P01": Reason.AWAY,
    "57P02": Reason.AWAY,
    "57P03": Reason.AWAY,
}
_SYSTEM = {
    errno.ENOSPC: Reason.FULL,
    errno.EDQUOT: Reason.FULL,
    errno.EROFS: Reason.READ_ONLY,
}


def reason_of(error: BaseException | None) -> Reason | None:
    """Return why the database or the disk failed; None for a fault of the program."""
    for one in _chain(error):
        if isinstance(one, sqlite3.Error):
            # The low byte is the code; the others say more of it.
            code = getattr(one, "sqlite_errorcode", 0) & 0xFF
            if code in _SQLITE:
                return _of_sqlite(_SQLITE[code])
        elif isinstance(one, Error):
            if found := _postgresql(one):
                return found
        elif isinstance(one, OSError) and one.errno in _SYSTEM:
            return _SYSTEM[one.errno]
    return None


def _of_sqlite(reason: Reason) -> Reason:
    """Return a reason, or the disk where SQLite only says that it cannot write beside its file."""
    folder = Path(str(connection.settings_dict["NAME"])).parent
    try:
        is_full = shutil.disk_usage(folder).free < LEAST_ROOM
    except OSError:
        is_full = False
    return Reason.FULL if reason is Reason.AWAY and is_full else reason


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error, then what it came from."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _postgresql(error: Error) -> Reason | None:
    """Return the reason behind an error of Django's that psycopg is the cause of."""
    cause = error.__cause__
    if cause is None or isinstance(cause, sqlite3.Error):
        return None
    state = getattr(cause, "sqlstate", None)
    if state is None:
        # No answer from a server at all: refused, cut, or closed meanwhile.
        return Reason.AWAY if isinstance(error, InterfaceError | OperationalError) else None
    # Class 08: the connection.
    return Reason.AWAY if state.startswith("08") else _POSTGRESQL.get(state)


def unavailable(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """Return the 503 of a request that `error` ended; None for a fault of the program."""
    reason = reason_of(error)
    if reason is None:
        return None
    _drop_half_files(request)
    response = _told(request, reason)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


def _drop_half_files(request: HttpRequest) -> None:
    """Close the files whose reading was cut: their half would stay in TMPDIR for a while."""
    for handler in getattr(request, "_upload_handlers", ()):
        half = getattr(handler, "file", None)
        if half is not None:
            with suppress(OSError):
                half.close()


def _told(request: HttpRequest, reason: Reason) -> HttpResponse:
    if "text/html" not in request.headers.get("Accept", "text/html"):
        message = loader.render_to_string("503.txt", {"reason": reason.value}).strip()
        return JsonResponse({"message": message}, status=503)
    context = {
        "reason": reason.value,
        "is_write": request.method == "POST",
        "address": request.get_full_path(),
        "typed": _typed(request),
    }
    return HttpResponse(loader.render_to_string("503.html", context), status=503)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what a form held, to be sent again; nothing where it held a file or a password.

    The token against forgery is the one that came: a form forged elsewhere stays refused.
    """
    try:
        if request.method != "POST" or request.FILES:
            return []
    except (OSError, RawPostDataException, MultiPartParserError, SuspiciousOperation):
        # What failed is the reading of the form itself: a full disk takes no file.
        return []
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    is_secret = any("password" in name or "code" in name for name, _ in fields)
    if is_secret or sum(len(name) + len(value) for name, value in fields) > MOST_KEPT:
        return []
    return fields
