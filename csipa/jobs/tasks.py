"""The one task of the queue: a ticket that names a job."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskContext, task

from csipa.jobs import runner
from csipa.jobs.claims import claim, release
from csipa.jobs.models import Job


@task(takes_context=True)
def run_job(context: TaskContext, pk: int) -> None:
    """Run a job, unless it was stopped or taken in the meantime."""
    worker = context.task_result.worker_ids[-1]
    job = claim(pk, worker=worker, now=timezone.now())
    if job is not None and not runner.run(job):
        put_back(job, now=timezone.now())


@transaction.atomic
def put_back(job: Job, *, now: dt.datetime) -> bool:
    """Queue again a job whose worker ended before it; tell whether it is queued."""
    queued = release(job, now=now)
    if queued:
        run_job.enqueue(job.pk)
    return queued
