"""Imports of many lines, as a job: checked step by step, then written all at once."""

from __future__ import annotations

import datetime as dt
import io
import json
import zlib
from collections.abc import Generator
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from consultations.actions.importing import ImportRefused, apply_import
from consultations.exchange.activity_table import Table
from consultations.exchange.carried import packed, unpacked
from consultations.review.grid_checks import SEE_PEOPLE
from consultations.review.import_plan import planned
from csipa.french.numbers import counted, integer
from csipa.jobs.actions import enqueue
from csipa.jobs.kinds import JobFailed, Kind, Produced, Step, register
from csipa.jobs.models import Job
from csipa.steps import retold
from sites.review.scope import sites_of

KIND = "consultations.import"
PERMISSION = "consultations.add_activitycount"
_FILE = "file"


def import_later(
    table: Table, *, replace: bool, only_good: bool, by: AbstractBaseUser, now: dt.datetime
) -> Job:
    """Queue the import of a table. Raises PermissionDenied."""
    lines = counted(len(table.rows), "ligne", "lignes")
    parameters = {"replace": replace, "only_good": only_good}
    return enqueue(
        kind=KIND,
        label=f"Import de décomptes, {lines}",
        parameters=parameters,
        by=by,
        now=now,
        parts={_FILE: zlib.compress(json.dumps(packed(table)).encode())},
    )


def run(job: Job) -> Generator[Step, None, Produced]:
    """Check every line, then write them in one transaction; give the report."""
    content = bytes(job.parts.get(key=_FILE).content)
    table = unpacked(json.loads(zlib.decompress(content)))
    now = timezone.now()
    today = timezone.localdate(now)
    by: Any = job.created_by
    steps = planned(
        table,
        sites_of(by),
        sees_people=by.has_perm(SEE_PEOPLE),
        today=today,
        replace=job.parameters["replace"],
    )
    total = len(table.rows)

    def told(done: int) -> Step:
        return Step(done, 2 * total, f"Vérification : {integer(done)} sur {integer(total)}.")

    plan = yield from retold(steps, told)
    yield Step(2 * total, 2 * total, "Enregistrement en une fois.")
    try:
        apply_import(plan, by=by, now=now, today=today, only_good=job.parameters["only_good"])
    except ImportRefused as error:
        raise JobFailed(str(error)) from error
    name = f"import-decomptes-{today.isoformat()}.txt"
    report = "\n".join([f"{plan}.", *(str(fault) for fault in plan.faults), ""])
    return Produced(name, "text/plain; charset=utf-8", io.BytesIO(report.encode()), f"{plan}.")


register(Kind(KIND, run, PERMISSION))
