"""Prints the report on activity for the elected, as PDF."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from consultations.documents.report import render_report
from consultations.review.report import report_source
from consultations.rules.report import LONGEST_YEARS, wrong_period
from csipa.french.dates import NotADate, parse_long_date
from csipa.pdf.door import PdfError


class Command(BaseCommand):
    """Writes one page of figures and its annexes, of all sites together."""

    help = "Imprime en PDF le rapport d’activité d’une période, pour les élus."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the period and the file."""
        more = f"{LONGEST_YEARS} ans au plus"
        parser.add_argument("--from", dest="first", metavar="DATE", required=True, help=more)
        parser.add_argument("--to", dest="last", metavar="DATE", required=True)
        parser.add_argument("-o", "--output", type=Path, metavar="FICHIER", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the report of the period; a refusal ends with code 2."""
        first, last = _day(options["first"]), _day(options["last"])
        if reason := wrong_period(first, last):
            raise CommandError(reason, returncode=2)
        try:
            content = render_report(report_source(first, last, today=timezone.localdate()))
            options["output"].write_bytes(content)
        except PdfError as error:
            raise CommandError(str(error), returncode=2) from None
        except OSError as error:
            message = f"« {options['output']} » ne peut pas être écrit : {error.strerror}."
            raise CommandError(message, returncode=2) from None
        self.stdout.write(f"{options['output']} ({len(content)} octets)")


def _day(text: str) -> dt.date:
    """Return a day in figures (2026-01-31) or in words (31 janvier 2026)."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return parse_long_date(text)
    except NotADate:
        message = f"« {text} » n’est pas une date : écrivez 2026-01-31 ou « 31 janvier 2026 »."
        raise CommandError(message, returncode=2) from None
