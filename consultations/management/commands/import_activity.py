"""`manage.py import_activity FILE`: counts from a CSV or a workbook, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from consultations.actions.importing import ImportRefused, apply_import
from consultations.exchange.activity_table import FileRefused, Table, read_table
from consultations.review.import_plan import Plan, planned
from csipa.french.numbers import counted, integer
from csipa.steps import followed
from sites.models import Site

_BAD_INPUT = 2


class Command(BaseCommand):
    """Tells each bad line; writes only a file without any, unless asked for the good lines."""

    help = (
        "Importe des décomptes (CSV ou .xlsx) : date, site, profession, person, kind, done, "
        "unscheduled, without_gp, refused, no_show, hours, comment."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file and what to do with it."""
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument("--dry-run", action="store_true", help="vérifie sans rien écrire")
        parser.add_argument(
            "--replace", action="store_true", help="remplace les valeurs déjà saisies"
        )
        parser.add_argument(
            "--only-good", action="store_true", help="importe les bonnes lignes, laisse les autres"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, check, then write; end with code 2 when something has to be corrected."""
        path: Path = options["file"]
        try:
            table = read_table(path.read_bytes())
            plan = self._plan(table, replace=options["replace"])
            self._tell(plan)
            if not plan.is_whole and not options["only_good"]:
                wrong = counted(
                    plan.refused + len(plan.conflicts), "ligne à revoir", "lignes à revoir"
                )
                raise CommandError(f"{plan}. Rien n’est écrit : {wrong}.", returncode=_BAD_INPUT)
            if not options["dry_run"]:
                now = timezone.now()
                apply_import(
                    plan,
                    by=None,
                    now=now,
                    today=timezone.localdate(now),
                    only_good=options["only_good"],
                    told=lambda done: self._progress("écrites", done, len(plan.entries)),
                )
        except OSError as error:
            message = f"Le fichier {path} ne se lit pas : {error.strerror}."
            raise CommandError(message, returncode=_BAD_INPUT) from error
        except (FileRefused, ImportRefused) as error:
            raise CommandError(str(error), returncode=_BAD_INPUT) from error
        done = "Vérifié, rien n’est écrit" if options["dry_run"] else "Enregistré"
        self.stdout.write(f"{done} : {plan}.")

    def _plan(self, table: Table, *, replace: bool) -> Plan:
        steps = planned(
            table,
            Site.objects.all(),
            sees_people=True,
            today=timezone.localdate(),
            replace=replace,
        )
        return followed(steps, lambda done: self._progress("lues", done, len(table.rows)))

    def _progress(self, deed: str, done: int, total: int) -> None:
        self.stderr.write(f"{integer(done)} lignes {deed} sur {integer(total)}")

    def _tell(self, plan: Plan) -> None:
        for note in plan.notes:
            self.stderr.write(note)
        for fault in plan.faults:
            self.stderr.write(str(fault))
        if left := plan.refused - len({fault.line for fault in plan.faults}):
            self.stderr.write(
                f"et {counted(left, 'autre ligne refusée', 'autres lignes refusées')}"
            )
        for entry in plan.conflicts:
            for column, old, new in entry.differences:
                self.stderr.write(
                    f"ligne {entry.line}, colonne « {column} » : la base dit {old or 'rien'}, le "
                    f"fichier {new or 'rien'} ; --replace le remplace."
                )
