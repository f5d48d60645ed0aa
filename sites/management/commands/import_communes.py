"""`manage.py import_communes FILE`: the directory of communes, for any territory."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from csipa.french.numbers import counted
from sites.actions import import_communes
from sites.rules.communes_csv import FaultyFile, parse_communes

_BAD_INPUT = 2


class Command(BaseCommand):
    """Reads the whole file first; writes only when every line of it is good."""

    help = (
        "Importe un répertoire de communes (CSV\u00a0: insee_code, name, tncc, siren, "
        "postal_codes, population, department). Le format est décrit dans sites/data/README.md."
    )

    def add_arguments(self, parser):
        """Take the file, and the census year of its populations."""
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument(
            "--population-year",
            type=int,
            metavar="ANNÉE",
            help="année de recensement des populations du fichier",
        )

    def handle(self, *args, file, population_year, **options):
        """Import `file`; end with code 2 and every fault on the error stream if it is not good."""
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(
                f"Le fichier {file} ne se lit pas\u00a0: {error.strerror}.", returncode=_BAD_INPUT
            ) from error
        try:
            rows = parse_communes(content)
            lines = counted(len(rows), "ligne juste", "lignes justes")
            self.stdout.write(f"{file.name}, {lines}\u00a0: écriture en cours…")
            done = import_communes(rows=rows, population_year=population_year)
        except FaultyFile as error:
            for fault in error.faults:
                self.stderr.write(f"{file.name}, {fault}")
            message = f"Rien n’est importé. Lignes à corriger\u00a0: {len(error.faults)}."
            raise CommandError(message, returncode=_BAD_INPUT) from error
        self.stdout.write(str(done))
