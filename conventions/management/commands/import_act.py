"""Imports an act or a convention from a file of the exchange format, or a PDF that carries it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from conventions.actions import import_file
from conventions.management.files import refusals_told
from csipa.pdf.door import PdfError


class Command(BaseCommand):
    """Writes the whole file, or nothing and every fault with its path (exit code 2)."""

    help = (
        "Importe un acte ou une convention (fichier csipa-acte/1 ou csipa-convention/1, "
        "ou PDF d’un document figé, même signé électroniquement, qui le porte)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file and the right to replace."""
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="remplace l’acte déjà importé ; jamais un acte signé ici",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, then say what was written and what deserves a look."""
        path: Path = options["file"]
        try:
            with refusals_told(path):
                imported = import_file(
                    content=path.read_bytes(),
                    by=None,
                    now=timezone.now(),
                    replace=options["replace"],
                )
        except PdfError as error:
            raise CommandError(f"{error} Rien n’est écrit.", returncode=2) from None
        self.stdout.write(
            self.style.SUCCESS(f"Import réussi : {imported.act or imported.convention}.")
        )
        for notice in imported.notices:
            self.stdout.write(f"  {notice}")
