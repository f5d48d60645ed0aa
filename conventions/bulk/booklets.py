"""The booklet of a programme with many sheets, whose layout takes longer than a page may."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Generator

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from conventions.models import Programme
from conventions.review.sheet_print import printed_booklet
from csipa.jobs.actions import enqueue
from csipa.jobs.kinds import JobFailed, Kind, Produced, Step, register
from csipa.jobs.models import Job
from csipa.pdf.door import PdfError

KIND = "conventions.print_booklet"


def print_booklet(*, programme: Programme, by: AbstractBaseUser, now: dt.datetime) -> Job:
    """Queue the booklet of a programme with all its sheets. Raises PermissionDenied."""
    return enqueue(
        kind=KIND,
        label=f"Livret de « {programme} »"[:200],
        parameters={"programme": programme.pk},
        by=by,
        now=now,
    )


def run(job: Job) -> Generator[Step, None, Produced]:
    """Lay out the booklet as it is on the day it was asked for."""
    programme = Programme.objects.filter(pk=job.parameters["programme"]).first()
    if programme is None:
        raise JobFailed("Ce programme n’existe plus : choisissez-en un autre.")
    yield Step(0, 1, "Mise en page du livret.")
    today = timezone.localdate(job.created_at)
    try:
        content = printed_booklet(programme, today=today)
    except PdfError as error:
        raise JobFailed(str(error)) from error
    yield Step(1, 1, "Livret mis en page.")
    name = f"livret-{programme.pk}-{today.isoformat()}.pdf"
    return Produced(name, "application/pdf", io.BytesIO(content))


register(Kind(KIND, run, "conventions.view_actionsheet"))
