"""The file of communes: columns, checks line by line, faults in French.

The format is that of `sites/data/communes_cabbalr.csv`, described in `sites/data/README.md`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from csipa.french.grammar import UnknownNameType, de_commune
from sites.rules import identifiers
from sites.rules.csv_files import FaultyFile, LineFault, csv_lines
from sites.rules.identifiers import InvalidIdentifier

__all__ = ["COLUMNS", "CommuneRow", "FaultyFile", "LineFault", "parse_communes"]

COLUMNS = ("insee_code", "name", "tncc", "siren", "postal_codes", "population", "department")
NAME_LENGTH = 80
# Beyond any commune (Paris counts two million people): a shifted column shows.
POPULATION_LIMIT = 5_000_000


@dataclass(frozen=True)
class CommuneRow:
    """One good line of the file; `population` is None when the cell is empty.

    `line` is where it stands, so that a later refusal can name it.
    """

    line: int
    insee_code: str
    name: str
    tncc: int
    siren: str
    postal_codes: tuple[str, ...]
    population: int | None
    department: str


def parse_communes(content: bytes) -> list[CommuneRow]:
    """Return the rows of a file of communes.

    Raises FaultyFile when anything in it is wrong: every fault is listed, at most one a cell.
    """
    lines = csv_lines(content)
    _check_heading(next(lines, (1, []))[1])
    rows: list[CommuneRow] = []
    faults: list[LineFault] = []
    seen = _Seen()
    for line, cells in lines:
        row, reasons = _read_line(line, cells)
        if row:
            rows.append(row)
            reasons += seen.reasons(row)
        faults += [LineFault(line, reason) for reason in reasons]
    if not rows and not faults:
        faults.append(LineFault(1, "le fichier ne contient aucune commune."))
    if faults:
        raise FaultyFile(faults)
    return rows


def _check_heading(cells: list[str]) -> None:
    heading = [cell.strip() for cell in cells]
    if heading != list(COLUMNS):
        found = f"le fichier donne {', '.join(heading)}" if heading else "le fichier est vide"
        reason = f"les colonnes attendues sont {', '.join(COLUMNS)}\u00a0; {found}."
        raise FaultyFile([LineFault(1, reason)])


def _read_line(line: int, cells: list[str]) -> tuple[CommuneRow | None, list[str]]:
    if len(cells) != len(COLUMNS):
        return None, [f"{len(COLUMNS)} colonnes attendues, {len(cells)} trouvées."]
    values: dict[str, Any] = {}
    reasons: list[str] = []
    for column, cell in zip(COLUMNS, cells, strict=True):
        try:
            values[column] = _READERS[column](cell.strip())
        except InvalidIdentifier as error:
            reasons.append(f"colonne {column}\u00a0: {error}")
    if reasons:
        return None, reasons
    reasons = [reason for check in (_department_fault, _article_fault) if (reason := check(values))]
    if reasons:
        return None, reasons
    return CommuneRow(line=line, **values), []


def _department_fault(values: dict[str, Any]) -> str:
    expected = identifiers.department_of(values["insee_code"])
    if values["department"] == expected:
        return ""
    return (
        f"colonne department\u00a0: le code INSEE {values['insee_code']} est du département "
        f"{expected}, non {values['department']}."
    )


def _article_fault(values: dict[str, Any]) -> str:
    try:
        de_commune(values["name"], values["tncc"])
    except UnknownNameType as error:
        return f"colonne tncc\u00a0: {error}"
    return ""


class _Seen:
    """The keys met so far, with the line of each."""

    def __init__(self) -> None:
        self.insee_codes: dict[str, int] = {}
        self.sirens: dict[str, int] = {}

    def reasons(self, row: CommuneRow) -> list[str]:
        """Return why `row` repeats an earlier one, and remember its keys."""
        found = []
        for label, keys, value in (
            ("le code INSEE", self.insee_codes, row.insee_code),
            ("le SIREN", self.sirens, row.siren),
        ):
            if value and keys.setdefault(value, row.line) != row.line:
                found.append(f"{label} {value} est déjà à la ligne {keys[value]}.")
        return found


def _name(cell: str) -> str:
    if not cell:
        raise InvalidIdentifier("le nom manque.")
    if len(cell) > NAME_LENGTH:
        raise InvalidIdentifier(f"le nom dépasse {NAME_LENGTH} signes.")
    return cell


def _tncc(cell: str) -> int:
    if not re.fullmatch("[0-8]", cell):
        raise InvalidIdentifier(
            f"«\u00a0{cell}\u00a0» n’est pas un type de nom\u00a0: un chiffre de 0 à 8."
        )
    return int(cell)


def _postal_codes(cell: str) -> tuple[str, ...]:
    codes = [identifiers.check_postal_code(code) for code in re.split(r"[\s;,/|]+", cell) if code]
    if not codes:
        raise InvalidIdentifier("il faut au moins un code postal.")
    return tuple(dict.fromkeys(codes))


def _population(cell: str) -> int | None:
    digits = re.sub(r"\s", "", cell)
    if not digits:
        return None
    if not re.fullmatch("[0-9]+", digits):
        raise InvalidIdentifier(f"«\u00a0{cell}\u00a0» n’est pas un nombre d’habitants.")
    if int(digits) > POPULATION_LIMIT:
        raise InvalidIdentifier(f"«\u00a0{cell}\u00a0» habitants\u00a0: plus qu’aucune commune.")
    return int(digits)


_READERS: dict[str, Callable[[str], object]] = {
    "insee_code": identifiers.check_insee_code,
    "name": _name,
    "tncc": _tncc,
    "siren": lambda cell: identifiers.check_siren(cell) if cell else "",
    "postal_codes": _postal_codes,
    "population": _population,
    "department": identifiers.check_department,
}
