"""Files of lines that somebody sends as CSV: decoding, separator, faults line by line in French."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class LineFault:
    """Why a line cannot be read; lines are counted from 1, the heading being line 1."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"ligne {self.line}\u00a0: {self.reason}"


class FaultyFile(ValueError):
    """The file holds at least one bad line; `faults` lists every one, in the order of the file."""

    def __init__(self, faults: Sequence[LineFault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


def csv_lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of each line that is not blank, after « ; » or « , ».

    Raises FaultyFile for what is neither UTF-8 nor CSV.
    """
    text = io.StringIO(_decoded(content), newline="")
    reader = csv.reader(text, delimiter=_delimiter(content))
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            fault = LineFault(reader.line_num, f"ce n’est pas une ligne de fichier CSV ({error}).")
            raise FaultyFile([fault]) from error
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield reader.line_num, cells


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        reason = "le fichier n’est pas en UTF-8. Enregistrez-le au format «\u00a0CSV UTF-8\u00a0»."
        raise FaultyFile([LineFault(line, reason)]) from error


def _delimiter(content: bytes) -> str:
    heading = content.split(b"\n", 1)[0]
    return ";" if heading.count(b";") > heading.count(b",") else ","
