"""Erase the candidates whose data may not be kept any longer."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from staffing.actions.erasing import erase_candidates, to_erase


class Command(BaseCommand):
    """`erase_candidates [--dry-run]`, to be run every day."""

    help = (
        "Efface noms et coordonnées des candidats non recrutés, deux ans après le dernier échange, "
        "jusque dans l’historique. À lancer chaque jour\u00a0; sans effet s’il n’y a rien à "
        "effacer."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the dry run."""
        parser.add_argument(
            "--dry-run", action="store_true", help="Dire ce qui serait effacé, sans rien effacer."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase, or count, and say how many."""
        today = timezone.localdate()
        if options["dry_run"]:
            self.stdout.write(f"À effacer, sans rien changer\u00a0: {to_erase(today=today)}")
        else:
            self.stdout.write(str(erase_candidates(by=None, today=today)))
