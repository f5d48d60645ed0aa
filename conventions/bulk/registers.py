"""A whole annual register as one job: its volumes, in one file each."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Generator

from django.contrib.auth.models import AbstractBaseUser

from conventions.review.registers import Register, load_register, volumes_of
from csipa.french.numbers import counted
from csipa.jobs.actions import enqueue
from csipa.jobs.kinds import JobFailed, Kind, Produced, Step, register
from csipa.jobs.models import Job
from csipa.pdf.door import PdfError
from csipa.steps import retold
from sites.models import Organisation

KIND = "conventions.print_register"
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def print_register_later(
    *, authority: Organisation, year: int, kind: str, by: AbstractBaseUser, now: dt.datetime
) -> Job:
    """Queue the printing of a register with all its volumes. Raises PermissionDenied."""
    told = load_register(authority=authority, year=year, kind=kind)
    return enqueue(
        kind=KIND,
        label=f"{told.name}, {authority}"[:200],
        parameters={"authority": authority.pk, "year": year, "kind": kind},
        by=by,
        now=now,
    )


def volume_name(printed: Register, rank: int) -> str:
    """Return the name of the file of a volume."""
    return f"registre-{printed.kind}-{printed.year}-volume-{rank}.pdf"


def run(job: Job) -> Generator[Step, None, Produced]:
    """Print the register as it is when the worker comes to it."""
    asked = job.parameters
    authority = Organisation.objects.filter(pk=asked["authority"]).first()
    if authority is None:
        raise JobFailed("Cette collectivité n’existe plus : choisissez-en une autre.")
    whole = load_register(authority=authority, year=asked["year"], kind=asked["kind"])
    try:
        volumes = yield from retold(volumes_of(whole), _told)
    except PdfError as error:
        raise JobFailed(str(error)) from error
    if len(volumes) == 1:
        (content,) = volumes
        name, kind = volume_name(whole, 1), "application/pdf"
    else:
        content = _archive(whole, volumes)
        name, kind = f"registre-{whole.kind}-{whole.year}.zip", "application/zip"
    told = f"{counted(len(volumes), 'volume', 'volumes')}."
    return Produced(name, kind, io.BytesIO(content), told)


def _told(place: tuple[int, int]) -> Step:
    rank, count = place
    return Step(rank - 1, count, f"Mise en page : volume {rank} sur {count}.")


def _archive(whole: Register, volumes: list[bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:  # a PDF is compressed already
        for rank, content in enumerate(volumes, start=1):
            archive.writestr(zipfile.ZipInfo(volume_name(whole, rank), _ZIP_DAY), content)
    return out.getvalue()


register(Kind(KIND, run, "conventions.view_act"))
