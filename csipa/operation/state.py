"""The state of the service: what must run by itself, and whether it did."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse

from csipa.audit.models import Verification
from csipa.french.dates import long_date
from csipa.french.numbers import counted, file_size
from csipa.jobs.models import ChoreRun, Job, JobState
from csipa.jobs.runner import UNFORESEEN
from csipa.login.mails import mail_leaves
from csipa.operation.chores import CHORES

# A night and a morning: later than that, a night was missed.
NIGHT = dt.timedelta(hours=30)
# A job that nobody takes for that long: no worker runs.
WAIT = dt.timedelta(minutes=5)
# How long a job that an error ended is told, unless somebody took it up again.
TOLD = dt.timedelta(days=7)
_RUN = "Lancez"


@dataclass(frozen=True)
class Finding:
    """One thing to look at, in a sentence, and what to do where it is not well.

    `remedy` is a sentence, or the verb of `command`, which is typed as it is.
    """

    name: str
    said: str
    remedy: str = ""
    command: str = ""

    @property
    def well(self) -> bool:
        """Tell whether there is nothing to do."""
        return not self.remedy


def state_of_service(*, now: dt.datetime) -> list[Finding]:
    """Return what is well and what is not, the nightly chores last. About nine small queries."""
    return [
        _schema(),
        _queue(now),
        *_broken(now),
        _integrity(),
        _mail(),
        *_backup(),
        *_chores(now),
    ]


def _schema() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not waiting:
        return Finding("Base de données", f"{_database()}, à jour.")
    told = counted(len(waiting), "migration attend", "migrations attendent")
    return Finding("Base de données", f"{told}.", _RUN, "manage.py migrate")


def _database() -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW server_version")
            name = f"PostgreSQL {cursor.fetchone()[0].split()[0]}"
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            name = f"SQLite {sqlite3.sqlite_version}"
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return f"{name}, {file_size(cursor.fetchone()[0])}"


def _queue(now: dt.datetime) -> Finding:
    waiting = Job.objects.filter(state=JobState.QUEUED).order_by("created_at")
    first = waiting.values_list("created_at", flat=True).first()
    silent = Job.objects.abandoned(now=now).count()
    name = "Travaux longs"
    if silent:
        told = counted(silent, "travail n’a plus de processus", "travaux n’ont plus de processus")
        return Finding(name, f"{told}.", "Relancez un worker : il les reprendra.")
    if first is not None and now - first > WAIT:
        told = counted(waiting.count(), "travail attend", "travaux attendent")
        since = f"{told} depuis {_since(now - first)}."
        return Finding(name, since, _RUN, "manage.py db_worker")
    return Finding(name, "Aucun travail en retard.")


def _broken(now: dt.datetime) -> Iterator[Finding]:
    """Yield what the log alone tells: the jobs that an error of the program ended."""
    broken = Job.objects.filter(
        state=JobState.FAILED, message__startswith=UNFORESEEN, finished_at__gt=now - TOLD
    )
    numbers = list(broken.order_by("-finished_at").values_list("pk", "finished_at"))
    if numbers:
        told = counted(len(numbers), "travail s’est arrêté", "travaux se sont arrêtés")
        number, ended = numbers[0]
        day = long_date(ended.astimezone().date())
        when = f"le {day}" if len(numbers) == 1 else f"le dernier le {day}"
        yield Finding(
            "Travaux interrompus",
            f"{told} sur une erreur imprévue, {when}.",
            "Cherchez son erreur dans le journal du serveur, sous le nom",
            f"job-{number}",
        )


def _since(length: dt.timedelta) -> str:
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    if hours >= 48:
        return counted(hours // 24, "jour", "jours")
    return counted(hours, "heure", "heures") if hours else counted(minutes, "minute", "minutes")


def _integrity() -> Finding:
    last = Verification.objects.filter(scope="").defer("faults", "notes").first()
    name = "Intégrité"
    if last is None:
        return Finding(name, "Jamais vérifiée.", _RUN, "manage.py verify")
    day = long_date(last.started_at.astimezone().date())
    if last.fault_count:
        told = counted(last.fault_count, "anomalie trouvée", "anomalies trouvées")
        page = reverse("admin:integrity")
        return Finding(name, f"{told} le {day}.", "Voyez", page)
    return Finding(name, f"Vérifiée le {day}, sans anomalie.")


def _mail() -> Finding:
    if not mail_leaves():
        return Finding(
            "Courrier",
            "Les messages s’écrivent à l’écran et ne partent pas.",
            "Donnez",
            "EMAIL_URL",
        )
    return Finding("Courrier", "Un serveur d’envoi est donné.")


def _backup() -> Iterator[Finding]:
    """Yield what a house without a folder for backups must know; a chore tells of the others."""
    if settings.BACKUP_DIRECTORY:
        return
    name = "Sauvegarde de la base"
    if settings.BACKUP_ELSEWHERE:
        yield Finding(name, "Faite hors du programme, selon ses réglages.")
    else:
        told = (
            "Aucun dossier n’est réglé : le programme ne sauvegarde rien. Si la base est "
            "sauvegardée autrement, BACKUP_ELSEWHERE=1 le lui dit."
        )
        yield Finding(name, told, "Donnez", "BACKUP_DIRECTORY")


def _chores(now: dt.datetime) -> Iterator[Finding]:
    """Yield each chore of the night; what was never run has no row."""
    runs = {run.command: run for run in ChoreRun.objects.all()}
    if not runs:
        told = "Aucune n’a encore été faite ici."
        yield Finding("Tâches de la nuit", told, "Chaque nuit, lancez", "manage.py daily")
        return
    for chore in CHORES:
        run = runs.get(chore.command)
        well, said = _told(run, now) if run else (False, "Jamais faite.")
        again = "" if well else f"manage.py daily --only {chore.command}"
        yield Finding(chore.label, said, "" if well else _RUN, again)


def _told(run: ChoreRun, now: dt.datetime) -> tuple[bool, str]:
    since = _since(now - run.started_at)
    if run.finished_at is None:
        running = now - run.started_at < dt.timedelta(hours=6)
        return running, "En cours." if running else f"Commencée il y a {since}, jamais finie."
    if not run.succeeded:
        return False, f"Échec il y a {since} : {run.said}"
    if now - run.started_at > NIGHT:
        return False, f"Pas faite depuis {since}."
    return True, f"Il y a {since} : {run.said}"
