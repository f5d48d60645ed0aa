"""Many acts or conventions printed at once: one PDF under bookmarks, or an archive of PDFs."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
import zipfile
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.utils import timezone
from pypdf import PdfReader

from conventions.documents.contents import ContentsWords, contents_pdf
from conventions.exports import file_name, frozen_document, printed
from conventions.models import Act, Convention, FrozenDocument, ParentRelation
from csipa.french.grammar import Gender, agree
from csipa.french.numbers import counted
from csipa.jobs.actions import enqueue
from csipa.jobs.kinds import JobFailed, Kind, Produced, Step, register
from csipa.jobs.models import Job, JobPart
from csipa.pdf.binding import Binder
from csipa.pdf.door import PdfError

# What one job may print: some 6,000 pages, and minutes of layout when all of it is drafts.
MOST_TEXTS = 2000
_SPOOL = 8 * 1024 * 1024
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)

Note = dict[str, Any]
Steps = Generator[Step, None, None]


@dataclass(frozen=True)
class Printable:
    """A kind of text printed by the number: its job, its rows, and what people call them."""

    job: str
    parameter: str
    permission: str
    rows: QuerySet[Any]
    words: ContentsWords
    gender: Gender

    def counted(self, number: int) -> str:
        """Return « 15 actes », « 1 convention »."""
        return counted(number, self.words.one, self.words.several)

    def agreed(self, masculine: str) -> str:
        """Return a word that takes an « e » in the feminine, agreed with the name of the texts."""
        return agree(self.gender, masculine, f"{masculine}e")


ACTS = Printable(
    job="conventions.print",
    parameter="acts",
    permission="conventions.view_act",
    rows=Act.objects.select_related("cancellation"),
    words=ContentsWords("acte", "actes"),
    gender=Gender.MASCULINE,
)
CONVENTIONS = Printable(
    job="conventions.print_conventions",
    parameter="conventions",
    permission="conventions.view_convention",
    rows=Convention.objects.select_related("annex__act__cancellation", "conclusion"),
    words=ContentsWords("convention", "conventions"),
    gender=Gender.FEMININE,
)


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
    wanted = {"recto": recto, "contents": contents, "archive": archive}
    return _print(ACTS, list(acts), wanted, by=by, now=now)


def print_conventions(
    *,
    conventions: Sequence[int],
    amendments: bool,
    recto: bool,
    contents: bool,
    archive: bool,
    by: AbstractBaseUser,
    now: dt.datetime,
) -> Job:
    """Queue the printing of conventions, as `print_acts` does of acts.

    `amendments` puts those of each convention after it, whether they were chosen or not.
    """
    keys = with_amendments(conventions) if amendments else list(conventions)
    wanted = {"recto": recto, "contents": contents, "archive": archive}
    return _print(CONVENTIONS, keys, wanted, by=by, now=now)


def with_amendments(conventions: Sequence[int]) -> list[int]:
    """Return the keys of conventions, each followed by its amendments by rank; one query.

    An amendment whose convention is chosen too comes once, after it.
    """
    rows = Convention.objects.filter(parent__in=conventions)
    pairs = rows.filter(parent_relation=ParentRelation.AMENDMENT).order_by("rank", "pk")
    following: dict[int, list[int]] = {}
    for pk, parent in pairs.values_list("pk", "parent"):
        following.setdefault(parent, []).append(pk)
    told = {pk for keys in following.values() for pk in keys}
    return [key for pk in conventions if pk not in told for key in (pk, *following.get(pk, ()))]


def _print(
    texts: Printable, keys: list[int], wanted: Note, *, by: AbstractBaseUser, now: dt.datetime
) -> Job:
    count = texts.counted(len(keys))
    label = f"Impression de {count} en un seul PDF"
    if wanted["archive"]:
        label = f"Archive de {count}"
    parameters = {texts.parameter: keys, **wanted}
    return enqueue(kind=texts.job, label=label, parameters=parameters, by=by, now=now)


def run(job: Job, *, texts: Printable) -> Generator[Step, None, Produced]:
    """Make the document of each text once, then put them together in the order asked."""
    keys = job.parameters[texts.parameter]
    yield from _prepare(job, texts, keys)
    notes = dict(job.parts.values_list("key", "note"))
    present = [notes[str(pk)] for pk in keys if not notes[str(pk)]["gone"]]
    if not present:
        none, chosen = texts.agreed("Aucun"), texts.agreed("choisi")
        raise JobFailed(
            f"{none} des {texts.words.several} {chosen}s n’existe plus : choisissez-en d’autres."
        )
    gone = len(keys) - len(present)
    day = timezone.localdate(job.created_at).isoformat()
    out: BinaryIO = tempfile.SpooledTemporaryFile(max_size=_SPOOL)  # noqa: SIM115
    if job.parameters["archive"]:
        name, kind = (f"{texts.words.several}-{day}.zip", "application/zip")
        yield from _archive(job, present, out)
    else:
        name, kind = (f"{texts.words.several}-{day}.pdf", "application/pdf")
        yield from _bind(job, texts, present, out)
    out.seek(0)
    return Produced(name, kind, out, _message(texts, len(present), gone))


def _message(texts: Printable, present: int, gone: int) -> str:
    made = texts.counted(present)
    if not gone:
        return f"{made}."
    deleted = texts.agreed("supprimé")
    missing = counted(gone, f"{texts.words.one} {deleted}", f"{texts.words.several} {deleted}s")
    return f"{made} ; {missing} entre-temps."


def _prepare(job: Job, texts: Printable, keys: list[int]) -> Steps:
    """Make what is not made yet; a signed text keeps its frozen bytes where they are."""
    made = set(job.parts.values_list("key", flat=True))
    for rank, pk in enumerate(keys, start=1):
        if str(pk) not in made:
            _make(job, pk, texts.rows.filter(pk=pk).first())
        yield Step(rank, 2 * len(keys), f"Préparation : {rank} sur {len(keys)}.")


def _make(job: Job, pk: int, text: Act | Convention | None) -> None:
    if text is None:
        JobPart.objects.create(job=job, key=str(pk), note={"gone": True})
        return
    # A text whose number is cancelled is printed behind its notice; its frozen bytes alone would
    # not tell.
    frozen = None if _is_cancelled(text) else frozen_document(text)
    try:
        content = bytes(frozen.content) if frozen else printed(text)
    except PdfError as error:
        raise JobFailed(f"{_name(text)} ({text.title[:80]}) : {error}") from error
    day = _signed_on(text)
    note = {
        "gone": False,
        "name": _name(text),
        "title": text.title,
        "date": day.isoformat() if day else "",
        "file": file_name(text, "pdf"),
        "pages": len(PdfReader(io.BytesIO(content)).pages),
        "frozen": frozen.pk if frozen else None,
    }
    kept = b"" if frozen else content
    JobPart.objects.create(job=job, key=str(pk), note={**note, "key": str(pk)}, content=kept)


def _is_cancelled(text: Act | Convention) -> bool:
    if isinstance(text, Act):
        return text.is_cancelled
    annex = getattr(text, "annex", None)
    return annex is not None and annex.act.is_cancelled


def _name(text: Act | Convention) -> str:
    if isinstance(text, Act):
        return str(text)
    return text.reference or ("Avenant" if text.is_amendment else "Convention")


def _signed_on(text: Act | Convention) -> dt.date | None:
    if isinstance(text, Act):
        return text.signature_date
    conclusion = getattr(text, "conclusion", None)
    return (conclusion and conclusion.signed_on) or text.signature_date


def _content(job: Job, note: Note) -> bytes:
    """Read the bytes of one document."""
    if note["frozen"]:
        rows = FrozenDocument.objects.filter(pk=note["frozen"])
    else:
        rows = job.parts.filter(key=note["key"])
    return bytes(rows.values_list("content", flat=True).get())


def _bind(job: Job, texts: Printable, notes: list[Note], out: BinaryIO) -> Steps:
    """Write one PDF: the list if it is wanted, then each text under its bookmark."""
    recto = job.parameters["recto"]
    binder = Binder(out)
    if job.parameters["contents"]:
        binder.append(contents_pdf(notes, recto=recto, words=texts.words), title=texts.words.title)
    for step, note in _each(notes):
        binder.append(_content(job, note), title=_bookmark(note), recto=recto)
        yield step
    binder.finish(title=job.label)


def _archive(job: Job, notes: list[Note], out: BinaryIO) -> Steps:
    """Write one file a text, its name opening with its rank so that folders keep the order."""
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


for _texts in (ACTS, CONVENTIONS):
    register(Kind(_texts.job, partial(run, texts=_texts), _texts.permission))
