"""Writes the proof file of an act or a convention: one ZIP, for the archives or for a court."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from conventions.exports import TextNotFound, find_text
from conventions.proof.archive import ProofRefused, write_proof
from csipa.french.numbers import counted


class Command(BaseCommand):
    """Writes the archive; returns 1 when a document in it is no longer the one that was kept."""

    help = "Réunit en un ZIP tout ce qui prouve un acte ou une convention."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the number and the file."""
        parser.add_argument("number", metavar="NUMÉRO")
        parser.add_argument("-o", "--output", type=Path, metavar="FICHIER", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file of the text that carries the number."""
        path: Path = options["output"]
        partial = path.with_name(f"{path.name}.partiel")
        try:
            text = find_text(options["number"])
            with partial.open("wb") as out:
                filed = write_proof(text, out, now=timezone.now())
            partial.replace(path)
        except (TextNotFound, ProofRefused) as error:
            partial.unlink(missing_ok=True)
            raise CommandError(str(error), returncode=2) from None
        except OSError as error:
            message = f"« {path} » ne peut pas être écrit : {error.strerror}."
            raise CommandError(message, returncode=2) from None
        self.stdout.write(f"{path} : {counted(len(filed), 'fichier', 'fichiers')}.")
        if faults := [f"  {one.path} : {one.fault}" for one in filed if one.fault]:
            lines = "\n".join(faults)
            raise CommandError(f"Le dossier est écrit, mais :\n{lines}", returncode=1)
