"""Prints the register of deliberations, or of orders, of one year, ready to bind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from conventions.review.registers import NoSuchVolume, load_register, printed_register
from conventions.rules.registers import DELIBERATIONS, NATURES
from csipa.pdf.door import PdfError
from sites.models import Organisation


class Command(BaseCommand):
    """Writes volume 1 under the name asked; the next ones beside it, « …-volume-2.pdf »."""

    help = "Imprime le registre annuel des délibérations ou des arrêtés, à relier (PDF)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the year, the file, and what tells one register from another."""
        parser.add_argument("--year", type=int, metavar="ANNÉE", required=True)
        parser.add_argument("-o", "--output", type=Path, metavar="FICHIER", required=True)
        parser.add_argument(
            "--authority",
            metavar="SIREN",
            help="à donner quand plusieurs collectivités ont pris des actes cette année-là",
        )
        parser.add_argument(
            "--kind",
            choices=list(NATURES),
            default=DELIBERATIONS,
            help="deliberations (par défaut, avec les décisions déléguées) ou orders (arrêtés)",
        )
        parser.add_argument("--volume", type=int, metavar="N", help="ce volume seul")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print every volume, or the one asked."""
        authority = self._authority(options["authority"])
        register = load_register(authority=authority, year=options["year"], kind=options["kind"])
        volume: int | None = options["volume"]
        try:
            printed = printed_register(register, volume=volume)
        except (NoSuchVolume, PdfError) as error:
            raise CommandError(str(error), returncode=2) from None
        for rank, content in enumerate(printed, start=volume or 1):
            self._write(options["output"], rank if volume is None else 1, content)

    def _authority(self, siren: str | None) -> Organisation:
        """Return the authority asked, or the only one that has signed acts."""
        known = Organisation.objects.filter(acts__state="signed").distinct()
        found = list(known.filter(siren=siren) if siren else known[:2])
        if len(found) == 1:
            return found[0]
        if siren:
            message = f"Aucune autorité de SIREN {siren} n’a signé d’acte."
        elif found:
            message = "Plusieurs autorités ont signé des actes : donnez --authority SIREN."
        else:
            message = "Aucun acte n’est signé : il n’y a pas de registre."
        raise CommandError(message, returncode=2)

    def _write(self, path: Path, rank: int, content: bytes) -> None:
        if rank > 1:
            path = path.with_name(f"{path.stem}-volume-{rank}{path.suffix}")
        try:
            path.write_bytes(content)
        except OSError as error:
            message = f"« {path} » ne peut pas être écrit : {error.strerror}."
            raise CommandError(message, returncode=2) from None
        self.stdout.write(f"{path} ({len(content)} octets)")
