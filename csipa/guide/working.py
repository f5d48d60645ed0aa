"""The printed guide as a job: half a minute of layout, done by a worker, kept for everybody."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Generator

from django.contrib.auth.models import AbstractBaseUser

from csipa.guide.printing import kept, printed, state
from csipa.jobs.actions import enqueue
from csipa.jobs.kinds import ANYBODY, JobFailed, Kind, Produced, Step, register
from csipa.jobs.models import OPEN_STATES, Job, JobState
from csipa.pdf.door import PdfError

KIND = "guide.print"
NAME = "guide-csipa.pdf"


def ready() -> bytes | None:
    """Return the PDF of the guide as it is today; None when nobody has laid it out yet.

    The worker that did may be another machine: then its file is the one of its job.
    """
    if (content := kept()) is not None:
        return content
    done = Job.objects.filter(kind=KIND, state=JobState.DONE, parameters__state=state())
    job = done.filter(result__isnull=False).select_related("result").first()
    return b"".join(job.result.stream()) if job else None


def print_guide_later(*, by: AbstractBaseUser, now: dt.datetime) -> Job:
    """Queue the layout of the guide; return the job that this person has already asked for."""
    asked = Job.objects.filter(kind=KIND, created_by=by, state__in=OPEN_STATES)
    return asked.first() or enqueue(
        kind=KIND,
        label="Guide d’utilisation en PDF",
        parameters={"state": state()},
        by=by,
        now=now,
    )


def run(job: Job) -> Generator[Step, None, Produced]:
    """Lay the guide out, or take the file of somebody who asked a moment before."""
    yield Step(0, 1, "Mise en page du guide.")
    try:
        content = printed()
    except PdfError as error:
        raise JobFailed(str(error)) from error
    yield Step(1, 1, "Guide mis en page.")
    return Produced(NAME, "application/pdf", io.BytesIO(content))


register(Kind(KIND, run, ANYBODY))
