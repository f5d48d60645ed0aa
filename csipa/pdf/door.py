"""What the apps call: `render(html, stylesheet=…)`. Layout happens in a limited child process.

Safe from several threads (each takes a worker of its own, up to WORKERS) and across a fork (the
new process starts its own workers). Every failure is a PdfError whose text can be shown as it is.
"""

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from csipa.pdf.frames import read_frame, write_frame
from csipa.pdf.resources import SHEET_DIR, faulty_fonts

PROJECT = Path(__file__).resolve().parents[2]
WORKERS = 2
# WeasyPrint keeps about 0.2 MB a document; a new process after this many gives it back.
DOCUMENTS_PER_WORKER = 500
# The limit is on computing time, so that a busy server refuses nothing it would print when idle; a
# layout that hangs without computing is stopped after this many times as long.
PATIENCE = 5
# Some 1,500 pages of text: beyond, the layout could not end within the time allowed.
LARGEST_HTML = 5_000_000


class PdfError(Exception):
    """The document cannot be printed; its text is one French sentence for the screen."""


class FontsMissing(PdfError):
    """Shipped font files are absent or altered."""


class DocumentTooLarge(PdfError):
    """The document needs more text, memory or nesting than is allowed."""


class DocumentTooSlow(PdfError):
    """The layout did not end within settings.PDF_TIMEOUT seconds of computing."""


class ResourceRefused(PdfError):
    """The document asks for a file or an address that is not ours."""


class CharactersMissing(PdfError):
    """The document holds characters that no shipped font draws."""


class LayoutFailed(PdfError):
    """The layout process ended or failed without another known reason."""


@dataclass(frozen=True)
class Attachment:
    """A file to embed (PDF/A-3, AFRelationship); `dated` is data, so that bytes stay the same."""

    name: str
    content: bytes
    description: str
    dated: date
    relationship: str = "Source"


class _Worker:
    """One child process, its pipes and its folder for temporary files."""

    def __init__(self) -> None:
        self.documents = 0
        self.folder = tempfile.mkdtemp(prefix="csipa-pdf-")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "csipa.pdf.worker", str(settings.PDF_MEMORY)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            cwd=PROJECT,
            env={  # nothing of the server's environment: it holds secrets
                "LC_ALL": "C.UTF-8",
                "TMPDIR": self.folder,
                "FONTCONFIG_FILE": str(PROJECT / "csipa" / "pdf" / "fonts.conf"),
                "PYTHONWARNINGS": "ignore:No fonts configured",
            },
        )

    def exchange(self, header: dict[str, object], parts: Sequence[bytes]) -> bytes:
        """Send one request and return the PDF; raises PdfError."""
        late = threading.Event()

        def stop() -> None:
            late.set()
            self.process.kill()

        timer = threading.Timer(PATIENCE * settings.PDF_TIMEOUT, stop)
        timer.start()
        try:
            write_frame(self.process.stdin, {**header, "seconds": settings.PDF_TIMEOUT}, parts)
            answer, (pdf,) = read_frame(self.process.stdout)
        except (EOFError, BrokenPipeError):
            spent = self.process.wait() == -signal.SIGXCPU
            outcome = "late" if spent or late.is_set() else "ended"
            answer, pdf = {"outcome": outcome, "detail": ""}, b""
        finally:
            timer.cancel()
            timer.join()
        self.documents += 1
        if answer["outcome"] == "done":
            return pdf
        raise _error(answer["outcome"], answer["detail"])

    def usable(self) -> bool:
        """Tell whether this worker may take another document."""
        return self.process.poll() is None and self.documents < DOCUMENTS_PER_WORKER

    def close(self) -> None:
        """End the process and remove its folder."""
        self.process.kill()
        self.drop_pipes()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def drop_pipes(self) -> None:
        """Close our ends of the pipes (unbuffered: nothing is written by closing)."""
        self.process.stdin.close()
        self.process.stdout.close()


class _Pool:
    """Idle workers of this process, and how many may work at once."""

    def __init__(self) -> None:
        self.idle: list[_Worker] = []
        self.slots = threading.BoundedSemaphore(WORKERS)

    @contextmanager
    def worker(self) -> Iterator[_Worker]:
        """Lend a live worker; one that failed or served long enough is not lent again."""
        with self.slots:
            worker = self._take()
            healthy = False
            try:
                yield worker
                healthy = worker.usable()
            except (ResourceRefused, CharactersMissing):
                healthy = worker.usable()
                raise
            finally:
                if healthy:
                    self.idle.append(worker)
                else:
                    worker.close()

    def _take(self) -> _Worker:
        """Return an idle worker that still lives, else a new one."""
        while self.idle:
            worker = self.idle.pop()
            if worker.usable():
                return worker
            worker.close()
        try:
            return _Worker()
        except OSError as error:  # no memory or no process left on the machine
            raise _error("ended") from error

    def close(self) -> None:
        """End the idle workers."""
        while self.idle:
            self.idle.pop().close()


_pool = _Pool()
_inherited: list[_Pool] = []


def _start_afresh() -> None:
    """After a fork: leave the parent's workers to the parent."""
    global _pool
    for worker in _pool.idle:
        worker.drop_pipes()
    _inherited.append(_pool)  # kept, for a Popen collected here would look for a child not its own
    _pool = _Pool()


os.register_at_fork(after_in_child=_start_afresh)
atexit.register(lambda: _pool.close())


def close() -> None:
    """End the idle workers now (they also end with the process); the next render starts anew."""
    _pool.close()


def render(html: str, *, stylesheet: str, attachments: Sequence[Attachment] = ()) -> bytes:
    """Return `html` as PDF/A-3a and PDF/UA-1, laid out by a style sheet of static/csipa/pdf.

    Same input, same bytes. Raises PdfError, or ValueError for a style sheet that is not shipped.
    """
    if not (SHEET_DIR / stylesheet).is_file() or Path(stylesheet).name != stylesheet:
        message = f"no style sheet {stylesheet!r} in {SHEET_DIR}"
        raise ValueError(message)
    if len(html) > LARGEST_HTML:
        raise _error("large")
    if faulty := faulty_fonts():
        raise _error("fonts", ", ".join(faulty))
    header = {
        "stylesheet": stylesheet,
        "embedded": [
            {
                "name": file.name,
                "description": file.description,
                "dated": file.dated.isoformat(),
                "relationship": file.relationship,
            }
            for file in attachments
        ],
    }
    with _pool.worker() as worker:
        return worker.exchange(header, [html.encode(), *(file.content for file in attachments)])


def _error(outcome: str, detail: str = "") -> PdfError:
    """Return the exception for an outcome, with its sentence."""
    kind, sentence = _SENTENCES.get(outcome, _SENTENCES["ended"])
    if outcome == "characters":
        detail = ", ".join(f"«\u00a0{sign}\u00a0» (U+{ord(sign):04X})" for sign in detail)
    return kind(sentence.format(detail=detail, seconds=settings.PDF_TIMEOUT))


_CANNOT = "Le PDF ne peut pas être produit\u00a0: "
_SENTENCES: dict[str, tuple[type[PdfError], str]] = {
    "fonts": (
        FontsMissing,
        f"{_CANNOT}des polices livrées avec l’application manquent ou ont changé ({{detail}}).",
    ),
    "large": (DocumentTooLarge, f"{_CANNOT}le document est trop volumineux."),
    "memory": (
        DocumentTooLarge,
        f"{_CANNOT}la mise en page demande plus de mémoire qu’il n’est permis.",
    ),
    "nested": (
        DocumentTooLarge,
        f"{_CANNOT}des listes ou des blocs sont imbriqués trop profondément.",
    ),
    "late": (
        DocumentTooSlow,
        "Le PDF n’a pas pu être produit en {seconds} secondes de calcul, et a été arrêté.",
    ),
    "refused": (
        ResourceRefused,
        f"{_CANNOT}le document appelle une ressource extérieure, c’est interdit ({{detail}}).",
    ),
    "characters": (
        CharactersMissing,
        f"{_CANNOT}les polices du document n’ont pas ces caractères, {{detail}}.",
    ),
    "crash": (LayoutFailed, f"{_CANNOT}la mise en page a échoué ({{detail}})."),
    "ended": (
        LayoutFailed,
        f"{_CANNOT}la mise en page s’est interrompue, sans doute faute de mémoire.",
    ),
}
