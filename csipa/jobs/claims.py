"""Which worker has which job: each change is one statement that says in its condition who writes.

SQLite has one writer at a time, and a person may stop a job at any moment: no transaction here
outlives its statement.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import F

from csipa.jobs.kinds import Step
from csipa.jobs.models import Job, JobState

# A job that takes its worker down with it (lack of memory) is not given to workers for ever.
MOST_RESTARTS = 5
_LONGEST_MESSAGE = Job._meta.get_field("message").max_length


class JobLost(Exception):
    """The job was stopped, or given to another worker: this one must not write it any more."""


def claim(pk: int, *, worker: str, now: dt.datetime) -> Job | None:
    """Take a job that waits; None when there is nothing to take (stopped, or with another)."""
    taken = Job.objects.filter(pk=pk, state=JobState.QUEUED).update(
        state=JobState.RUNNING, worker=worker, started_at=now, heartbeat_at=now, message=""
    )
    return Job.objects.select_related("created_by").get(pk=pk) if taken else None


def report(job: Job, step: Step, *, now: dt.datetime) -> None:
    """Note how far a job is; raises JobLost."""
    _write(job, done=step.done, total=step.total, message=_short(step.message), heartbeat_at=now)


def hold(job: Job, *, now: dt.datetime) -> None:
    """Make sure that the job is still with this worker; raises JobLost."""
    _write(job, heartbeat_at=now)


def finish(job: Job, *, state: JobState, message: str, now: dt.datetime) -> None:
    """Note how a job ended; raises JobLost."""
    _write(job, state=state, message=_short(message), worker="", finished_at=now)


def release(job: Job, *, now: dt.datetime) -> bool:
    """Let another worker have a job; tell whether it waits for one.

    It does not when it was no longer with this worker, nor after MOST_RESTARTS: it then fails.
    """
    held = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, worker=job.worker)
    if job.restarts < MOST_RESTARTS:
        return bool(held.update(state=JobState.QUEUED, worker="", restarts=F("restarts") + 1))
    message = (
        "Le travail a été interrompu plusieurs fois de suite : demandez-en moins à la fois, ou "
        "prévenez la personne qui administre le serveur."
    )
    held.update(state=JobState.FAILED, worker="", finished_at=now, message=message)
    return False


def beat(job: Job, *, now: dt.datetime) -> None:
    """Note that the worker of a job lives, unless the job is no longer with it."""
    Job.objects.filter(pk=job.pk, state=JobState.RUNNING, worker=job.worker).update(
        heartbeat_at=now
    )


def _write(job: Job, **values: object) -> None:
    held = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, worker=job.worker)
    if not held.update(**values):
        raise JobLost


def _short(message: str) -> str:
    return message if len(message) <= _LONGEST_MESSAGE else f"{message[: _LONGEST_MESSAGE - 1]}…"
