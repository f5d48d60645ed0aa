"""Many acts at once, as a job: one PDF to print, or an archive of separate files."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
import zipfile
from collections.abc import Generator, Sequence
from typing import Any, BinaryIO

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone
from pypdf import PdfReader

from conventions.documents.contents import contents_pdf
from conventions.exports import file_name, frozen_document, printed
from conventions.models import Act, FrozenDocument
from csipa.french.numbers import counted
from csipa.jobs.actions import enqueue
from csipa.jobs.kinds import JobFailed, Kind, Produced, Step, register
from csipa.jobs.models import Job, JobPart
from csipa.pdf.binding import Binder
from csipa.pdf.door import PdfError

PRINT = "conventions.print"
# What one job may print: some 6,000 pages, and minutes of layout when all of it is drafts.
MOST_ACTS = 2000
CONTENTS_TITLE = "Liste des actes"
_SPOOL = 8 * 1024 * 1024
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)

Note = dict[str, Any]
Steps = Generator[Step, None, None]


def print_acts(
    *,
    acts: Sequence[int],
    recto: bool,
    contents: bool,
    archive: bool,
    by: AbstractBaseUser,
    now: dt.datetime,
) -> Job:
    """Queue the printing of acts, given by key in the order wanted.

    `recto` starts each act on a right-hand page, `contents` puts a list of them first; neither
    means anything for an `archive`, which holds one PDF an act. Raises PermissionDenied.
    """
    count = counted(len(acts), "acte", "actes")
    parameters = {"acts": list(acts), "recto": recto, "contents": contents, "archive": archive}
    label = f"Archive de {count}" if archive else f"Impression de {count} en un seul PDF"
    return enqueue(kind=PRINT, label=label, parameters=parameters, by=by, now=now)


def run(job: Job) -> Generator[Step, None, Produced]:
    """Make the document of each act once, then put them together in the order asked."""
    yield from _prepare(job)
    notes = _notes(job)
    present = [notes[str(pk)] for pk in job.parameters["acts"] if not notes[str(pk)]["gone"]]
    if not present:
        raise JobFailed("Aucun des actes choisis n’existe plus.")
    gone = len(job.parameters["acts"]) - len(present)
    day = timezone.localdate(job.created_at).isoformat()
    out: BinaryIO = tempfile.SpooledTemporaryFile(max_size=_SPOOL)  # noqa: SIM115
    put_together = _archive if job.parameters["archive"] else _bind
    yield from put_together(job, present, out)
    out.seek(0)
    name, kind = (f"actes-{day}.zip", "application/zip")
    if not job.parameters["archive"]:
        name, kind = (f"actes-{day}.pdf", "application/pdf")
    return Produced(name, kind, out, _message(len(present), gone))


def _message(present: int, gone: int) -> str:
    made = counted(present, "acte", "actes")
    if not gone:
        return f"{made}."
    return f"{made} ; {counted(gone, 'acte supprimé', 'actes supprimés')} entre-temps."


def _prepare(job: Job) -> Steps:
    """Make what is not made yet; a signed act keeps its frozen bytes where they are."""
    keys = job.parameters["acts"]
    made = set(job.parts.values_list("key", flat=True))
    for rank, pk in enumerate(keys, start=1):
        if str(pk) not in made:
            _make(job, pk)
        yield Step(rank, 2 * len(keys), f"Préparation : {rank} sur {len(keys)}.")


def _make(job: Job, pk: int) -> None:
    act = Act.objects.select_related("cancellation").filter(pk=pk).first()
    if act is None:
        JobPart.objects.create(job=job, key=str(pk), note={"gone": True})
        return
    # A cancelled act is printed behind its notice; its frozen bytes alone would not tell.
    frozen = None if act.is_cancelled else frozen_document(act)
    try:
        content = bytes(frozen.content) if frozen else printed(act)
    except PdfError as error:
        raise JobFailed(f"{act} ({act.title[:80]}) : {error}") from error
    note = {
        "gone": False,
        "name": str(act),
        "title": act.title,
        "date": act.signature_date.isoformat() if act.signature_date else "",
        "file": file_name(act, "pdf"),
        "pages": len(PdfReader(io.BytesIO(content)).pages),
        "frozen": frozen.pk if frozen else None,
    }
    kept = b"" if frozen else content
    JobPart.objects.create(job=job, key=str(pk), note={**note, "key": str(pk)}, content=kept)


def _notes(job: Job) -> dict[str, Note]:
    return dict(job.parts.values_list("key", "note"))


def _content(job: Job, note: Note) -> bytes:
    """Read the bytes of one document."""
    if note["frozen"]:
        rows = FrozenDocument.objects.filter(pk=note["frozen"])
    else:
        rows = job.parts.filter(key=note["key"])
    return bytes(rows.values_list("content", flat=True).get())


def _bind(job: Job, notes: list[Note], out: BinaryIO) -> Steps:
    """Write one PDF: the list if it is wanted, then each act under its bookmark."""
    recto = job.parameters["recto"]
    binder = Binder(out)
    if job.parameters["contents"]:
        binder.append(contents_pdf(notes, recto=recto), title=CONTENTS_TITLE)
    for step, note in _each(notes):
        binder.append(_content(job, note), title=_bookmark(note), recto=recto)
        yield step
    binder.finish(title=job.label)


def _archive(job: Job, notes: list[Note], out: BinaryIO) -> Steps:
    """Write one file an act, its name opening with its rank so that folders keep the order."""
    digits = len(str(len(notes)))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:  # a PDF is compressed already
        for rank, (step, note) in enumerate(_each(notes), start=1):
            entry = zipfile.ZipInfo(f"{rank:0{digits}d}-{note['file']}", _ZIP_DAY)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, _content(job, note))
            yield step


def _each(notes: list[Note]) -> Generator[tuple[Step, Note], None, None]:
    """Go through the documents with the step that putting each one in its place makes."""
    count = len(notes)
    for rank, note in enumerate(notes, start=1):
        yield Step(count + rank, 2 * count, f"Assemblage : {rank} sur {count}."), note


def _bookmark(note: Note) -> str:
    return f"{note['name']} – {note['title']}"


register(Kind(PRINT, run, "conventions.view_act"))
