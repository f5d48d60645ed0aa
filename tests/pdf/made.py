"""Small PDF files made for tests: with attachments, with loops, with streams that swell."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Resources << >> /Contents 4 0 R >>"


def pdf_of(objects: Mapping[int, bytes], *, trailer: bytes = b"") -> bytes:
    """Return a PDF file of these objects; 1 is its catalog."""
    out, offsets = bytearray(b"%PDF-1.7\n"), {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % offsets.get(number, 0)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        trailer,
        start,
    )
    return bytes(out)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """Return a compressed stream."""
    data = zlib.compress(content, 9)
    head = b"<< /Length %d /Filter /FlateDecode %s >>" % (len(data), entries)
    return head + b"\nstream\n" + data + b"\nendstream"


def utf16(name: str) -> bytes:
    """Return a name as PDF text in UTF-16."""
    return b"<" + (b"\xfe\xff" + name.encode("utf-16-be")).hex().encode() + b">"


def plain(name: str) -> bytes:
    """Return a name as a PDF string."""
    return b"(" + name.encode("ascii") + b")"


def with_embedded(
    files: Sequence[tuple[str, bytes]], *, written=plain, extra: bytes = b""
) -> bytes:
    """Return a one-page PDF with attachments; `written` turns a name into a PDF string."""
    objects = {
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: PAGE,
        4: stream(b"0 0 m 100 100 l S"),
    }
    leaves = []
    for rank, (name, content) in enumerate(files):
        number = 10 + 2 * rank
        objects[number] = stream(content, b"/Type /EmbeddedFile")
        objects[number + 1] = b"<< /Type /Filespec /F %s /UF %s /EF << /F %d 0 R >> >>" % (
            written(name),
            written(name),
            number,
        )
        leaves.append(b"%s %d 0 R" % (written(f"{rank}{name}"), number + 1))
    names = b"/Names << /EmbeddedFiles << /Names [%s] >> >>" % b" ".join(leaves)
    catalog = b"<< /Type /Catalog /Pages 2 0 R %s %s >>" % (names if files else b"", extra)
    return pdf_of({1: catalog, **objects})
