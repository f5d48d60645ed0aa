"""What one does with jobs: ask for one, stop it, take it up again, put back those left behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.db.models import F, Q
from django_tasks_db.models import DBTaskResult

from csipa.jobs.inputs import keep_input
from csipa.jobs.kinds import kind_of
from csipa.jobs.models import OPEN_STATES, ChoreRun, Job, JobPart, JobState
from csipa.jobs.tasks import put_back, run_job


class NotResumable(ValueError):
    """The job waits, runs or is done: there is nothing to take up again."""


@transaction.atomic
def enqueue(
    *,
    kind: str,
    label: str,
    parameters: dict[str, Any],
    by: AbstractBaseUser,
    now: dt.datetime,
    parts: Mapping[str, bytes] | None = None,
    files: Mapping[str, File] | None = None,
) -> Job:
    """Queue a job for the workers; raises PermissionDenied when `by` lacks its permission.

    `parts` are bytes by key that it starts from, found among the parts it makes; `files` larger
    things that it starts from, found with `csipa.jobs.inputs.unpacked`.
    """
    if not kind_of(kind).is_open_to(by):
        raise PermissionDenied
    job = Job.objects.create(
        kind=kind, label=label, parameters=parameters, created_by=by, created_at=now
    )
    JobPart.objects.bulk_create(
        JobPart(job=job, key=key, content=content) for key, content in (parts or {}).items()
    )
    for key, file in (files or {}).items():
        keep_input(job=job, key=key, file=file)
    run_job.enqueue(job.pk)
    return job


def cancel(*, job: Job, now: dt.datetime) -> bool:
    """Stop a job that waits or runs; what it has made is kept. Return whether it was stopped.

    One that has told its last step is left alone: it may be writing what it was asked for, and
    would be said to be stopped while all of it is there.
    """
    ending = Q(state=JobState.RUNNING, total__gt=0, done=F("total"))
    stoppable = Job.objects.filter(pk=job.pk, state__in=OPEN_STATES).exclude(ending)
    return bool(stoppable.update(state=JobState.CANCELLED, worker="", finished_at=now))


@transaction.atomic
def resume(*, job: Job) -> None:
    """Queue a job that failed or was stopped; what it has made is not made again.

    Raises NotResumable for any other job.
    """
    stopped = Job.objects.filter(pk=job.pk, state__in=(JobState.FAILED, JobState.CANCELLED))
    if not stopped.update(state=JobState.QUEUED, message="", restarts=0, finished_at=None):
        raise NotResumable
    run_job.enqueue(job.pk)


def reap(*, now: dt.datetime) -> int:
    """Put back every job whose worker gives no sign of life; return how many.

    Cheap when there is none: one indexed query.
    """
    return sum(put_back(job, now=now) for job in Job.objects.abandoned(now=now))


def purge(*, now: dt.datetime) -> int:
    """Delete the jobs that ended long ago with their files, and the queue's old tickets.

    Return how many jobs. Both ages are settings.JOB_KEEP_DAYS days.
    """
    limit = now - dt.timedelta(days=settings.JOB_KEEP_DAYS)
    DBTaskResult.objects.filter(enqueued_at__lt=limit).delete()
    _, deleted = Job.objects.old(now=now).delete()
    return deleted.get(Job._meta.label, 0)


def begin_chore(*, command: str, label: str, now: dt.datetime) -> None:
    """Note that something done by itself begins."""
    told = {"label": label, "started_at": now, "finished_at": None, "succeeded": False, "said": ""}
    ChoreRun.objects.update_or_create(command=command, defaults=told)


def end_chore(*, command: str, succeeded: bool, said: str, now: dt.datetime) -> None:
    """Note how it ended; `said` is cut at 500 signs."""
    ChoreRun.objects.filter(command=command).update(
        finished_at=now, succeeded=succeeded, said=said[:500]
    )
