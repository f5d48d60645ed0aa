"""Makes the sums of the months anew, or proves that they are those of the rows."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from consultations.actions.rollup import Drift, check_totals, rebuild_totals, tally
from consultations.models import MonthlyTotal
from consultations.review.answers import month_name
from csipa.french.numbers import counted
from sites.models import Site
from staffing.models import Profession


class Command(BaseCommand):
    """Without option, writes; with --check, only tells, and ends with code 1 on any difference."""

    help = "Refait les totaux des mois d’après les décomptes, ou les vérifie (--check)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare --check."""
        parser.add_argument(
            "--check", action="store_true", help="vérifie sans rien écrire, échoue sur un écart"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check or rebuild."""
        drifts = check_totals()
        for line in _told(drifts):
            self.stderr.write(line)
        if options["check"]:
            if drifts:
                raise CommandError(
                    f"{counted(len(drifts), 'total faux', 'totaux faux')}\u00a0: "
                    "relancez la commande sans --check pour les refaire."
                )
            number = counted(MonthlyTotal.objects.count(), "total vérifié", "totaux vérifiés")
            self.stdout.write(f"{number}, aucun écart.")
            return
        self.stdout.write(f"{counted(rebuild_totals(), 'total refait', 'totaux refaits')}.")


def _told(drifts: list[Drift]) -> list[str]:
    sites = Site.objects.in_bulk({one.site for one in drifts})
    professions = Profession.objects.in_bulk({one.profession for one in drifts})
    names = [str(MonthlyTotal._meta.get_field(column).verbose_name) for column in tally().sums]
    return [
        f"{sites[one.site]}, {month_name(one.month)}, {professions[one.profession]}\u00a0: "
        + ", ".join(
            f"{name} {kept} au lieu de {counted_}"
            for name, kept, counted_ in zip(names, one.kept, one.counted, strict=True)
            if kept != counted_
        )
        + "."
        for one in drifts
    ]
