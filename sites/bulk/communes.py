"""A directory of many communes as a job: checked again, then written in one go."""

from __future__ import annotations

import datetime as dt
import io
import json
import zlib
from collections.abc import Generator, Sequence
from dataclasses import astuple, replace
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from csipa.french.numbers import counted
from csipa.jobs.actions import enqueue
from csipa.jobs.kinds import JobFailed, Kind, Produced, Step, register
from csipa.jobs.models import Job
from sites.actions import CommunesChanged, import_communes
from sites.rules.communes_csv import CommuneRow, FaultyFile

KIND = "sites.import_communes"
PERMISSION = "sites.add_commune"
_ROWS = "rows"


def import_communes_later(
    rows: Sequence[CommuneRow],
    *,
    population_year: int | None,
    digest: str,
    by: AbstractBaseUser,
    now: dt.datetime,
) -> Job:
    """Queue the import of communes as their preview showed it. Raises PermissionDenied."""
    content = json.dumps([astuple(row) for row in rows]).encode()
    return enqueue(
        kind=KIND,
        label=f"Import de {counted(len(rows), 'commune', 'communes')}",
        parameters={"population_year": population_year, "digest": digest},
        by=by,
        now=now,
        parts={_ROWS: zlib.compress(content)},
    )


def rows_from(told: Sequence[Sequence[Any]]) -> list[CommuneRow]:
    """Return the rows that JSON carried: it knows lists only."""
    rows = [CommuneRow(*values) for values in told]
    return [replace(row, postal_codes=tuple(row.postal_codes)) for row in rows]


def run(job: Job) -> Generator[Step, None, Produced]:
    """Write every commune in one transaction, unless the directory changed since the preview."""
    content = bytes(job.parts.get(key=_ROWS).content)
    rows = rows_from(json.loads(zlib.decompress(content)))
    yield Step(1, 1, "Enregistrement en une fois.")
    try:
        done = import_communes(rows=rows, **job.parameters, by=job.created_by)
    except CommunesChanged as error:
        raise JobFailed(f"{error} Envoyez de nouveau le fichier.") from error
    except FaultyFile as error:
        raise JobFailed(f"Rien n’est importé : {error.faults[0]}") from error
    account = io.BytesIO(f"{done}\n".encode())
    return Produced("import-communes.txt", "text/plain; charset=utf-8", account, str(done))


register(Kind(KIND, run, PERMISSION))
