"""Moves the whole SQLite database to PostgreSQL, and proves that nothing changed on the way."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.utils import DatabaseError

from csipa.backup.moving import move, target_of
from csipa.backup.refusals import Refused
from csipa.french.numbers import counted

VARIABLE = "TARGET_DATABASE_URL"


class Command(BaseCommand):
    """All or nothing: after a refusal, the target has no table; the source never changes."""

    help = (
        "Copie toute la base SQLite de DATABASE_URL dans une base PostgreSQL neuve, et compare "
        "chaque table. Arrêtez d’abord le site."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the target; its password need not be on the command line."""
        parser.add_argument(
            "url",
            nargs="?",
            help=f"postgres://nom@serveur:5432/base (par défaut : la variable {VARIABLE}, qui "
            "seule devrait contenir un mot de passe)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Move, and tell what to do next."""
        url = options["url"] or os.environ.get(VARIABLE, "")
        if not url:
            message = f"Dites où : la variable {VARIABLE}, ou l’adresse de la base en argument."
            raise CommandError(message)
        try:
            moved = move(connection, target_of(url), url=url)
        except (Refused, DatabaseError) as error:
            raise CommandError(str(error).strip()) from None
        self.stdout.write(
            f"{counted(moved.rows, 'ligne copiée', 'lignes copiées')} dans "
            f"{counted(len(moved.contents), 'table', 'tables')}, toutes égales par leur empreinte."
        )
        if moved.left:
            self.stdout.write(
                f"Tables étrangères au programme, laissées : {', '.join(moved.left)}."
            )
        self.stdout.write(
            "Donnez maintenant cette adresse à DATABASE_URL et, pour que la chaîne d’intégrité se "
            f"compare aux mêmes ancres, AUDIT_ANCHORS={settings.AUDIT_ANCHORS}. Puis lancez "
            "« manage.py verify » et redémarrez le site."
        )
