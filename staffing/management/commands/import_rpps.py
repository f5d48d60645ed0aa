"""`manage.py import_rpps FILE --territory CODE`: who offers care there, from the register."""

import datetime as dt
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from csipa.french.dates import long_date
from csipa.steps import followed
from staffing.actions.register_apply import NotPlausible
from staffing.actions.register_batches import ReadElsewhere
from staffing.actions.register_import import import_register
from staffing.actions.register_start import RegisterRefused, start_reading
from staffing.review.register_territory import TerritoryNotFound, territory_named

_BAD_INPUT = 2


def _day(text: str) -> dt.date:
    """Read a day written AAAA-MM-JJ."""
    return dt.date.fromisoformat(text)


class Command(BaseCommand):
    """Reads on where an interrupted reading of the same file stopped."""

    help = (
        "Lit l’extraction ouverte du répertoire national (RPPS), en texte ou en zip, et met à jour "
        "l’offre de soins d’un territoire. Interrompue, la lecture reprend où elle en était "
        "quand on relance la même commande."
    )

    def add_arguments(self, parser):
        """Take the file, the territory, and what the file does not tell."""
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument(
            "--territory", required=True, metavar="CODE", help="code, nom ou numéro du territoire"
        )
        parser.add_argument(
            "--skills", type=Path, metavar="FICHIER", help="fichier PS_LibreAcces_SavoirFaire"
        )
        parser.add_argument(
            "--as-of",
            type=_day,
            metavar="AAAA-MM-JJ",
            help="jour de l’extraction, si le nom du fichier ne le dit pas",
        )
        parser.add_argument(
            "--accept-departures",
            action="store_true",
            help="écrit même si plus de la moitié des professionnels n’y sont plus",
        )

    def handle(self, *args, file, territory, skills, as_of, accept_departures, **options):
        """Read `file`; end with code 2, in French, when it cannot be."""
        try:
            place = territory_named(territory)
            started = start_reading(
                path=file, territory=place, now=timezone.now(), skills=skills, as_of=as_of
            )
            reading = started.reading
            self.stdout.write(f"{place}, répertoire extrait le {long_date(reading.as_of)}.")
            if started.already:
                self.stdout.write("Ce fichier est déjà lu pour ce territoire : rien ne change.")
                return
            if started.resumed:
                self.stdout.write("La lecture reprend où elle s’était arrêtée.")
            steps = import_register(started, by=None, accept_departures=accept_departures)
            done = followed(steps, self._show)
        except (RegisterRefused, NotPlausible, ReadElsewhere, TerritoryNotFound) as error:
            raise CommandError(str(error), returncode=_BAD_INPUT) from error
        for fault in reading.faults:
            self.stderr.write(f"Ligne {fault['line']} : {fault['text']}")
        self.stdout.write(str(done))

    def _show(self, step):
        self.stdout.write(f"{step.percent} % – {step.message}")
