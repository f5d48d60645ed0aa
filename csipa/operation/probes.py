"""Two addresses for the machines that watch: is the process alive, can it serve.

They answer before everything else: a probe calls by address, not by the name of the site, and
neither a redirection to HTTPS nor a session is for it. They tell nothing of the house.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

ALIVE, READY = "/healthz", "/readyz"


class Probes:
    """Answers the probes; everything else goes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.is_migrated = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer `/healthz` without asking anything, `/readyz` after asking the database."""
        if request.path not in (ALIVE, READY):
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        told = {"alive": True} if request.path == ALIVE else self._readiness()
        response = JsonResponse(told, status=200 if all(told.values()) else 503)
        response["Cache-Control"] = "no-store"
        return response

    def _readiness(self) -> dict[str, bool]:
        """Ask the database, then, until it was true once, whether its schema is that of the code.

        One small query after that.
        """
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
                cursor.fetchone()
            self.is_migrated = self.is_migrated or not _waiting()
        except DatabaseError:
            connection.close()
            return {"database": False}
        return {"database": True, "migrations": self.is_migrated}


def _waiting() -> bool:
    """Tell whether a migration of this code is not applied yet."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
