"""Does in one go, every night, all that the program must do by itself."""

from __future__ import annotations

import fcntl
import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from csipa.french.numbers import counted
from csipa.jobs.actions import begin_chore, end_chore
from csipa.operation.chores import CHORES, Chore

LOCK = "daily.lock"
_log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Runs each chore apart: one that fails holds back no other, and is told at the end."""

    help = (
        "Fait tout ce qui doit l’être chaque nuit : effacer, constater, sceller, vérifier, écrire. "
        "Une tâche qui échoue n’arrête pas les autres ; la commande rend alors le code 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what limits the run."""
        parser.add_argument(
            "--only",
            nargs="+",
            choices=[chore.command for chore in CHORES],
            default=[],
            metavar="TÂCHE",
            help=f"ces tâches seulement : {', '.join(chore.command for chore in CHORES)}",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run, tell one line a chore; return 1 if one failed, 3 if another run has not ended."""
        wanted = [one for one in CHORES if not options["only"] or one.command in options["only"]]
        with alone(settings.VAR_DIR / LOCK) as is_alone:
            if not is_alone:
                message = "Un autre passage est en cours sur cette machine : rien n’est lancé."
                raise CommandError(message, returncode=3)
            failed = [chore for chore in wanted if not self._run(chore)]
        if failed:
            told = counted(len(failed), "tâche a échoué", "tâches ont échoué")
            names = " ".join(chore.command for chore in failed)
            message = f"{told}. La cause corrigée, relancez : manage.py daily --only {names}"
            raise CommandError(message, returncode=1)

    def _run(self, chore: Chore) -> bool:
        """Run one chore and tell what became of it; whatever it raises stops here."""
        # A long chore may outlive a connection that the database has closed since.
        close_old_connections()
        begin_chore(command=chore.command, label=chore.label, now=timezone.now())
        out = io.StringIO()
        fault = ""
        try:
            call_command(chore.command, *chore.arguments, stdout=out, stderr=out)
        except SystemExit as end:
            fault = _last_line(out) or "échec sans message" if end.code else ""
        except CommandError as error:
            fault = str(error)
        except Exception as error:
            _log.exception("The chore %s failed", chore.command)
            fault = f"erreur inattendue ({type(error).__name__}), voir le journal"
        close_old_connections()
        said = _one_line(fault or _last_line(out) or "fait.")
        end_chore(command=chore.command, succeeded=not fault, said=said, now=timezone.now())
        if fault:
            self.stdout.write(self.style.ERROR(f"{chore.label} : ÉCHEC – {said}"))
            self._detail(out)
        else:
            self.stdout.write(f"{chore.label} : {said}")
        return not fault

    def _detail(self, out: io.StringIO) -> None:
        """Tell all that a chore which failed had said: each fault has its line there."""
        for line in _lines(out):
            self.stdout.write(f"    {line}")


@contextmanager
def alone(path: Path) -> Iterator[bool]:
    """Hold the lock of this machine, or give False when another process has it.

    The system drops it when the process ends, however it ends: no lock is ever left behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _lines(out: io.StringIO) -> list[str]:
    return [line.rstrip() for line in out.getvalue().splitlines() if line.strip()]


def _last_line(out: io.StringIO) -> str:
    return next(reversed(_lines(out)), "")


def _one_line(text: str) -> str:
    return " ".join(text.split())
