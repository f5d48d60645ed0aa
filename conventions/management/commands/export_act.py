"""Writes an act or a convention as a file of the exchange format."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from conventions.exports import TextNotFound, exported, find_text


class Command(BaseCommand):
    """Writes to the standard output, or to a file."""

    help = "Exporte un acte ou une convention au format d’échange."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the number and the file."""
        parser.add_argument("number", metavar="NUMÉRO")
        parser.add_argument("-o", "--output", type=Path, metavar="FICHIER")

    def handle(self, *args: Any, **options: Any) -> None:
        """Export the text that carries the number."""
        try:
            content = exported(find_text(options["number"]))
        except TextNotFound as error:
            raise CommandError(str(error), returncode=2) from None
        if options["output"]:
            options["output"].write_text(content, encoding="utf-8")
        else:
            self.stdout.write(content, ending="")
