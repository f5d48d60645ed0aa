"""Messages between the door and its worker: a JSON header, then binary parts, over a pipe.

On the wire: header length (4 bytes, big-endian), header (UTF-8 JSON with the sizes of the parts),
parts. Streams are raw (unbuffered), so a short read or write is normal and simply continued.
"""

import json
from collections.abc import Sequence
from typing import Any, BinaryIO

_LENGTH_BYTES = 4


def write_frame(stream: BinaryIO, header: dict[str, Any], parts: Sequence[bytes] = ()) -> None:
    """Send one message; raises BrokenPipeError when the other side is gone."""
    encoded = json.dumps({**header, "sizes": [len(part) for part in parts]}).encode()
    for chunk in (len(encoded).to_bytes(_LENGTH_BYTES, "big") + encoded, *parts):
        view = memoryview(chunk)
        while view:
            view = view[stream.write(view) :]


def read_frame(stream: BinaryIO) -> tuple[dict[str, Any], list[bytes]]:
    """Receive one message; raises EOFError when the other side is gone, even half-way."""
    length = int.from_bytes(_read_exactly(stream, _LENGTH_BYTES), "big")
    header = json.loads(_read_exactly(stream, length))
    return header, [_read_exactly(stream, size) for size in header["sizes"]]


def _read_exactly(stream: BinaryIO, size: int) -> bytes:
    """Return `size` bytes or raise EOFError."""
    chunks = []
    while size:
        chunk = stream.read(size)
        if not chunk:
            raise EOFError
        chunks.append(chunk)
        size -= len(chunk)
    return b"".join(chunks)
