"""Everything that a PDF of ours says, to somebody who looks for it: pages, bookmarks, data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from csipa.pdf.door import PdfError


@dataclass(frozen=True)
class Told:
    """What a PDF says: texts that somebody may read, and its streams, decompressed.

    `pages` are the texts of the pages, `strings` every other text (titles, bookmarks, names,
    descriptions), `files` the attachments, `streams` the bytes of everything else.
    """

    pages: list[str]
    strings: list[str]
    files: dict[str, bytes]
    streams: list[bytes]


def told_by(pdf: bytes) -> Told:
    """Read a PDF through; raise PdfError when it cannot be read. Only for files made here."""
    try:
        reader = PdfReader(BytesIO(pdf))
        strings, streams = _objects(reader)
        files = {name: b"".join(contents) for name, contents in reader.attachments.items()}
        pages = [page.extract_text() for page in reader.pages]
    except (PyPdfError, ValueError, KeyError) as error:
        message = "Le PDF produit ne peut pas être relu : il n’est pas gardé."
        raise PdfError(message) from error
    return Told(pages, strings, files, streams)


def _objects(reader: PdfReader) -> tuple[list[str], list[bytes]]:
    """Return the texts and the streams of every object of the file, whatever refers to it."""
    strings: list[str] = []
    streams: list[bytes] = []
    numbers = {number for found in reader.xref.values() for number in found}
    for number in sorted(numbers | set(reader.xref_objStm)):
        held = reader.get_object(number)
        strings += _strings(held)
        if isinstance(held, StreamObject):
            streams.append(held.get_data())
    if reader.trailer.get("/Info") is not None:
        strings += _strings(reader.trailer["/Info"])
    return strings, streams


def _strings(held: Any) -> Iterator[str]:
    """Yield the texts written in an object, those of the objects it refers to left out."""
    if isinstance(held, DictionaryObject):
        for inner in held.values():
            yield from _strings(inner)
    elif isinstance(held, ArrayObject):
        for inner in held:
            yield from _strings(inner)
    elif isinstance(held, (TextStringObject, NameObject)):
        yield str(held)
    elif isinstance(held, ByteStringObject):
        yield bytes(held).decode("latin-1")
