"""Many acts put online at once, as a job: each apart, with the account of those refused."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Generator, Sequence
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from conventions.actions.publishing import PublishingRefused, publish_act
from conventions.models import Act
from csipa.french.numbers import counted
from csipa.jobs.actions import enqueue
from csipa.jobs.kinds import Kind, Produced, Step, register
from csipa.jobs.models import Job
from csipa.pdf.door import PdfError

KIND = "conventions.publish"
PERMISSION = "conventions.add_publication"


def publish_later(*, acts: Sequence[int], by: AbstractBaseUser, now: dt.datetime) -> Job:
    """Queue the publication of acts, given by key. Raises PermissionDenied."""
    return enqueue(
        kind=KIND,
        label=f"Mise en ligne de {counted(len(acts), 'acte', 'actes')}",
        parameters={"acts": list(acts)},
        by=by,
        now=now,
    )


def refusal_of(act: Act, *, by: Any, now: dt.datetime) -> str:
    """Publish an act; return why it was refused, empty when it is online."""
    try:
        publish_act(act=act, by=by, now=now)
    except (PublishingRefused, PdfError) as refused:
        return f"{act} : {refused}"
    return ""


def run(job: Job) -> Generator[Step, None, Produced]:
    """Publish each act apart, so that one refused holds no other back; give the account.

    A job taken up again finds online what it had put there, and leaves it.
    """
    keys = job.parameters["acts"]
    found = Act.objects.in_bulk(keys)
    acts = [found[key] for key in keys if key in found]
    refusals = []
    for rank, act in enumerate(acts, start=1):
        yield Step(rank - 1, len(acts), f"Acte {rank} sur {len(acts)}.")
        if refusal := refusal_of(act, by=job.created_by, now=timezone.now()):
            refusals.append(refusal)
    done = len(acts) - len(refusals)
    told = f"{counted(done, 'acte est en ligne', 'actes sont en ligne')}."
    if refusals:
        told += f" {counted(len(refusals), 'acte refusé', 'actes refusés')} : voyez le fichier."
    name = f"mise-en-ligne-{timezone.localdate().isoformat()}.txt"
    account = "\n".join([told, *refusals, ""]).encode()
    return Produced(name, "text/plain; charset=utf-8", io.BytesIO(account), told)


register(Kind(KIND, run, PERMISSION))
