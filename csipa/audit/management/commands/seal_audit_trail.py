"""Links to the audit trail what was written since the last time."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from csipa.audit.actions import seal
from csipa.french.numbers import counted


class Command(BaseCommand):
    """To be run every few minutes by the server's own clock; cheap when there is nothing new."""

    help = "Scelle les lignes écrites depuis la dernière fois, et dit où finit la chaîne."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal, then say how many rows and the end of the chain."""
        done = seal(now=timezone.now())
        told = counted(done.linked, "ligne scellée", "lignes scellées")
        self.stdout.write(f"{told}. Fin de la chaîne\u00a0: {done.head}")
        if not done.anchored:
            self.stderr.write(
                f"L’ancre n’a pas pu être écrite dans {settings.AUDIT_ANCHORS}\u00a0: vérifiez que "
                "le dossier existe et que le programme peut y écrire."
            )
