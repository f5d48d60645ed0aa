"""Adds texts to the library of visas from a file, or from the list shipped with the program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from conventions.actions.library import import_texts
from conventions.exchange.faults import ExchangeError
from conventions.exchange.library import STARTER_FILE


class Command(BaseCommand):
    """Adds every text of the file, or writes nothing and tells every fault (exit code 2)."""

    help = "Ajoute des textes à la bibliothèque de visas (fichier csipa-visas/1), tous à revoir."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file."""
        parser.add_argument(
            "file",
            type=Path,
            metavar="FICHIER",
            nargs="?",
            default=STARTER_FILE,
            help="sans fichier : la liste fournie avec le programme",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, then say how many texts were added."""
        path: Path = options["file"]
        try:
            done = import_texts(content=path.read_bytes(), by=None)
        except OSError as error:
            message = f"Le fichier « {path} » ne peut pas être lu : {error.strerror}."
            raise CommandError(message, returncode=2) from None
        except ExchangeError as error:
            lines = "\n".join(f"  {fault}" for fault in error.faults)
            message = f"« {path.name} » n’est pas importé ; rien n’est écrit.\n{lines}"
            raise CommandError(message, returncode=2) from None
        self.stdout.write(self.style.SUCCESS(str(done)))
