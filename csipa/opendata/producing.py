"""Makes the files of a table: rows checked against its schema, then CSV or workbook.

The same rows always make the same bytes. Rows are read, checked and written one at a time; beyond
a megabyte a CSV waits on disk until it is sent.
"""

from __future__ import annotations

import csv
import hashlib
import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from csipa.opendata.columns import Value, plain, written
from csipa.opendata.datasets import Dataset, LeftOut, Reading
from csipa.opendata.workbook import workbook

_IN_MEMORY = 1_000_000


@dataclass
class Produced:
    """The CSV of a table, at its beginning: its rows, bytes, SHA-256, and what it leaves out."""

    dataset: Dataset
    file: BinaryIO
    rows: int
    size: int
    sha256: str
    left_out: list[LeftOut]

    @property
    def rows_left_out(self) -> int:
        """Return how many rows are missing."""
        return sum(one.whole for one in self.left_out)


class _Hashing(io.TextIOBase):
    """Encodes what a CSV writer gives, and keeps its hash and its length."""

    def __init__(self, out: BinaryIO) -> None:
        self.out, self.size, self.hash = out, 0, hashlib.sha256()

    def write(self, text: str) -> int:
        """Write a text in UTF-8, without a mark."""
        content = text.encode()
        self.size += len(content)
        self.hash.update(content)
        self.out.write(content)
        return len(text)


def checked_rows(dataset: Dataset, reading: Reading) -> Iterator[list[Value]]:
    """Yield the rows that satisfy the schema, in the order of the columns; note the others."""
    seen: set[tuple[str, ...]] = set()
    unique: dict[str, set[str]] = {column.name: set() for column in dataset.columns}
    for rank, row in enumerate(dataset.rows(reading), start=1):
        cells = {column.name: plain(row.get(column.name)) for column in dataset.columns}
        faults = [fault for one in dataset.columns if (fault := one.fault(cells[one.name]))]
        key = tuple(written(cells[name]) for name in dataset.primary_key)
        if not faults and key and key in seen:
            faults = ["une autre ligne porte la même clé"]
        if not faults:
            faults = _repeated(dataset, cells, unique)
        if faults:
            reading.leave_out(f"Ligne {rank} ({_first(cells)})", f"{' ; '.join(faults)}.")
            continue
        seen.add(key)
        yield list(cells.values())


def produce_csv(dataset: Dataset, reading: Reading) -> Produced:
    """Return the CSV of a table: UTF-8 without a mark, lines ended as RFC 4180 asks."""
    file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - sent, then closed
    out = _Hashing(file)
    try:
        count = _write(dataset, reading, out)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return Produced(dataset, file, count, out.size, out.hash.hexdigest(), reading.left_out)


def produce_xlsx(dataset: Dataset, reading: Reading) -> bytes:
    """Return the same rows as a workbook: real days and numbers, texts that stay texts."""
    return workbook(dataset, checked_rows(dataset, reading))


def _write(dataset: Dataset, reading: Reading, out: _Hashing) -> int:
    """Write the names of columns and the rows; return how many rows there are."""
    writer = csv.writer(out, delimiter=dataset.delimiter, lineterminator="\r\n")
    writer.writerow([column.name for column in dataset.columns])
    count = 0
    for cells in checked_rows(dataset, reading):
        writer.writerow([written(cell) for cell in cells])
        count += 1
    return count


def _repeated(dataset: Dataset, cells: dict[str, Value], unique: dict[str, set[str]]) -> list[str]:
    faults = []
    for column in dataset.columns:
        text = written(cells[column.name])
        if column.unique and text:
            if text in unique[column.name]:
                faults.append(f"« {column.title} » est déjà celui d’une autre ligne")
            unique[column.name].add(text)
    return faults


def _first(cells: dict[str, Value]) -> str:
    return next((text for value in cells.values() if (text := written(value))), "vide")
