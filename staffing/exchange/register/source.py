"""A file of the register, plain or in a zip, read in constant memory from any offset.

Offsets are those of the unpacked text. A zip is taken back by unpacking it again up to the offset:
no disk is needed, and nothing is ever unpacked whole.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from django.conf import settings

from csipa.french.numbers import integer
from staffing.rules.register.names import ACTIVITIES, SKILLS

# A line of the register has some 600 bytes; what is longer is damage, and is never held whole.
LONGEST_LINE = 64 * 1024
# Text packs to a tenth of its size; a file of zeros to a thousandth.
_MOST_PACKED = 100
_MEGABYTE = 1_000_000
_CHUNK = 1024 * 1024
_ENCRYPTED = 0x1


class SourceRefused(ValueError):
    """The file cannot be read at all; the text is one French sentence."""


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line as bytes, without any when it is too long; `end` is where the next one begins."""

    number: int
    end: int
    raw: bytes | None


@dataclass(frozen=True, slots=True)
class Source:
    """A text of the register: where it is, its own name, its size unpacked."""

    path: Path
    name: str
    size: int
    member: str = ""

    @contextmanager
    def opened(self, offset: int = 0) -> Iterator[BinaryIO]:
        """Open the text at an offset; raises SourceRefused when the archive is damaged."""
        try:
            if not self.member:
                with self.path.open("rb") as text:
                    text.seek(offset)
                    yield text
                return
            with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as unpacked:
                unpacked.seek(offset)
                yield cast(BinaryIO, unpacked)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as error:
            raise SourceRefused(
                f"Le fichier {self.name} ne se lit pas jusqu’au bout\u00a0: "
                "téléchargez-le à nouveau."
            ) from error

    def header(self) -> tuple[str, int]:
        """Return the first line, and where the second begins."""
        with self.opened() as text:
            raw = text.readline(LONGEST_LINE)
        return raw.decode("utf-8-sig", errors="replace"), len(raw)

    def is_cut(self) -> bool:
        """Tell whether the last line lacks its end: the download stopped before the file did."""
        if self.size == 0:
            return True
        if self.member:
            return False  # a member that was cut fails its own checksum
        with self.opened(self.size - 1) as text:
            return text.read(1) not in (b"\n", b"|", b"\r")

    def lines(self, offset: int, number: int) -> Iterator[RawLine]:
        """Yield the lines from an offset on, the first having the number after `number`."""
        with self.opened(offset) as text:
            while raw := text.readline(LONGEST_LINE):
                number += 1
                offset += len(raw)
                if len(raw) == LONGEST_LINE and not raw.endswith(b"\n"):
                    while part := text.readline(LONGEST_LINE):
                        offset += len(part)
                        if part.endswith(b"\n"):
                            break
                    yield RawLine(number, offset, None)
                else:
                    yield RawLine(number, offset, raw)


def open_source(path: Path) -> Source:
    """Return the text of activities that a file is, or holds; raises SourceRefused."""
    return _found(path, ACTIVITIES, "des activités (PS_LibreAcces_Personne_activite_….txt)")


def open_skills(path: Path) -> Source:
    """Return the text of specialities that a file is, or holds; raises SourceRefused."""
    return _found(path, SKILLS, "des savoir-faire (PS_LibreAcces_SavoirFaire_….txt)")


def skills_beside(path: Path) -> Source | None:
    """Return the text of specialities packed in the same zip as the activities, if there is one."""
    if not zipfile.is_zipfile(path):
        return None
    try:
        return open_skills(path)
    except SourceRefused:
        return None


def fingerprint(*paths: Path) -> str:
    """Return the SHA-256 of files one after the other, in constant memory."""
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as content:
            while chunk := content.read(_CHUNK):
                digest.update(chunk)
    return digest.hexdigest()


def _found(path: Path, beginning: str, kind: str) -> Source:
    try:
        size = path.stat().st_size
        packed = zipfile.is_zipfile(path)
    except OSError as error:
        raise SourceRefused(
            f"Le fichier {path.name} ne se lit pas\u00a0: {error.strerror}."
        ) from error
    if not packed:
        _check_size(size)
        return Source(path, path.name, size)
    return _member(path, beginning, kind)


def _member(path: Path, beginning: str, kind: str) -> Source:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [
                one
                for one in archive.infolist()
                if PurePosixPath(one.filename).name.lower().startswith(beginning)
                and one.filename.lower().endswith(".txt")
            ]
    except zipfile.BadZipFile as error:
        raise SourceRefused(
            f"L’archive {path.name} est abîmée\u00a0: téléchargez-la à nouveau."
        ) from error
    if len(members) != 1:
        told = "ne contient pas le fichier" if not members else "contient plusieurs fichiers"
        raise SourceRefused(f"L’archive {path.name} {told} {kind}.")
    member = members[0]
    if member.flag_bits & _ENCRYPTED:
        raise SourceRefused(f"L’archive {path.name} est protégée par un mot de passe.")
    _check_size(member.file_size)
    if member.file_size > _MOST_PACKED * max(member.compress_size, 1):
        raise SourceRefused(
            f"L’archive {path.name} se déplie anormalement\u00a0: ce n’est pas un fichier du "
            "répertoire."
        )
    return Source(path, PurePosixPath(member.filename).name, member.file_size, member.filename)


def _check_size(size: int) -> None:
    if size > settings.REGISTER_LARGEST_FILE:
        largest = integer(settings.REGISTER_LARGEST_FILE // _MEGABYTE)
        raise SourceRefused(
            f"Ce fichier compte {integer(size // _MEGABYTE)}\u00a0Mo une fois ouvert, plus que les "
            f"{largest}\u00a0Mo admis\u00a0: augmentez REGISTER_LARGEST_FILE s’il est bien le bon."
        )
