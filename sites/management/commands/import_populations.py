"""`manage.py import_populations FILE`: populations of communes by census year."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from csipa.french.numbers import counted
from sites.actions.populations import SOURCE, import_populations
from sites.rules.csv_files import FaultyFile
from sites.rules.populations_csv import parse_populations

_BAD_INPUT = 2


class Command(BaseCommand):
    """Reads the whole file first; writes only when every line of it is good, unless told."""

    help = (
        "Importe des populations par année de recensement (CSV : insee_code, year, municipal, "
        "total). Le format est décrit dans sites/data/README.md."
    )

    def add_arguments(self, parser):
        """Take the file, its source, and whether bad lines are left out."""
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument("--source", default=SOURCE, help="d’où viennent ces chiffres")
        parser.add_argument(
            "--only-good",
            action="store_true",
            help="importe les lignes justes et laisse les autres, qui sont dites",
        )

    def handle(self, *args, file, source, only_good, **options):
        """Import `file`; end with code 2 and every fault on the error stream if it is not good."""
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(
                f"Le fichier {file} ne se lit pas : {error.strerror}.", returncode=_BAD_INPUT
            ) from error
        try:
            read = parse_populations(content)
            done = import_populations(
                lines=read.lines, faults=read.faults, source=source, only_good=only_good
            )
        except FaultyFile as error:
            for fault in error.faults:
                self.stderr.write(f"{file.name}, {fault}")
            message = f"Rien n’est importé. Lignes à corriger : {len(error.faults)}."
            raise CommandError(message, returncode=_BAD_INPUT) from error
        for fault in read.faults:
            self.stderr.write(f"{file.name}, {fault}")
        if read.faults:
            left = counted(len(read.faults), "ligne laissée", "lignes laissées")
            self.stdout.write(f"{left} de côté.")
        self.stdout.write(str(done))
