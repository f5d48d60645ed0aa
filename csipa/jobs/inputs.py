"""Files that a job starts from: kept in the database, so that a worker of any machine finds them.

They are parts of the job, of one megabyte each: gone with the others when it is done, and with the
job when it is purged.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath

from django.core.files import File

from csipa.jobs.models import Job, JobPart

CHUNK = 1_000_000


def keep_input(*, job: Job, key: str, file: File) -> None:
    """Keep a file that somebody sent, under the name that it had, without its folders."""
    name = PurePath((file.name or "").replace("\\", "/")).name or "fichier"
    for rank, content in enumerate(file.chunks(CHUNK)):
        JobPart.objects.create(
            job=job, key=f"{_prefix(key)}{rank:06}", content=content, note={"name": name[:150]}
        )


@contextmanager
def unpacked(job: Job, key: str) -> Iterator[Path | None]:
    """Give the path of a file on this machine, under its own name, while it is being read.

    None when the job was given no such file. One part in memory at a time.
    """
    parts = job.parts.filter(key__startswith=_prefix(key)).order_by("key")
    first = parts.values_list("note", flat=True).first()
    if first is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="csipa-") as folder:
        path = Path(folder) / first["name"]
        with path.open("wb") as file:
            for pk in list(parts.values_list("pk", flat=True)):
                file.write(parts.values_list("content", flat=True).get(pk=pk))
        yield path


def forget_inputs(job: Job) -> None:
    """Delete what a job was given: it will never be read again."""
    job.parts.filter(key__startswith="input:").delete()


def _prefix(key: str) -> str:
    return f"input:{key}:"
