"""The whole guide as one PDF, laid out once for each state of its files and kept under var/."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path

from django.conf import settings
from django.template.loader import get_template, render_to_string

from csipa.backup.program import version
from csipa.guide.contents import FOLDER, INDEX, PICTURES, Contents, Entry, contents
from csipa.guide.markup import Medium, Written, write
from csipa.guide.pictures import size_of
from csipa.pdf.door import render
from csipa.pdf.resources import BASE_URL, GUIDE_SHEET, SHEET_DIR

TEMPLATE = "admin/guide/pdf/guide.html"
# The part and the page stand above the headings of a page.
DOWN = 2
_WIDE = 700


@dataclass(frozen=True)
class Leaf:
    """A page of the guide in print; `anchor` names its title."""

    anchor: str
    title: str
    written: Written


def printed() -> bytes:
    """Return the guide as a PDF, laid out if it was not yet; raises csipa.pdf.door.PdfError.

    Whoever asks first waits for the layout; those who ask meanwhile wait with them, and read the
    file that was kept. Where nothing may be written, it is laid out each time.
    """
    try:
        return _made_once()
    except OSError:
        return laid_out()


def kept() -> bytes | None:
    """Return the file of this state of the guide, None where it is not there."""
    try:
        return _file().read_bytes()
    except OSError:
        return None


def laid_out() -> bytes:
    """Lay the guide out."""
    return render(document(contents()), stylesheet=GUIDE_SHEET)


def document(listed: Contents) -> str:
    """Return the HTML of the printed guide, or of those parts of it that are given."""
    parts = [
        {
            "title": part.title,
            "anchor": f"partie-{part.slug}",
            "leaves": [_leaf(entry, listed) for entry in part.entries],
        }
        for part in listed.parts
    ]
    return render_to_string(
        TEMPLATE, {"parts": parts, "count": len(listed.entries), "version": version()}
    )


def _leaf(entry: Entry, listed: Contents) -> Leaf:
    def anchor(name: str) -> str:
        return _anchor(entry.slug, name)

    def page(slug: str, name: str) -> str | None:
        return f"#{_anchor(slug, name)}" if slug in listed.places else None

    medium = Medium(page=page, picture=_picture, anchor=anchor, down=DOWN)
    written = write(entry.path.read_text(encoding="utf-8"), medium)
    return Leaf(anchor(""), written.title, written)


def _anchor(slug: str, name: str) -> str:
    return f"{slug}--{name}" if name else slug


def _picture(name: str, alternative: str) -> str:
    width, height = size_of(name)
    shape = "narrow" if width < _WIDE or height > width else "wide"
    source = f"{BASE_URL}guide/{name}"
    return f'<p class="picture {shape}"><img src="{source}" alt="{escape(alternative)}"></p>\n'


# The file that is kept --------------------------------------------------------------------------


def _file() -> Path:
    return Path(settings.VAR_DIR) / "guide" / f"guide-{state()}.pdf"


def _made_once() -> bytes:
    """Return the file of this state of the guide, made if it is not there yet."""
    path = _file()
    folder = path.parent
    folder.mkdir(parents=True, exist_ok=True)
    with suppress(FileNotFoundError):
        return path.read_bytes()
    with _alone(folder):
        with suppress(FileNotFoundError):
            return path.read_bytes()
        content = laid_out()
        for older in folder.glob("guide-*"):
            older.unlink()
        unfinished = path.with_suffix(".new")
        unfinished.write_bytes(content)
        unfinished.rename(path)
    return content


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one process at a time in; the system opens the lock when the process ends."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def state() -> str:
    """Return what tells this state of the guide from another, without reading the pictures."""
    template = Path(str(get_template(TEMPLATE).origin))
    files = [INDEX, *sorted(FOLDER.glob("*.md")), *sorted(PICTURES.glob("*.webp")), template]
    files += [SHEET_DIR / GUIDE_SHEET, SHEET_DIR / "cadre.css", Path(__file__)]
    told = [(str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:20]
