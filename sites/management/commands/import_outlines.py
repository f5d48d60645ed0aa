"""`manage.py import_outlines FILE`: outlines of communes from a GeoJSON file, for maps."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sites.actions.outlines import import_outlines
from sites.review.outline_import import plan_outlines
from sites.rules.outlines_geojson import OutlinesRefused, read_outlines

_BAD_INPUT = 2


class Command(BaseCommand):
    """Reads the whole file first; writes only when every outline of it is good, unless told."""

    help = (
        "Importe des contours de communes (GeoJSON, WGS 84 ; le code INSEE est une propriété de "
        "chaque contour : code, insee, INSEE_COM, codgeo)."
    )

    def add_arguments(self, parser):
        """Take the file, its source, and what may be left out or replaced."""
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument("--source", default="", help="d’où viennent ces contours")
        parser.add_argument(
            "--only-good",
            action="store_true",
            help="importe les contours justes et laisse les autres, qui sont dits",
        )
        parser.add_argument(
            "--replace", action="store_true", help="remplace les contours déjà connus"
        )

    def handle(self, *args, file, source, only_good, replace, **options):
        """Import `file`; end with code 2 and every fault on the error stream if it is not good."""
        try:
            read = read_outlines(file.read_bytes())
        except OSError as error:
            raise CommandError(
                f"Le fichier {file} ne se lit pas : {error.strerror}.", returncode=_BAD_INPUT
            ) from error
        except OutlinesRefused as error:
            raise CommandError(str(error), returncode=_BAD_INPUT) from error
        for fault in read.faults:
            self.stderr.write(f"{file.name}, {fault}")
        if read.faults and not only_good:
            message = f"Rien n’est importé. Contours à corriger : {len(read.faults)}."
            raise CommandError(message, returncode=_BAD_INPUT)
        for row in plan_outlines(read.rows).unknown:
            self.stderr.write(
                f"{file.name}, commune inconnue : {row.insee_code} {row.name}".strip()
            )
        done = import_outlines(
            rows=read.rows,
            source=source or file.name,
            today=timezone.localdate(),
            replace=replace,
        )
        self.stdout.write(str(done))
