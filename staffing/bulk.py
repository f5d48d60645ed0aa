"""Files of the register read by a worker: followed on a page, taken up where they stopped."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import uuid
from collections.abc import Generator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from csipa.jobs.actions import enqueue
from csipa.jobs.kinds import JobFailed, Kind, Produced, Step, register
from csipa.jobs.models import Job
from sites.models import Territory
from staffing.actions.register_apply import NotPlausible
from staffing.actions.register_batches import ReadElsewhere
from staffing.actions.register_import import import_register
from staffing.actions.register_start import RegisterRefused, start_reading

KIND = "staffing.register"
PERMISSION = "staffing.add_registerimport"
# How long a file that was sent waits for its reading to be taken up again.
KEPT_FOR = dt.timedelta(days=30)


def read_register_later(
    *,
    territory: Territory,
    path: Path,
    skills: Path | None,
    as_of: dt.date | None,
    accept_departures: bool,
    by: AbstractBaseUser,
    now: dt.datetime,
) -> Job:
    """Queue the reading of a file that the server has. Raises PermissionDenied."""
    parameters = {
        "territory": territory.pk,
        "path": str(path),
        "skills": str(skills) if skills else "",
        "as_of": as_of.isoformat() if as_of else "",
        "accept_departures": accept_departures,
    }
    label = f"Lecture du répertoire, {territory}"
    return enqueue(kind=KIND, label=label[:200], parameters=parameters, by=by, now=now)


def keep_upload(file: UploadedFile) -> Path:
    """Write a file that somebody sent where workers find it, under its own name; return its path.

    It is deleted once read, or after a month when nobody took its reading up again.
    """
    _forget_abandoned()
    folder = _uploads() / uuid.uuid4().hex
    folder.mkdir(parents=True)
    path = folder / Path(file.name or "fichier").name
    with path.open("wb") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
    return path


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
    asked = job.parameters
    path = Path(asked["path"])
    skills = Path(asked["skills"]) if asked["skills"] else None
    territory = Territory.objects.filter(pk=asked["territory"]).first()
    if territory is None:
        raise JobFailed("Ce territoire n’existe plus.")
    yield Step(0, 1, "Contrôle du fichier.")
    try:
        started = start_reading(
            path=path,
            territory=territory,
            now=timezone.now(),
            skills=skills,
            as_of=dt.date.fromisoformat(asked["as_of"]) if asked["as_of"] else None,
        )
        steps = import_register(
            started, by=job.created_by, accept_departures=asked["accept_departures"]
        )
        while True:
            try:
                step = next(steps)
            except StopIteration as end:
                done = end.value
                break
            yield Step(step.done, step.total, step.message)
    except RegisterRefused as error:
        _forget(path, skills)
        raise JobFailed(str(error)) from error
    except (NotPlausible, ReadElsewhere) as error:
        raise JobFailed(str(error)) from error
    _forget(path, skills)
    told = f"Déjà lu\u00a0: {done}" if started.already else str(done)
    name = f"repertoire-{started.reading.as_of.isoformat()}.txt"
    return Produced(
        name, "text/plain; charset=utf-8", io.BytesIO(_report(told, started.reading)), told
    )


def _report(told: str, reading: Any) -> bytes:
    lines = [
        told,
        *(f"Ligne {fault['line']}\u00a0: {fault['text']}" for fault in reading.faults),
        "",
    ]
    return "\n".join(lines).encode()


def _uploads() -> Path:
    return Path(settings.MEDIA_ROOT) / "register"


def _forget(*paths: Path | None) -> None:
    """Delete what was sent by a page; files that an administrator put there stay."""
    for path in paths:
        if path is not None and path.parent.parent == _uploads():
            shutil.rmtree(path.parent, ignore_errors=True)


def _forget_abandoned() -> None:
    """Delete what was sent more than a month ago: cancelled, or refused and never confirmed."""
    oldest = (timezone.now() - KEPT_FOR).timestamp()
    for folder in _uploads().glob("*"):
        if folder.stat().st_mtime < oldest:
            shutil.rmtree(folder, ignore_errors=True)


register(Kind(KIND, run, PERMISSION))
