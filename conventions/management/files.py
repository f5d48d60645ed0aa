"""What the commands that read a file share: how they refuse it, and what they read without one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from conventions.exchange.faults import ExchangeError


@contextmanager
def refusals_told(path: Path) -> Iterator[None]:
    """Turn what forbids to read or to import `path` into a CommandError (exit code 2)."""
    try:
        yield
    except OSError as error:
        message = f"Le fichier « {path} » ne peut pas être lu : {error.strerror}."
        raise CommandError(message, returncode=2) from None
    except ExchangeError as error:
        lines = "\n".join(f"  {fault}" for fault in error.faults)
        message = f"« {path.name} » n’est pas importé ; rien n’est écrit.\n{lines}"
        raise CommandError(message, returncode=2) from None


class LibraryCommand(BaseCommand):
    """Adds all that a file holds, or writes nothing and tells every fault (exit code 2).

    Without a file, `starter_file` is read: the one shipped with the program.
    """

    starter_file: Path
    starter_help: str

    def add(self, content: bytes) -> object:
        """Write what a file holds; return what tells what was added."""
        raise NotImplementedError

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file."""
        parser.add_argument(
            "file",
            type=Path,
            metavar="FICHIER",
            nargs="?",
            default=self.starter_file,
            help=self.starter_help,
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, then say what was added."""
        path: Path = options["file"]
        with refusals_told(path):
            done = self.add(path.read_bytes())
        self.stdout.write(self.style.SUCCESS(str(done)))
