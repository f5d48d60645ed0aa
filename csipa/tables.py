"""Tables that somebody sends, CSV or workbook: lines and texts by the name of their column.

The file is untrusted: its size and its lines are limited, formulas and macros are refused.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl import load_workbook

from csipa.french.grammar import enumeration
from csipa.french.numbers import integer
from csipa.spreadsheets import FORMULA_SIGNS
from csipa.workbooks import FileRefused, cell_text, check_workbook, damaged, unreadable_cell

_MOST_COLUMNS = 40
_EMPTY_LINES = 1000
_LONGEST_CELL = 2000
_Line = tuple[int, list[str], dict[int, str]]
_DELIMITERS = ";,\t"


@dataclass(frozen=True)
class Format:
    """What a file may hold: its columns, those it must have, and its limits.

    `known` gives the column that a heading stands for, by `key` of the heading; `headings` how a
    column is called where that is not its name. Sizes are in bytes, `largest` of the file and
    `unpacked` of what a workbook holds.
    """

    known: Mapping[str, str]
    required: Sequence[str]
    key: Callable[[str], str]
    largest: int
    most_lines: int
    unpacked: int
    headings: Mapping[str, str] = field(default_factory=dict)

    def heading(self, name: str) -> str:
        """Return what people call a column."""
        return self.headings.get(name, name)


@dataclass(frozen=True)
class Row:
    """A line of the file: its number as a spreadsheet shows it, its texts by name of column.

    `faults` are cells that cannot be read (a formula): column, then why, in French.
    """

    number: int
    texts: dict[str, str]
    faults: tuple[tuple[str, str], ...] = ()


@dataclass
class Table:
    """The lines of a file, and what deserves a look about the file itself (French sentences)."""

    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_table(content: bytes, form: Format) -> Table:
    """Return the lines of a CSV file or of the first sheet of a workbook. Raises FileRefused.

    A CSV is in UTF-8, with a mark or not, or in Latin-1 (which is told), with semicolons, commas
    or tabulations. Lines without anything are passed over.
    """
    if len(content) > form.largest:
        raise FileRefused(
            f"Ce fichier dépasse {form.largest // 1_000_000} Mo : importez-le en plusieurs fois."
        )
    if not content.strip():
        raise FileRefused("Ce fichier est vide.")
    table = Table()
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        lines = _workbook_lines(content, form)
    else:
        lines = _csv_lines(content, table)
    _fill(table, lines, form)
    return table


def _fill(table: Table, lines: Iterator[_Line], form: Format) -> None:
    _, headings, _ = next(lines, (0, [], {}))
    places = _places(headings, table, form)
    for number, cells, bad in lines:
        texts = {
            name: cells[place].strip() if place < len(cells) else ""
            for place, name in places.items()
        }
        faults = tuple((places[place], why) for place, why in bad.items() if place in places)
        if not faults and not any(texts.values()):
            continue
        table.rows.append(Row(number, texts, faults))
        if len(table.rows) > form.most_lines:
            raise FileRefused(
                f"Ce fichier compte plus de {integer(form.most_lines)} lignes : importez-le en "
                "plusieurs fois."
            )


def _places(headings: Sequence[str], table: Table, form: Format) -> dict[int, str]:
    """Return the name of the column at each place. Raises FileRefused when one is lacking."""
    places: dict[int, str] = {}
    for place, heading in enumerate(headings[:_MOST_COLUMNS]):
        name = form.known.get(form.key(heading))
        if name is None:
            if heading.strip():
                table.notes.append(
                    f"La colonne « {heading.strip()[:40]} » n’est pas connue : laissée de côté."
                )
        elif name in places.values():
            raise FileRefused(
                f"La colonne « {form.heading(name)} » figure deux fois : gardez-en une."
            )
        else:
            places[place] = name
    lacking = [f"« {form.heading(name)} »" for name in form.required if name not in places.values()]
    if lacking:
        word = "La colonne" if len(lacking) == 1 else "Les colonnes"
        verb = "manque" if len(lacking) == 1 else "manquent"
        raise FileRefused(
            f"{word} {enumeration(lacking)} {verb} : la première ligne nomme les colonnes, "
            "partez du modèle."
        )
    return places


def _csv_lines(content: bytes, table: Table) -> Iterator[_Line]:
    text = _decoded(content, table)
    if "\0" in text:
        raise FileRefused(
            "Ce fichier n’est ni un CSV ni un classeur .xlsx : partez du modèle à télécharger."
        )
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            if any(len(cell) > _LONGEST_CELL for cell in cells):
                raise FileRefused(
                    f"Ligne {reader.line_num} : une case est bien trop longue ; un guillemet est "
                    "sans doute resté ouvert."
                )
            if reader.line_num == 1 or any(cell.strip() for cell in cells):
                yield reader.line_num, [_unquoted(cell) for cell in cells], {}
    except csv.Error as error:
        raise FileRefused(
            f"Ligne {reader.line_num} : ce CSV est mal formé ; enregistrez-le de nouveau depuis un "
            "tableur."
        ) from error


def _decoded(content: bytes, table: Table) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        table.notes.append(
            "Ce fichier n’est pas en UTF-8 : il est lu en Latin-1. Vérifiez les accents des noms."
        )
        return content.decode("cp1252", errors="replace")


def _unquoted(cell: str) -> str:
    """Return a text without the apostrophe that keeps it from being a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_SIGNS) else cell


def _workbook_lines(content: bytes, form: Format) -> Iterator[_Line]:
    check_workbook(content, largest=form.largest, unpacked=form.unpacked)
    try:
        page = load_workbook(io.BytesIO(content), read_only=True, data_only=False).worksheets[0]
        empty = 0
        for number, cells in enumerate(page.iter_rows(max_col=_MOST_COLUMNS), start=1):
            bad = {place: why for place, cell in enumerate(cells) if (why := unreadable_cell(cell))}
            texts = [
                "" if place in bad else cell_text(cell.value) for place, cell in enumerate(cells)
            ]
            empty = 0 if bad or any(text.strip() for text in texts) else empty + 1
            if empty > _EMPTY_LINES:  # a sheet that somebody formatted down to its end
                return
            if not empty or number == 1:
                yield number, texts, bad
    except FileRefused:
        raise
    except Exception as error:  # a damaged file makes openpyxl raise nearly anything
        raise damaged() from error
