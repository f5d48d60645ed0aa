"""The file of populations: a commune and a census year a line, faults line by line in French.

The format is that of `sites/data/populations_cabbalr.csv`, described in `sites/data/README.md`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sites.rules import identifiers
from sites.rules.csv_files import FaultyFile, LineFault, csv_lines
from sites.rules.identifiers import InvalidIdentifier

_Read = TypeVar("_Read")

COLUMNS = ("insee_code", "year", "municipal", "total")
MOST_LINES = 50_000
# Beyond any commune (Paris counts two million people): a shifted column shows.
MOST_PEOPLE = 5_000_000
FIRST_YEAR, LAST_YEAR = 1800, 2200


@dataclass(frozen=True, slots=True)
class PopulationLine:
    """One good line: the people of a commune in a census year; `total` is None when empty."""

    line: int
    insee_code: str
    year: int
    municipal: int
    total: int | None


@dataclass(frozen=True)
class PopulationFile:
    """The good lines of a file and the faults of the others, both in its order."""

    lines: list[PopulationLine]
    faults: list[LineFault]


def parse_populations(content: bytes) -> PopulationFile:
    """Return what a file of populations holds; a bad line is a fault, the others are still read.

    « , » or « ; », with or without the mark of UTF-8; the column `total` may be missing. Raises
    FaultyFile when nothing of it can be read: heading, encoding, length.
    """
    rows = csv_lines(content)
    has_total = _check_heading(next(rows, (1, []))[1])
    lines: list[PopulationLine] = []
    faults: list[LineFault] = []
    seen: dict[tuple[str, int], int] = {}
    for number, cells in rows:
        if len(lines) + len(faults) >= MOST_LINES:
            raise FaultyFile([LineFault(number, _too_long())])
        try:
            line = _read(number, cells, has_total=has_total)
            first = seen.setdefault((line.insee_code, line.year), number)
            if first != number:
                raise InvalidIdentifier(
                    f"cette commune et cette année sont déjà à la ligne {first}."
                )
            lines.append(line)
        except InvalidIdentifier as error:
            faults.append(LineFault(number, str(error)))
    if not lines and not faults:
        raise FaultyFile([LineFault(1, "le fichier ne contient aucune population.")])
    return PopulationFile(lines, faults)


def _too_long() -> str:
    return f"le fichier dépasse {MOST_LINES} lignes : importez-le en plusieurs fois."


def _check_heading(cells: list[str]) -> bool:
    """Tell whether the column of total populations is there; raises FaultyFile for another head."""
    heading = tuple(cell.strip().lower() for cell in cells)
    if heading not in (COLUMNS, COLUMNS[:-1]):
        found = f"le fichier donne {', '.join(heading)}" if heading else "le fichier est vide"
        raise FaultyFile(
            [LineFault(1, f"les colonnes attendues sont {', '.join(COLUMNS)} ; {found}.")]
        )
    return heading == COLUMNS


def _read(number: int, cells: list[str], *, has_total: bool) -> PopulationLine:
    expected = len(COLUMNS) if has_total else len(COLUMNS) - 1
    if len(cells) != expected:
        raise InvalidIdentifier(f"{expected} colonnes attendues, {len(cells)} trouvées.")
    values = [cell.strip() for cell in cells]
    code = _cell("insee_code", values[0], identifiers.check_insee_code)
    year = _cell("year", values[1], _year)
    municipal = _cell("municipal", values[2], _people)
    total = _cell("total", values[3], _people) if has_total and values[3] else None
    if total is not None and total < municipal:
        raise InvalidIdentifier(
            f"colonne total : la population totale ({total}) est plus petite que la population "
            f"municipale ({municipal})."
        )
    return PopulationLine(number, code, year, municipal, total)


def _cell(column: str, cell: str, reader: Callable[[str], _Read]) -> _Read:
    try:
        return reader(cell)
    except InvalidIdentifier as error:
        raise InvalidIdentifier(f"colonne {column} : {error}") from error


def _year(cell: str) -> int:
    if not re.fullmatch("[0-9]{4}", cell) or not FIRST_YEAR <= int(cell) <= LAST_YEAR:
        raise InvalidIdentifier(f"« {cell} » n’est pas une année en quatre chiffres.")
    return int(cell)


def _people(cell: str) -> int:
    digits = re.sub(r"\s", "", cell)
    if not re.fullmatch("[0-9]{1,9}", digits):
        raise InvalidIdentifier(f"« {cell} » n’est pas un nombre d’habitants.")
    if int(digits) > MOST_PEOPLE:
        raise InvalidIdentifier(f"« {cell} » habitants : plus qu’aucune commune.")
    return int(digits)
