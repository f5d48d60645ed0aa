"""Packages of the exchange of acts: written the same to the byte, opened without trusting them."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence

from conventions.exchange.actes import LARGEST_MESSAGE, MessageError, is_message

LARGEST_SENT = 25 * 1024 * 1024
"""Bytes of a file of receipts as it is dropped."""
LARGEST_OPENED = 200 * 1024 * 1024
"""Bytes of such a file once opened: an operator may put the act back beside its receipt."""
_MOST_MEMBERS = 2000
_DAMAGED = (
    *(OSError, EOFError, ValueError, zlib.error, lzma.LZMAError),
    *(tarfile.TarError, zipfile.BadZipFile),
)
# Where a header of a tar holds the size, the sum of its bytes and the type of a member.
_SIZE, _SUM, _KIND = slice(124, 136), slice(148, 156), slice(156, 157)
_GZIP, _ZIP = b"\x1f\x8b", (b"PK\x03\x04", b"PK\x05\x06")

Member = tuple[str, bytes]


def write_archive(members: Sequence[Member], *, day: dt.date) -> bytes:
    """Return a `.tar.gz` of these files, all of them dated `day`: same files, same bytes."""
    moment = int(dt.datetime.combine(day, dt.time(), dt.UTC).timestamp())
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size, info.mtime, info.mode = len(content), moment, 0o644
            archive.addfile(info, io.BytesIO(content))
    return gzip.compress(raw.getvalue(), mtime=moment)


def archive_members(content: bytes) -> list[Member]:
    """Return the files of an archive that `write_archive` made, in their order."""
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as archive:
        return [
            (info.name, file.read())
            for info in archive.getmembers()
            if (file := archive.extractfile(info)) is not None
        ]


def messages_in(content: bytes) -> list[bytes]:
    """Return the receipts and anomalies of a file: itself, or those of a `.tar.gz` or a `.zip`.

    Nothing is ever written on a disk, and names are not looked at. Raises MessageError when the
    file is too large, damaged, or holds none.
    """
    if len(content) > LARGEST_SENT:
        raise MessageError("Ce fichier dépasse 25 Mo : déposez les accusés seuls.")
    if not content.strip():
        raise MessageError("Ce fichier est vide.")
    if content.startswith(_GZIP):
        return _kept(_from_tar(content))
    if content.startswith(_ZIP):
        return _kept(_from_zip(content))
    return [content]


def _kept(candidates: Iterable[bytes]) -> list[bytes]:
    try:
        found = [one for one in candidates if is_message(one)]
    except MessageError:
        raise
    except _DAMAGED:
        raise MessageError("Cette archive est endommagée : envoyez-la de nouveau.") from None
    except (RuntimeError, NotImplementedError):
        raise MessageError("Cette archive est protégée ou d’une sorte inconnue.") from None
    if not found:
        raise MessageError("Cette archive ne contient aucun accusé de réception.")
    return found


def _from_tar(content: bytes) -> Iterator[bytes]:
    with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
        raw = packed.read(LARGEST_OPENED + 1)
    if len(raw) > LARGEST_OPENED:
        raise MessageError("Cette archive est trop volumineuse une fois ouverte.")
    for rank, (kind, place, size) in enumerate(_members(raw)):
        if rank >= _MOST_MEMBERS:
            raise MessageError("Cette archive contient trop de fichiers.")
        if kind in tarfile.REGULAR_TYPES and size <= LARGEST_MESSAGE:
            yield raw[place : place + size]


def _members(raw: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield the type, place and size of each member of a tar (POSIX.1-1988 ustar).

    Extended headers are passed over, unread: names are of no use, and the standard library reads
    a hostile one in a time that grows with the square of its length.
    """
    place = 0
    while place + tarfile.BLOCKSIZE <= len(raw):
        block = raw[place : place + tarfile.BLOCKSIZE]
        if not block.strip(b"\0"):
            return
        summed = sum(block) - sum(block[_SUM]) + len(block[_SUM]) * ord(" ")
        size = _octal(block[_SIZE])
        place += tarfile.BLOCKSIZE
        if _octal(block[_SUM]) != summed or place + size > len(raw):
            raise tarfile.ReadError("bad header")
        yield block[_KIND], place, size
        place += -(-size // tarfile.BLOCKSIZE) * tarfile.BLOCKSIZE
    if not place:
        raise tarfile.ReadError("no header")


def _octal(field: bytes) -> int:
    """Return a number of a header; raises ValueError for anything but octal figures."""
    figures = field.strip(b"\0 ")
    if figures.strip(b"01234567"):
        raise ValueError("not octal")
    return int(figures or b"0", 8)


def _from_zip(content: bytes) -> Iterator[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        infos = archive.infolist()
        if len(infos) > _MOST_MEMBERS:
            raise MessageError("Cette archive contient trop de fichiers.")
        left = LARGEST_OPENED
        for info in infos:
            if info.is_dir() or info.file_size > LARGEST_MESSAGE:
                continue
            with archive.open(info) as file:
                one = file.read(LARGEST_MESSAGE + 1)
            left -= len(one)
            if left < 0:
                raise MessageError("Cette archive est trop volumineuse une fois ouverte.")
            if len(one) <= LARGEST_MESSAGE:
                yield one
