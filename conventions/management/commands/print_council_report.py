"""Prints the report to the council of the decisions taken by delegation, as PDF."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from conventions.actions.reporting import ReportRefused, printed_report
from conventions.models import Meeting
from conventions.review.meetings import DELIBERATIVE
from csipa.french.dates import NotADate, long_date, parse_long_date
from csipa.pdf.door import PdfError

_MOST_KNOWN = 12


class Command(BaseCommand):
    """Gives the report kept for a meeting, or a preview marked « PROJET »."""

    help = "Imprime en PDF le compte rendu au conseil des décisions prises par délégation."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the meeting, the file and the authority."""
        parser.add_argument("--meeting", metavar="DATE", required=True, help="2026-02-03")
        parser.add_argument("-o", "--output", type=Path, metavar="FICHIER", required=True)
        parser.add_argument("--authority", metavar="SIREN", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the report of the meeting held that day."""
        meeting = _meeting(_day(options["meeting"]), options["authority"])
        try:
            content = printed_report(meeting)
            options["output"].write_bytes(content)
        except (ReportRefused, PdfError) as error:
            raise CommandError(str(error), returncode=2) from None
        except OSError as error:
            message = f"« {options['output']} » ne peut pas être écrit : {error.strerror}."
            raise CommandError(message, returncode=2) from None
        self.stdout.write(f"{options['output']} ({len(content)} octets)")


def _day(text: str) -> dt.date:
    """Return the date asked for, in figures (2026-02-03) or in words (3 février 2026)."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return parse_long_date(text)
    except NotADate:
        message = f"« {text} » n’est pas une date : écrivez 2026-02-03 ou « 3 février 2026 »."
        raise CommandError(message, returncode=2) from None


def _meeting(day: dt.date, siren: str) -> Meeting:
    """Return the only council meeting of a day; raise CommandError with those that are known."""
    councils = Meeting.objects.filter(body__in=DELIBERATIVE).select_related("authority")
    if siren:
        councils = councils.filter(authority__siren=siren)
    found = list(councils.filter(held_on=day).order_by("pk"))
    if len(found) == 1:
        return found[0]
    if found:
        names = " ; ".join(
            f"{meeting.authority} (SIREN {meeting.authority.siren or 'inconnu'}, "
            f"{meeting.get_body_display()})"
            for meeting in found
        )
        message = f"Plusieurs conseils se sont réunis ce jour-là : {names}. Précisez --authority."
        raise CommandError(message, returncode=2)
    days = councils.order_by("-held_on").values_list("held_on", flat=True)[:_MOST_KNOWN]
    known = ", ".join(long_date(known) for known in days) or "aucune"
    whose = f" pour le SIREN {siren}" if siren else ""
    message = (
        f"Aucune réunion d’un conseil n’est enregistrée le {long_date(day)}{whose}. "
        f"Réunions connues : {known}."
    )
    raise CommandError(message, returncode=2)
