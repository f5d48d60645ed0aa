"""`manage.py import_staffing FILE [--apply]`: what a workbook would change, or writes it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from staffing.actions.importing import ImportRefused, apply_import
from staffing.exchange.reading import FileRefused, read_workbook
from staffing.exchange.sheets import TABLES
from staffing.exchange.state import read_state
from staffing.review.import_plan import Entry, Plan, plan_import

_BAD_INPUT = 2


class Command(BaseCommand):
    """Prints the preview; writes only when asked to, and only a workbook without any fault."""

    help = (
        "Montre ce que changerait un classeur de postes et d’affectations ; avec --apply, "
        "l’enregistre, tout ou rien."
    )

    def add_arguments(self, parser):
        """Take the workbook, and whether to write."""
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument("--apply", action="store_true", help="enregistre les changements")

    def handle(self, *args, file, apply, **options):
        """Preview or import `file`; end with code 2, every fault told, if it is not good."""
        try:
            book = read_workbook(file.read_bytes())
            plan = plan_import(book, read_state())
            self._tell(plan)
            if plan.faults:
                message = f"Rien n’est importé. Erreurs à corriger : {len(plan.faults)}."
                raise CommandError(message, returncode=_BAD_INPUT)
            if apply and plan.entries:
                apply_import(book=book, digest=plan.digest, by=None)
        except OSError as error:
            message = f"Le fichier {file} ne se lit pas : {error.strerror}."
            raise CommandError(message, returncode=_BAD_INPUT) from error
        except (FileRefused, ImportRefused) as error:
            raise CommandError(str(error), returncode=_BAD_INPUT) from error
        done = "Enregistré" if apply else "Aperçu, rien n’est écrit"
        self.stdout.write(f"{done} : {plan}.")

    def _tell(self, plan: Plan) -> None:
        for note in plan.notes:
            self.stderr.write(note)
        for fault in plan.faults:
            self.stderr.write(str(fault))
        for entry in plan.entries:
            self.stdout.write(_line(entry))
        for table in TABLES:
            if absent := plan.absent[table.title]:
                self.stdout.write(f"{table.title} : {absent} absentes du classeur, inchangées.")


def _line(entry: Entry) -> str:
    deed = "ajout" if entry.is_new else "modification"
    told = " ; ".join(
        f"{one.heading} : {one.new}" if entry.is_new else f"{one.heading} : {one.old} → {one.new}"
        for one in entry.differences
    )
    return f"{entry.table.title}, ligne {entry.line}, {deed} de {entry.label} ({told})"
