"""Files of the register read by a worker: followed on a page, taken up where they stopped."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.files import File
from django.utils import timezone

from csipa.jobs.actions import enqueue
from csipa.jobs.inputs import forget_inputs, unpacked
from csipa.jobs.kinds import JobFailed, Kind, Produced, Step, register
from csipa.jobs.models import Job
from csipa.steps import retold
from sites.models import Territory
from staffing.actions.register_apply import NotPlausible
from staffing.actions.register_batches import ReadElsewhere
from staffing.actions.register_import import import_register
from staffing.actions.register_start import RegisterRefused, start_reading

KIND = "staffing.register"
PERMISSION = "staffing.add_registerimport"


def read_register_later(
    *,
    territory: Territory,
    file: File | Path,
    skills: File | Path | None,
    as_of: dt.date | None,
    accept_departures: bool,
    by: AbstractBaseUser,
    now: dt.datetime,
) -> Job:
    """Queue the reading of files: sent by somebody, or found on the server under their path.

    What was sent is kept with the job. Raises PermissionDenied.
    """
    given = {"file": file, "skills": skills}
    parameters = {
        "territory": territory.pk,
        **{key: str(one) if isinstance(one, Path) else "" for key, one in given.items()},
        "as_of": as_of.isoformat() if as_of else "",
        "accept_departures": accept_departures,
    }
    return enqueue(
        kind=KIND,
        label=f"Lecture du répertoire, {territory}"[:200],
        parameters=parameters,
        by=by,
        now=now,
        files={key: one for key, one in given.items() if isinstance(one, File)},
    )


def waiting_files() -> list[Path]:
    """Return the files of the register put in settings.RPPS_DIRECTORY, the latest name first."""
    if not settings.RPPS_DIRECTORY:
        return []
    try:
        found = list(Path(settings.RPPS_DIRECTORY).iterdir())
    except OSError:
        return []
    kept = [one for one in found if one.suffix.lower() in (".txt", ".zip") and one.is_file()]
    return sorted(kept, key=lambda one: one.name, reverse=True)


def run(job: Job) -> Generator[Step, None, Produced]:
    """Read the file of a job; give the report."""
    territory = Territory.objects.filter(pk=job.parameters["territory"]).first()
    if territory is None:
        raise JobFailed("Ce territoire n’existe plus : choisissez-en un autre.")
    yield Step(0, 1, "Contrôle du fichier.")
    with _given(job, "file") as path, _given(job, "skills") as skills:
        if path is None:
            raise JobFailed("Le fichier n’est plus là\u00a0: envoyez-le de nouveau.")
        return (yield from _read(job, territory, path, skills))


def _read(
    job: Job, territory: Territory, path: Path, skills: Path | None
) -> Generator[Step, None, Produced]:
    day = job.parameters["as_of"]
    try:
        started = start_reading(
            path=path,
            territory=territory,
            now=timezone.now(),
            skills=skills,
            as_of=dt.date.fromisoformat(day) if day else None,
        )
        steps = import_register(
            started, by=job.created_by, accept_departures=job.parameters["accept_departures"]
        )
        done = yield from retold(steps, lambda read: Step(read.done, read.total, read.message))
    except RegisterRefused as error:
        forget_inputs(job)
        raise JobFailed(str(error)) from error
    except (NotPlausible, ReadElsewhere) as error:
        raise JobFailed(str(error)) from error
    told = f"Déjà lu\u00a0: {done}" if started.already else str(done)
    name = f"repertoire-{started.reading.as_of.isoformat()}.txt"
    return Produced(
        name, "text/plain; charset=utf-8", io.BytesIO(_report(told, started.reading)), told
    )


@contextmanager
def _given(job: Job, key: str) -> Iterator[Path | None]:
    """Give the path of a file of the server, or of one that was sent with the job."""
    if found := job.parameters[key]:
        yield Path(found)
        return
    with unpacked(job, key) as path:
        yield path


def _report(told: str, reading: Any) -> bytes:
    lines = [
        told,
        *(f"Ligne {fault['line']}\u00a0: {fault['text']}" for fault in reading.faults),
        "",
    ]
    return "\n".join(lines).encode()


register(Kind(KIND, run, PERMISSION))
