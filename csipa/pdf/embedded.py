"""The files embedded in a PDF (ISO 32000-1 §7.11.4), read in the limited child process only."""

from __future__ import annotations

from collections.abc import Iterator

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfDecodeLimitError
from pyhanko.pdf_utils.reader import PdfFileReader

LARGEST_EMBEDDED = 5_000_000
_MOST_NODES = 5000
_DEEPEST = 30


class EmbeddedRefused(Exception):
    """The file asked for is not there, or cannot be taken; `args[0]` is the outcome."""


def embedded_content(reader: PdfFileReader, name: str) -> bytes:
    """Return the only embedded file of that name; raises EmbeddedRefused.

    Both lists of a document are read: the tree of names and the associated files (PDF/A-3).
    """
    streams: list[generic.StreamObject] = []
    for specification in _specifications(reader):
        if name in _names(specification):
            stream = specification["/EF"]["/F"]
            if not any(stream is known for known in streams):
                streams.append(stream)
    if not streams:
        raise EmbeddedRefused("absent")
    if len(streams) > 1:
        raise EmbeddedRefused("several")
    try:
        content = streams[0].data
    except PdfDecodeLimitError:
        raise EmbeddedRefused("large") from None
    if len(content) > LARGEST_EMBEDDED:
        raise EmbeddedRefused("large")
    return content


def _names(specification: generic.DictionaryObject) -> set[str]:
    """Return the names a file goes by; both entries may be there, in any text encoding."""
    entries = (specification.get(key) for key in ("/UF", "/F"))
    return {_text(entry) for entry in entries if entry is not None}


def _text(value: generic.PdfObject) -> str:
    """Return a PDF string as text, whether the file wrote it as text or as bytes."""
    if isinstance(value, generic.ByteStringObject):
        return bytes(value).decode("utf-8", errors="replace")
    return str(value)


def _specifications(reader: PdfFileReader) -> Iterator[generic.DictionaryObject]:
    """Give the file specifications of the whole document."""
    root = reader.root
    if "/AF" in root:
        yield from _with_content(root["/AF"])
    if "/EmbeddedFiles" in root.get("/Names", {}):
        yield from _with_content(_leaves(root["/Names"]["/EmbeddedFiles"]))


def _with_content(items: object) -> Iterator[generic.DictionaryObject]:
    """Keep what specifies an embedded file, dereferenced."""
    for rank, item in enumerate(items):
        if rank == _MOST_NODES:
            raise EmbeddedRefused("damaged")
        value = item.get_object() if hasattr(item, "get_object") else item
        if isinstance(value, generic.DictionaryObject) and "/F" in value.get("/EF", {}):
            yield value


def _leaves(tree: generic.DictionaryObject) -> Iterator[generic.PdfObject]:
    """Give the values of a name tree; raises EmbeddedRefused where it is too deep or too wide."""
    waiting, seen = [(tree, 0)], 0
    while waiting:
        node, depth = waiting.pop()
        seen += 1
        if seen > _MOST_NODES or depth > _DEEPEST:
            raise EmbeddedRefused("damaged")
        yield from list(node.get("/Names", []))[1::2]
        waiting.extend((kid.get_object(), depth + 1) for kid in node.get("/Kids", []))
