"""The worker: does the queued jobs, gives signs of life, puts back what a dead worker left."""

from __future__ import annotations

import logging
import signal
import threading
import time
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.utils import Error
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME
from django_tasks_db.management.commands import db_worker

from csipa.jobs import runner
from csipa.jobs.actions import reap
from csipa.jobs.claims import beat
from csipa.unavailable import reason_of

# Seconds before a worker looks again for a database that was away.
PAUSE = 2.0

logger = logging.getLogger(__name__)


class _Worker(db_worker.Worker):
    """A worker that leaves a long job at its next step when it is asked to end."""

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Tell the job first; a second signal ends everything at once."""
        runner.stopping.set()
        super().shutdown(signum, frame)


class _Pulse(threading.Thread):
    """Says several times a JOB_STALE_AFTER that the worker lives, whatever its job is doing."""

    def __init__(self) -> None:
        super().__init__(daemon=True, name="pulse")
        self.over = threading.Event()

    def run(self) -> None:
        """Note the time on our job and look for abandoned ones, until `over`."""
        while not self.over.is_set():
            try:
                now = timezone.now()
                if (job := runner.current) is not None:
                    beat(job, now=now)
                reap(now=now)
            except Error:  # busy or away: the next beat will do
                connection.close()
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
        pulse = _Pulse()
        pulse.start()
        try:
            self._work(worker)
        finally:
            pulse.over.set()
            pulse.join()
            signal.signal(signal.SIGTERM, signal.SIG_DFL)

    def _work(self, worker: _Worker) -> None:
        """Let the worker run; when the database goes away, wait for it and go on."""
        while True:
            try:
                reap(now=timezone.now())
                return worker.run()
            except Error as error:
                reason = reason_of(error)
                if reason is None:
                    raise
                logger.warning("the database is %s: waiting for it (%s)", reason.value, error)
                connection.close()
                time.sleep(PAUSE)
