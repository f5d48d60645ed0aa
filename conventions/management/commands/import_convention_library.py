"""Adds clauses and models of conventions from a file, or those shipped with the program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from conventions.actions.clauses import import_library
from conventions.exchange.clause_library import STARTER_FILE
from conventions.exchange.faults import ExchangeError


class Command(BaseCommand):
    """Adds every clause and model of the file, or writes nothing and tells every fault (code 2)."""

    help = "Ajoute des clauses et des modèles de conventions (fichier csipa-clauses/1)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file."""
        parser.add_argument(
            "file",
            type=Path,
            metavar="FICHIER",
            nargs="?",
            default=STARTER_FILE,
            help="sans fichier : la bibliothèque fournie avec le programme",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, then say what was added and what was there."""
        path: Path = options["file"]
        try:
            done = import_library(content=path.read_bytes(), by=None, today=timezone.localdate())
        except OSError as error:
            message = f"Le fichier « {path} » ne peut pas être lu : {error.strerror}."
            raise CommandError(message, returncode=2) from None
        except ExchangeError as error:
            lines = "\n".join(f"  {fault}" for fault in error.faults)
            message = f"« {path.name} » n’est pas importé ; rien n’est écrit.\n{lines}"
            raise CommandError(message, returncode=2) from None
        self.stdout.write(self.style.SUCCESS(str(done)))
