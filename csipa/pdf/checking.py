"""What a PDF from anybody proves: its signatures, its earlier revisions, the file it carries.

The file is read in a limited child process (`csipa.pdf.checker`), one for each file. A hostile
file gives a French sentence, never an exception of the library and never a wait without end.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import signal
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.utils import timezone

from csipa.pdf.door import PROJECT, PdfError
from csipa.pdf.frames import read_frame, write_frame
from csipa.pdf.revisions import earlier_revisions

LARGEST_FILE = 50_000_000
# Of address space: the libraries take a third of it before they read anything.
MEMORY = 1024 * 1024 * 1024
SECONDS = 20  # of computing; twice as long on the clock
AT_ONCE = 2
PATIENCE = 30  # seconds that a request waits for its turn

logger = logging.getLogger(__name__)
_turns = threading.BoundedSemaphore(AT_ONCE)


class FileRefused(PdfError):
    """The PDF that somebody sent cannot be read, or does not hold what is asked of it."""


class NothingCarried(FileRefused):
    """The PDF can be read, but carries no file of the name asked for."""


@dataclass(frozen=True)
class SignatureFound:
    """One signature of a PDF: who, when, on what, and how far that can be believed.

    `signed_at` is the time of the timestamp when `timestamped`, else what the signer's machine
    said. `later_changes` is empty, "allowed" (signatures, evidence) or "suspicious". `trusted`: a
    root of settings.SIGNING_TRUST_ROOTS vouches for the certificate; revocation is not looked up.
    """

    signer: str
    organisation: str
    issuer: str
    signed_at: dt.datetime | None
    timestamped: bool
    intact: bool
    whole_document: bool
    later_changes: str
    trusted: bool
    expired: bool
    seal: bool

    @property
    def holds(self) -> bool:
        """Tell whether what was signed is what the file shows, whoever signed it."""
        return self.intact and self.later_changes != "suspicious"

    def as_data(self) -> dict[str, Any]:
        """Return the signature as JSON data, to be kept."""
        return {**asdict(self), "signed_at": self.signed_at and self.signed_at.isoformat()}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """Return what `as_data` kept."""
        at = data["signed_at"]
        return cls(**{**data, "signed_at": dt.datetime.fromisoformat(at) if at else None})


@dataclass(frozen=True)
class Checked:
    """What the reading of a PDF found.

    `revisions` are the SHA-256 of what the file was before each later addition, the oldest and
    unsigned one first; `faithful` those of them after which only signatures and evidence came.
    `unread` counts the signatures that cannot be read. When not `readable`, `problem` says why.
    """

    sha256: str
    readable: bool
    problem: str = ""
    signatures: tuple[SignatureFound, ...] = ()
    unread: int = 0
    revisions: tuple[str, ...] = ()
    faithful: frozenset[str] = frozenset()
    roots_known: bool = False


@dataclass(frozen=True)
class Carried:
    """A file taken out of a PDF, and the title that the PDF gives itself."""

    content: bytes
    title: str


def check_pdf(content: bytes, *, now: dt.datetime | None = None) -> Checked:
    """Return what `content` proves at `now`; never raises, whatever the bytes are."""
    sha256 = hashlib.sha256(content).hexdigest()
    earlier = earlier_revisions(content) if len(content) <= LARGEST_FILE else []
    revisions = tuple(revision.sha256 for revision in earlier)
    roots = trust_roots()
    try:
        result, _ = _asked(
            content, {"task": "check", "now": (now or timezone.now()).isoformat()}, roots
        )
    except FileRefused as error:
        return Checked(sha256, readable=False, problem=str(error), revisions=revisions)
    if roots and not result["roots"]:
        logger.error("SIGNING_TRUST_ROOTS: no certificate in these files")
    return Checked(
        sha256,
        readable=True,
        signatures=tuple(map(SignatureFound.from_data, result["signatures"])),
        unread=result["unread"],
        revisions=revisions,
        faithful=frozenset(result["faithful"]),
        roots_known=bool(result["roots"]),
    )


def carried_file(content: bytes, name: str) -> Carried:
    """Return the one file of that name that a PDF carries; raises FileRefused, NothingCarried."""
    result, found = _asked(content, {"task": "embedded", "name": name}, [])
    return Carried(found, result["title"])


def trust_roots() -> list[bytes]:
    """Return the PEM files of settings.SIGNING_TRUST_ROOTS; one that is missing is logged."""
    files = []
    for path in settings.SIGNING_TRUST_ROOTS:
        try:
            files.append(Path(path).read_bytes())
        except OSError:
            logger.exception("SIGNING_TRUST_ROOTS: %s cannot be read", path)
    return files


def _asked(
    content: bytes, request: dict[str, Any], files: list[bytes]
) -> tuple[dict[str, Any], bytes]:
    """Put one request to a new child process; return its result and bytes; raises FileRefused."""
    if not content.startswith(b"%PDF-"):
        raise _refusal("alien")
    if len(content) > LARGEST_FILE:
        raise _refusal("large_file")
    if not _turns.acquire(timeout=PATIENCE):
        raise _refusal("busy")
    try:
        outcome, result, found = _exchange(content, request, files)
    finally:
        _turns.release()
    if outcome != "done":
        raise _refusal(outcome)
    return result, found


def _exchange(
    content: bytes, request: dict[str, Any], files: list[bytes]
) -> tuple[str, dict[str, Any], bytes]:
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "csipa.pdf.checker", str(MEMORY), str(SECONDS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd=PROJECT,
            env={"LC_ALL": "C.UTF-8"},  # nothing of the server's environment: it holds secrets
        )
    except OSError:  # no memory or no process left on the machine
        return "busy", {}, b""
    late = threading.Event()

    def stop() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(2 * SECONDS, stop)
    timer.start()
    with process:
        try:
            write_frame(process.stdin, request, [content, *files])
            answer, (found,) = read_frame(process.stdout)
        except (EOFError, BrokenPipeError):
            ended = process.wait()
            spent = ended in {-signal.SIGXCPU, -signal.SIGKILL} or late.is_set()
            answer, found = {"outcome": "late" if spent else "memory", "result": {}}, b""
        finally:
            timer.cancel()
            process.kill()
    return answer["outcome"], answer["result"], found


def _refusal(outcome: str) -> FileRefused:
    """Return the exception for an outcome, with its sentence."""
    kind = NothingCarried if outcome == "absent" else FileRefused
    return kind(_SENTENCES.get(outcome, _SENTENCES["damaged"]))


_SENTENCES = {
    "alien": "Ce fichier n’est pas un PDF.",
    "large_file": f"Ce fichier dépasse {LARGEST_FILE // 1_000_000} Mo : il n’est pas lu.",
    "busy": "D’autres fichiers sont en cours de lecture : réessayez dans une minute.",
    "late": "La lecture de ce PDF a été arrêtée : elle demande trop de calcul.",
    "memory": "La lecture de ce PDF a été arrêtée : elle demande trop de mémoire.",
    "encrypted": (
        "Ce PDF est protégé par un mot de passe ou des droits : enlevez la protection, ou donnez "
        "le fichier d’origine."
    ),
    "damaged": "Ce PDF est endommagé ou mal formé : il ne peut pas être lu.",
    "signatures": "Ce PDF porte trop de signatures pour être lu.",
    "absent": "Ce PDF ne porte pas de fichier de ce nom.",
    "several": "Ce PDF porte plusieurs fichiers du même nom : aucun n’est pris.",
    "large": "Le fichier joint à ce PDF est trop volumineux.",
}
