"""Workbooks that somebody sends: refused when dangerous, read cell by cell, never computed."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal
from typing import Any

from csipa.french.numbers import integer

_LARGEST_UNPACKED = 60_000_000
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class FileRefused(ValueError):
    """The file cannot be read at all; the text is one French sentence."""


def check_workbook(content: bytes, *, largest: int, unpacked: int = _LARGEST_UNPACKED) -> None:
    """Raise FileRefused unless `content` is a workbook (.xlsx) without macros.

    `largest` is the most bytes it may have, `unpacked` those it may unpack to.
    """
    if len(content) > largest:
        raise FileRefused(
            f"Ce fichier dépasse {integer(largest // 1_000_000)}\u00a0Mo : retirez ce qui n’est "
            "pas à importer."
        )
    if content.startswith(_OLD_EXCEL):
        raise FileRefused(
            "Ce fichier est d’un ancien format (.xls) ou protégé par un mot de passe : "
            "enregistrez-le au format .xlsx, sans mot de passe."
        )
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise FileRefused("Ce fichier n’est pas un classeur .xlsx.")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = {item.filename.lower() for item in archive.infolist()}
        size = sum(item.file_size for item in archive.infolist())
    if "mimetype" in names:
        raise FileRefused(
            "Ce classeur est au format OpenDocument : enregistrez-le au format .xlsx (Excel)."
        )
    if any("vbaproject" in name or "macrosheet" in name for name in names):
        raise FileRefused(
            "Ce classeur contient des macros : enregistrez-le au format .xlsx, sans macro."
        )
    if size > unpacked:
        raise FileRefused("Ce classeur est trop grand une fois ouvert : réduisez-le.")


def damaged() -> FileRefused:
    """Return the refusal of a workbook that the library cannot open."""
    return FileRefused(
        "Ce classeur est abîmé ou n’en est pas un : ouvrez-le dans un tableur, "
        "enregistrez-le au format .xlsx et recommencez."
    )


def unreadable_cell(cell: Any) -> str:
    """Return why a cell is not read, empty when it is: a formula, an error of the spreadsheet."""
    if cell.data_type == "f":
        return "cette cellule contient une formule, qui n’est jamais calculée : écrivez sa valeur."
    if cell.data_type == "e":
        return f"cette cellule contient une erreur du tableur ({cell.value})."
    return ""


def cell_text(value: Any) -> str:
    """Return what a cell holds as text: ISO dates, 07:30, numbers with a point, or nothing."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, float):
        return f"{Decimal(f'{value:.12g}'):f}"
    return str(value)
