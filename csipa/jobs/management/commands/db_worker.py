"""The worker: does the queued jobs, gives signs of life, puts back what a dead worker left."""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections, connection
from django.db.utils import DatabaseError
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME
from django_tasks_db.management.commands import db_worker

from csipa.jobs import runner
from csipa.jobs.actions import reap
from csipa.jobs.claims import beat


class _Worker(db_worker.Worker):
    """A worker that leaves a long job at its next step when it is asked to end."""

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Tell the job first; a second signal ends everything at once."""
        runner.stopping.set()
        super().shutdown(signum, frame)


class _Pulse(threading.Thread):
    """Says several times a JOB_STALE_AFTER that the worker lives, whatever its job is doing."""

    def __init__(self, worker: str) -> None:
        super().__init__(daemon=True, name="pulse")
        self.worker = worker
        self.over = threading.Event()

    def run(self) -> None:
        """Note the time on our job and look for abandoned ones, until `over`."""
        while not self.over.is_set():
            try:
                now = timezone.now()
                beat(self.worker, now=now)
                reap(now=now)
            except DatabaseError:  # busy or away: the next beat will do
                close_old_connections()
            self.over.wait(settings.JOB_STALE_AFTER / 4)
        connection.close()


class Command(BaseCommand):
    """Takes the place of the stock command of the same name, which gives no sign of life."""

    help = "Fait les travaux en attente, jusqu’à ce qu’on l’arrête."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare how long the worker stays."""
        parser.add_argument(
            "--batch", action="store_true", help="finir quand plus rien n’est en attente"
        )
        parser.add_argument(
            "--interval",
            type=float,
            default=1.0,
            metavar="SECONDES",
            help="attente entre deux regards sur la file (1 seconde par défaut)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Work; on SIGTERM or Ctrl-C give the job back and end."""
        worker = _Worker(
            queue_names=[DEFAULT_TASK_QUEUE_NAME],
            excluded_queue_names=[],
            interval=options["interval"],
            batch=options["batch"],
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )
        worker.configure_signals()
        reap(now=timezone.now())
        pulse = _Pulse(worker.worker_id)
        pulse.start()
        try:
            worker.run()
        finally:
            pulse.over.set()
            pulse.join()
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
