"""What a file sent in really is, told by its bytes: its name and its stated type prove nothing.

Sources: PDF 32000-1 §7.5 and §12.8 (structure, signature dictionaries and their ByteRange),
ISO/IEC 10918-1 (JPEG markers), PNG (W3C) §5, TIFF 6.0 §2. A signature is found, never verified:
whether its certificate is good is for a validation service to tell (eIDAS art. 32).
"""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import dataclass, field

from pypdf import PdfReader

LARGEST = 25 * 1024 * 1024
"""Bytes: what a scan of some sixty pages takes."""

PDF = "application/pdf"
_EXTENSIONS = {PDF: "pdf", "image/jpeg": "jpg", "image/png": "png", "image/tiff": "tif"}
_STARTS = (
    (b"%PDF-", PDF),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
# How an image ends when nothing of it is missing; some devices write a few bytes after.
_ENDS = {"image/jpeg": b"\xff\xd9", "image/png": b"IEND\xaeB`\x82"}
_TAIL = 1024
_LONGEST_NAME = 120
# What is signed is told by places in the file: a signature can only be written in clear there.
_RANGE = re.compile(rb"/ByteRange\s*\[\s*\d{1,10}\s+\d{1,10}\s+(\d{1,10})\s+(\d{1,10})\s*\]")
# A time stamp of the whole file is made like a signature, and signs nothing.
_SIGNED = re.compile(rb"/SubFilter\s*/(?!ETSI\.RFC3161)[\w.]+")


@dataclass(frozen=True)
class FileKind:
    """What a file is: its type, its pages (None for an image), its electronic signatures.

    `is_whole` tells that the last signature covers the file to its end.
    """

    content_type: str
    pages: int | None = None
    signatures: int = 0
    is_whole: bool = True
    fault: str = field(default="")

    @property
    def extension(self) -> str:
        """Return the extension of its type, without a dot; empty when it has none."""
        return _EXTENSIONS.get(self.content_type, "")


def kind_of(content: bytes) -> FileKind:
    """Return what a file is; its `fault` is one French sentence when it cannot be filed."""
    if not content:
        return FileKind("", fault="Ce fichier est vide.")
    if len(content) > LARGEST:
        return FileKind("", fault=too_large(len(content)))
    kind = next((name for start, name in _STARTS if content.startswith(start)), "")
    if not kind:
        return FileKind(
            "",
            fault="Ce fichier n’est ni un PDF, ni une image JPEG, PNG ou TIFF : son contenu le "
            "dit, quel que soit son nom. Numérisez l’original dans l’un de ces formats.",
        )
    if kind == PDF:
        return _pdf(content)
    end = _ENDS.get(kind, b"")
    if end not in content[-_TAIL:]:
        return FileKind(
            kind, fault="Cette image est incomplète : numérisez ou envoyez-la de nouveau."
        )
    return FileKind(kind)


def too_large(size: int) -> str:
    """Say that a file of `size` bytes is larger than what is filed."""
    written = f"{size / 1024 / 1024:.1f}".replace(".", ",")
    return (
        f"Ce fichier pèse {written} Mo ; la limite est de {LARGEST // 1024 // 1024} Mo. "
        "Numérisez en 200 ou 300 points par pouce, en niveaux de gris."
    )


def electronic_fault(kind: FileKind) -> str:
    """Say why a file is not a PDF signed electronically; empty when it is one."""
    if kind.content_type != PDF:
        return (
            "Une copie signée électroniquement est un PDF. Pour l’image d’un original signé à la "
            "main, choisissez l’autre nature."
        )
    if not kind.signatures:
        return (
            "Ce PDF ne contient aucune signature électronique. S’il vient d’un original signé à la "
            "main, choisissez l’autre nature ; sinon, demandez le fichier signé, et non son "
            "impression."
        )
    return ""


def holds(content: bytes, frozen: bytes) -> bool:
    """Tell whether a file is the frozen document, byte for byte, with something added after it.

    A PDF is signed by such an addition: what was signed is then proved to be the frozen text.
    """
    return len(content) > len(frozen) and content.startswith(frozen)


def safe_name(name: str, kind: FileKind) -> str:
    """Return a file name that harms nowhere, its extension that of what the file is.

    Folders, control and direction characters and what Windows forbids are dropped.

    >>> safe_name("../../Convention\u202e signée.exe", FileKind(PDF))
    'Convention signée.pdf'
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(sign for sign in last if _is_plain(sign))
    stem = kept.rsplit(".", 1)[0] if "." in kept else kept
    stem = " ".join(stem.split()).strip(" .")[:_LONGEST_NAME].rstrip(" .")
    return f"{stem or 'copie'}.{kind.extension or 'bin'}"


def _is_plain(sign: str) -> bool:
    return sign not in '<>:"|?*%;' and unicodedata.category(sign)[0] not in "C"


def _pdf(content: bytes) -> FileKind:
    """Open a PDF as far as its pages; whatever a damaged file provokes is a fault of the file."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            return FileKind(
                PDF,
                fault="Ce PDF est protégé par un mot de passe : personne ne pourrait plus l’ouvrir "
                "un jour. Déposez-le sans protection.",
            )
        pages = len(reader.pages)
    except Exception:
        return FileKind(
            PDF, fault="Ce PDF est endommagé : il ne s’ouvre pas. Envoyez-le de nouveau."
        )
    if not pages:
        return FileKind(PDF, fault="Ce PDF n’a aucune page.")
    ends = [int(start) + int(length) for start, length in _RANGE.findall(content)]
    signatures = len(_SIGNED.findall(content)) if ends else 0
    whole = max(ends, default=len(content))
    return FileKind(PDF, pages, signatures, is_whole=not content[whole:].strip())
