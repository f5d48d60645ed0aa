"""Counts as a table, CSV or workbook: the same columns are read and written.

The file is untrusted: its size and its lines are limited, formulas and macros are refused, and a
text never becomes a formula when it is written (OWASP, « CSV Injection »).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from csipa.spreadsheets import neutral
from csipa.tables import Format, Row, Table
from csipa.tables import read_table as read_any
from csipa.workbooks import FileRefused
from sites.rules.names import search_key

__all__ = ["COLUMNS", "FileRefused", "Row", "Table", "read_table", "write_csv"]

COLUMNS = (
    *("date", "site", "profession", "person", "kind"),
    *("done", "unscheduled", "without_gp", "refused", "no_show", "hours", "comment"),
)
REQUIRED = ("date", "site", "profession")
LARGEST_FILE = 20_000_000
MOST_LINES = 50_000
_UNPACKED = 300_000_000
_FRENCH = {
    "date": ("jour",),
    "site": ("antenne",),
    "person": ("personne", "nom"),
    "kind": ("nature",),
    "done": ("consultations",),
    "unscheduled": ("non programmées", "dont non programmées"),
    "without_gp": ("sans médecin traitant", "dont sans médecin traitant"),
    "refused": ("refus", "demandes refusées"),
    "no_show": ("non honorés", "rendez-vous non honorés"),
    "hours": ("heures", "heures tenues"),
    "comment": ("remarque",),
}
_KNOWN = {search_key(name): name for name in COLUMNS}
_KNOWN |= {search_key(said): name for name, others in _FRENCH.items() for said in others}
_FORM = Format(_KNOWN, REQUIRED, search_key, LARGEST_FILE, MOST_LINES, _UNPACKED)


def read_table(content: bytes) -> Table:
    """Return the lines of a CSV file or of the first sheet of a workbook. Raises FileRefused."""
    return read_any(content, _FORM)


def write_csv(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the file line by line, columns in the order of COLUMNS, marked as UTF-8."""
    yield "\ufeff" + _line(COLUMNS)
    for row in rows:
        yield _line([neutral(cell) for cell in row])


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow(cells)
    return out.getvalue()
