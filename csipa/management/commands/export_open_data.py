"""Writes the published open data in a folder: files, schemas and package, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from csipa.french.numbers import counted
from csipa.opendata.datasets import UnknownDataset, published, published_dataset
from csipa.opendata.folder import write_folder
from csipa.opendata.producing import Produced


class Command(BaseCommand):
    """Exports the tables that the setting OPEN_DATA publishes."""

    help = "Écrit les données ouvertes (CSV, schémas, datapackage.json) dans un dossier."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare where files go, and which tables are wanted."""
        parser.add_argument("-o", "--output", type=Path, required=True, metavar="DOSSIER")
        parser.add_argument(
            "--only", action="append", metavar="NOM", help="un jeu de données ; peut se répéter"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the folder, then tell what it holds and what was left out."""
        try:
            names = dict.fromkeys(options["only"] or [])
            wanted = [published_dataset(name) for name in names] if names else published()
            if not wanted:
                raise CommandError("Aucun jeu n’est publié : voyez le réglage OPEN_DATA.")
            found = write_folder(wanted, options["output"], day=timezone.localdate())
        except (UnknownDataset, OSError) as error:
            raise CommandError(str(error), returncode=2) from error
        for one in found:
            self._tell(one)
        self.stdout.write(f"Dossier : {options['output']}")

    def _tell(self, one: Produced) -> None:
        rows = counted(one.rows, "ligne", "lignes")
        self.stdout.write(
            f"{one.dataset.csv_name} : {rows}, {counted(one.size, 'octet', 'octets')}"
        )
        for left in one.left_out:
            verb = "laissé de côté" if left.whole else "remarque"
            self.stdout.write(f"  {verb} : {left.what} – {left.why}")
