"""Reads the audit trail again, with every row and every file that it holds."""

from __future__ import annotations

import datetime as dt
import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from csipa.audit.actions import UnknownSource, verification
from csipa.audit.report import Report
from csipa.audit.verifying import Reading
from csipa.audit.working import account
from csipa.steps import followed


class Command(BaseCommand):
    """Ends with the code 1 when something is wrong, so that a scheduler sees it."""

    help = "Vérifie que rien n’a été changé en dehors du programme\u00a0: lignes, fichiers, chaîne."

    def add_arguments(self, parser: Any) -> None:
        """Declare what limits the reading and how it is told."""
        parser.add_argument("--json", action="store_true", help="dire le résultat en JSON")
        parser.add_argument(
            "--source",
            action="append",
            default=[],
            metavar="APP.MODÈLE",
            help="ne lire que ce modèle et son historique (peut être répété)",
        )
        parser.add_argument(
            "--since",
            type=dt.date.fromisoformat,
            metavar="AAAA-MM-JJ",
            help="ne lire que ce qui a été scellé ou écrit depuis ce jour",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, tell, and fail when something is wrong."""
        since = options["since"]
        if since is not None:
            since = timezone.make_aware(dt.datetime.combine(since, dt.time()))
        steps = verification(now=timezone.now(), only=options["source"], since=since)
        try:
            report = self._follow(steps, shown=not options["json"] and self.stderr.isatty())
        except UnknownSource as error:
            raise CommandError(str(error)) from None
        if options["json"]:
            told = json.dumps(report.as_dict(), ensure_ascii=False, indent=2)
            self.stdout.write(told)
        else:
            self.stdout.write(account(report), ending="")
        if not report.is_sound:
            sys.exit(1)

    def _follow(self, steps: Any, *, shown: bool) -> Report:
        """Run to the end, with the progress on a terminal."""
        if not shown:
            return followed(steps)
        report = followed(steps, self._show)
        self.stderr.write("")
        return report

    def _show(self, step: Reading) -> None:
        percent = 100 * step.done // step.total if step.total else 0
        self.stderr.write(f"\r\x1b[K{percent} % {step.message}", ending="")
        self.stderr.flush()
