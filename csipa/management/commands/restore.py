"""Restores a backup into a new database, and proves that it is the same."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from csipa.backup import program
from csipa.backup.manifest import Manifest
from csipa.backup.refusals import Refused
from csipa.backup.restoring import restore
from csipa.french.dates import long_date
from csipa.french.numbers import counted


class Command(BaseCommand):
    """All or nothing: after a refusal, the database has no table."""

    help = (
        "Rétablit une sauvegarde dans la base que désigne DATABASE_URL, qui doit être neuve, puis "
        "compare chaque table à ce qu’elle était."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the archive."""
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument(
            "--other-key",
            action="store_true",
            help="accepter une archive signée de la clé d’un autre serveur",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, then run what the nightly checks would say of it."""
        try:
            manifest = restore(options["file"], connection, other_key=options["other_key"])
        except Refused as error:
            raise CommandError(str(error)) from None
        self._tell(manifest)
        if program.missing(connection):
            self.stdout.write(
                "La base est d’une version plus ancienne que le programme : lancez maintenant "
                "« manage.py migrate », puis « manage.py verify »."
            )
            return
        for command, arguments in (("rebuild_rollup", ["--check"]), ("verify", [])):
            self._try(command, arguments)

    def _tell(self, manifest: Manifest) -> None:
        made_at = timezone.localtime(manifest.made_at)
        self.stdout.write(
            f"Rétablie telle qu’elle était le {long_date(made_at.date())} à {made_at:%H:%M:%S} : "
            f"{counted(manifest.rows, 'ligne', 'lignes')} de "
            f"{counted(len(manifest.contents), 'table', 'tables')}, toutes égales par leur "
            "empreinte. Ce qui a été écrit après n’y est pas."
        )

    def _try(self, command: str, arguments: list[str]) -> None:
        """Run a check and tell all that it says; what it finds was in the original as well."""
        out = io.StringIO()
        try:
            call_command(command, *arguments, stdout=out, stderr=out)
        except CommandError as error:
            out.write(f"{error}\n")
        except SystemExit:
            out.write("Voyez ci-dessus ce que la sauvegarde ne contenait pas encore.\n")
        for line in out.getvalue().splitlines():
            self.stdout.write(f"{command} : {line}")
