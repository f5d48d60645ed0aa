"""Backs the whole database up into one file, while the site runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from csipa.backup.making import make
from csipa.backup.refusals import Refused
from csipa.backup.rotation import drop_old, name_at
from csipa.french.numbers import counted, file_size


class Command(BaseCommand):
    """Writes an archive; one that exists is never replaced, and none is left half-written."""

    help = (
        "Sauvegarde toute la base dans un fichier, pendant que le site tourne. Le fichier contient "
        "toutes les données : gardez-le comme la base."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare where the archive goes and how many are kept."""
        parser.add_argument(
            "-o",
            "--output",
            type=Path,
            metavar="FICHIER",
            help="fichier ou dossier (par défaut : BACKUP_DIRECTORY, sinon le dossier courant)",
        )
        parser.add_argument(
            "--keep",
            type=_at_least_one,
            metavar="N",
            help="ensuite, n’en garder que les N dernières dans ce dossier (BACKUP_KEEP)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the backup, tell what it holds, then erase the oldest."""
        now = timezone.localtime()
        path = options["output"] or Path(settings.BACKUP_DIRECTORY or ".") / name_at(now)
        if path.is_dir():
            path /= name_at(now)
        try:
            manifest = make(connection, path, now=now)
        except Refused as error:
            raise CommandError(str(error)) from None
        dropped = []
        if keep := options["keep"] or (settings.BACKUP_DIRECTORY and settings.BACKUP_KEEP):
            dropped = drop_old(path.parent, keep=keep)
        old = ""
        if dropped:
            told = counted(len(dropped), "ancienne effacée", "anciennes effacées")
            old = f" ; {told}"
        self.stdout.write(
            f"{path} : {counted(manifest.rows, 'ligne', 'lignes')} de "
            f"{counted(len(manifest.contents), 'table', 'tables')}, "
            f"{file_size(path.stat().st_size)}{old}."
        )


def _at_least_one(said: str) -> int:
    number = int(said)
    if number < 1:
        raise ValueError
    return number
