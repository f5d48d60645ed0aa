"""Takes in receipts of acts: each notes the reception of its act, or is refused and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from conventions.actions.receiving import Outcome, ReceiptRefused, import_receipts
from conventions.exchange.actes_archive import LARGEST_SENT
from csipa.french.dates import long_date
from csipa.french.numbers import counted


class Command(BaseCommand):
    """Each file stands by itself; the exit code is 2 as soon as one is refused."""

    help = "Importe des accusés de réception @CTES (message XML, ou archive .tar.gz ou .zip)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the files."""
        parser.add_argument("files", type=Path, nargs="+", metavar="FICHIER")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import each receipt of each file and say what became of it."""
        refused = 0
        for path in options["files"]:
            for outcome in _outcomes(path):
                refused += outcome.refused is not None
                self._tell(outcome)
        if refused:
            files = counted(refused, "accusé refusé", "accusés refusés")
            raise CommandError(f"{files} : rien n’en est écrit.", returncode=2)

    def _tell(self, outcome: Outcome) -> None:
        if taken := outcome.taken:
            day = long_date(taken.receipt.received_on)
            how = "réception le" if taken.is_new else "réception déjà notée, le"
            self.stdout.write(self.style.SUCCESS(f"{outcome.name} : {taken.act}, {how} {day}."))
            for line in taken.told:
                self.stdout.write(f"  {line}")
        else:
            self.stderr.write(f"{outcome.name} : {outcome.refused}")


def _outcomes(path: Path) -> list[Outcome]:
    try:
        if path.stat().st_size > LARGEST_SENT:
            refusal = ReceiptRefused("Ce fichier dépasse 25 Mo : déposez les accusés seuls.")
            return [Outcome(path.name, refused=refusal)]
        content = path.read_bytes()
    except OSError as error:
        refusal = ReceiptRefused(f"Le fichier ne peut pas être lu : {error.strerror}.")
        return [Outcome(path.name, refused=refusal)]
    return import_receipts(content=content, name=path.name, by=None, now=timezone.now())
