"""Reads backups again, to their last byte."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from csipa.backup.checking import check
from csipa.backup.refusals import Refused
from csipa.french.dates import long_date
from csipa.french.numbers import counted


class Command(BaseCommand):
    """Ends with the code 1 when one of the files cannot be relied on."""

    help = "Vérifie que des sauvegardes sont entières et intactes, sans toucher à aucune base."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the files."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FICHIER")
        parser.add_argument(
            "--other-key",
            action="store_true",
            help="accepter une archive signée de la clé d’un autre serveur",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell a line a file."""
        refused = 0
        for path in options["files"]:
            try:
                manifest = check(path, other_key=options["other_key"])
            except Refused as error:
                refused += 1
                self.stderr.write(self.style.ERROR(f"{path} : {error}"))
                continue
            made_at = timezone.localtime(manifest.made_at)
            self.stdout.write(
                f"{path} : saine, du {long_date(made_at.date())} à {made_at:%H:%M}, version "
                f"{manifest.version}, {counted(manifest.rows, 'ligne', 'lignes')}."
            )
        if refused:
            told = counted(refused, "archive refusée", "archives refusées")
            message = f"{told}."
            raise CommandError(message)
