"""Reads the acts online from outside and keeps the proof; to be run every day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from conventions.actions.checking_online import check_publications
from csipa.french.numbers import counted


class Command(BaseCommand):
    """Reads, keeps one line an act and a day, and fails when an act was not seen."""

    help = (
        "Lit chaque acte en ligne à son adresse publique (SITE_ADDRESS) et note s’il y est, à "
        "l’identique. Peut être relancée sans risque : ce qui a été vu aujourd’hui n’est pas relu."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check; return 1 when something is not where it should be."""
        checked = check_publications(now=timezone.now())
        for check in checked.missing:
            self.stdout.write(f"{check.publication.act} ({check.address}) : {check.detail}")
        if not checked.count:
            self.stdout.write("Aucun acte en ligne.")
            return
        seen = checked.seen + checked.already
        self.stdout.write(
            f"{counted(seen, 'acte vu', 'actes vus')} en ligne sur {checked.count} aujourd’hui."
        )
        if missing := len(checked.missing):
            lost = counted(missing, "acte n’a pas été vu", "actes n’ont pas été vus")
            raise CommandError(
                f"{lost} : vérifiez que le site répond à son adresse, puis relancez la commande.",
                returncode=1,
            )
