"""Packs an act for the State: the archive, its files, and their fields as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from conventions.actions.transmitting import TransmittingRefused, make_transmission
from conventions.exchange.actes_archive import archive_members
from conventions.exports import TextNotFound, find_text
from conventions.models import Act, Transmission
from conventions.review.preflight import preflight


class Command(BaseCommand):
    """Writes the whole package, or every fault and no file (exit code 2)."""

    help = "Prépare le paquet @CTES d’un acte signé : archive, fichiers et données (JSON)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the number and the folder."""
        parser.add_argument("number", metavar="NUMÉRO")
        parser.add_argument("-o", "--output", type=Path, required=True, metavar="DOSSIER")
        parser.add_argument(
            "--without-annexes", action="store_true", help="n’envoie que le document de l’acte"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the package, write it, then say what deserves a look before it is sent."""
        now, annexes = timezone.now(), [] if options["without_annexes"] else None
        try:
            act = find_text(options["number"])
        except TextNotFound as error:
            raise CommandError(str(error), returncode=2) from None
        if not isinstance(act, Act):
            message = f"« {act} » est une convention : transmettez l’acte qui l’autorise."
            raise CommandError(message, returncode=2)
        checked = preflight(act, now=now, annexes=annexes)
        try:
            if checked.ready:
                options["output"].mkdir(parents=True, exist_ok=True)
            made = make_transmission(act=act, by=None, now=now, annexes=annexes)
            written = _write(made, options["output"])
        except TransmittingRefused as refused:
            reasons = "\n".join(f"  {reason}" for reason in refused.reasons)
            message = f"{act} ne peut pas être transmis ; aucun fichier n’est écrit.\n{reasons}"
            raise CommandError(message, returncode=2) from None
        except OSError as error:
            message = f"Le dossier « {options['output']} » ne s’écrit pas : {error.strerror}."
            raise CommandError(message, returncode=2) from None
        self.stdout.write(self.style.SUCCESS(f"Paquet prêt : {made.identifier}."))
        for name in written:
            self.stdout.write(f"  {name}")
        for warning in checked.warnings:
            self.stdout.write(self.style.WARNING(f"À voir : {warning}"))


def _write(made: Transmission, folder: Path) -> list[str]:
    """Write the archive, the files it holds and the fields; return their names."""
    content = bytes(made.file.content)
    fields = json.dumps(made.fields, ensure_ascii=False, indent=1).encode() + b"\n"
    files = [
        (made.name, content),
        *archive_members(content),
        (f"{made.identifier}.json", fields),
    ]
    for name, data in files:
        (folder / name).write_bytes(data)
    return [name for name, _ in files]
