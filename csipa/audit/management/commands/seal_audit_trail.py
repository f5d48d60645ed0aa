"""Links to the audit trail what was written since the last time."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from csipa.audit.actions import seal
from csipa.audit.stocktaking import ChainBegun, take_stock
from csipa.french.numbers import counted


class Command(BaseCommand):
    """To be run every few minutes by the server's own clock; cheap when there is nothing new."""

    help = "Scelle les lignes écrites depuis la dernière fois, et dit où finit la chaîne."

    def add_arguments(self, parser: Any) -> None:
        """Declare what is asked for once, on the day the trail is put in place."""
        parser.add_argument(
            "--take-stock",
            action="store_true",
            help="avant le premier maillon\u00a0: donner une version aux fiches écrites sans elle",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal, then say how many rows and the end of the chain."""
        if options["take_stock"]:
            self._take_stock()
        done = seal(now=timezone.now())
        told = counted(done.linked, "ligne scellée", "lignes scellées")
        self.stdout.write(f"{told}. Fin de la chaîne\u00a0: {done.head}")
        if not done.anchored:
            self.stderr.write(
                f"L’ancre n’a pas pu être écrite dans {settings.AUDIT_ANCHORS}\u00a0: vérifiez que "
                "le dossier existe et que le programme peut y écrire."
            )

    def _take_stock(self) -> None:
        """Write the versions that lack, and say how many; CommandError once the chain has begun."""
        try:
            taken = take_stock()
        except ChainBegun as error:
            raise CommandError(str(error)) from None
        told = counted(taken, "fiche reprise", "fiches reprises")
        self.stdout.write(f"{told} dans l’historique.")
