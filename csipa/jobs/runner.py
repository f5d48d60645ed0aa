"""Runs a job that a worker has taken: follows its steps, keeps its file, tells how it ended."""

from __future__ import annotations

import logging
import threading
import time
from contextlib import closing

from django.utils import timezone

from csipa.jobs.claims import JobLost, finish, hold, report
from csipa.jobs.kinds import JobFailed, Produced, Run, kind_of
from csipa.jobs.models import Job, JobResult, JobState, ResultChunk
from csipa.logs import belonging_to
from csipa.unavailable import Reason, reason_of

# How the message of a job begins that an error of the program ended, and no other.
UNFORESEEN = "Une erreur imprévue l’a arrêté"
# What is told of a job that an error ended: one of the program, or of a disk that takes no more.
_FAILURES = {
    None: UNFORESEEN + " : reprenez-le. Si elle revient, donnez ce numéro à la "
    "personne qui administre le serveur : job-{number}.",
    Reason.FULL: "Le disque du serveur est plein : libérez de la place, puis reprenez-le.",
}
# Seconds between two writes of the progress: the database has other things to do.
REPORT_EVERY = 1.0
# Bytes of a file read and written at once.
CHUNK = 1024 * 1024

# The job that this process is doing: the pulse tells that it lives, and no other.
current: Job | None = None
# Set when the worker is asked to end: its job goes back to the queue at the next step.
stopping = threading.Event()

logger = logging.getLogger(__name__)


class _Interrupted(Exception):
    """The worker must end before the job does."""


def run(job: Job) -> bool:
    """Run a job and write down how it ended; False when the worker had to end first.

    A job that somebody stopped, or that another worker has, is left as it is. When the database
    goes away its error is raised: the job, which nobody tells alive any more, is then put back.
    """
    global current
    current = job
    try:
        with belonging_to(f"job-{job.pk}", job.created_by_id):
            return _run(job)
    finally:
        current = None


def _run(job: Job) -> bool:
    try:
        kind = kind_of(job.kind)
        if not kind.is_open_to(job.created_by):
            raise JobFailed(
                "La personne qui l’a demandé n’en a plus le droit : une autre peut le demander."
            )
        produced = _follow(job, kind.run)
        if produced is not None:
            hold(job, now=timezone.now())
            _keep(job, produced)
        message = produced.message if produced else ""
        finish(job, state=JobState.DONE, message=message, now=timezone.now())
        job.parts.all().delete()
    except _Interrupted:
        return False
    except JobLost:
        pass
    except JobFailed as error:
        _fail(job, str(error))
    except Exception as error:
        _break_off(job, error)
    return True


def _follow(job: Job, start: Run) -> Produced | None:
    """Go through the steps of a job, noting them now and then; return what it gives."""
    noted = float("-inf")
    with closing(start(job)) as steps:
        while True:
            try:
                step = next(steps)
            except StopIteration as end:
                return end.value
            if stopping.is_set():
                raise _Interrupted
            # The last step is always noted: from then on the job is no longer stopped.
            is_last = step.total and step.done >= step.total
            if is_last or time.monotonic() - noted >= REPORT_EVERY:
                report(job, step, now=timezone.now())
                noted = time.monotonic()


def _keep(job: Job, produced: Produced) -> None:
    """Write the file chunk by chunk, each in a transaction of its own."""
    JobResult.objects.filter(job=job).delete()
    result = JobResult.objects.create(
        job=job, name=produced.name, content_type=produced.content_type
    )
    with produced.stream as stream:
        for rank, content in enumerate(iter(lambda: stream.read(CHUNK), b"")):
            ResultChunk.objects.create(result=result, rank=rank, content=content)
            result.size += len(content)
    result.save(update_fields=["size"])


def _break_off(job: Job, error: Exception) -> None:
    """Note that a job failed, unless waiting for the database mends it: then raise the error."""
    reason = reason_of(error)
    if reason not in _FAILURES:
        raise error
    logger.error("job %s (%s) failed", job.pk, job.kind, exc_info=error)
    _fail(job, _FAILURES[reason].format(number=job.pk))


def _fail(job: Job, message: str) -> None:
    try:
        finish(job, state=JobState.FAILED, message=message, now=timezone.now())
    except JobLost:
        logger.info("job %s was no longer with this worker", job.pk)
