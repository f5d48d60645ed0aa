"""A table of our own, and the ways in which files are read again."""

import csv
import datetime as dt
import io
from decimal import Decimal

from openpyxl import load_workbook

from csipa.opendata.columns import Column, Kind, written
from csipa.opendata.datasets import Dataset, Reading
from csipa.opendata.producing import produce_csv, produce_xlsx

DAY = dt.date(2026, 3, 2)
COLUMNS = (
    Column("siret", "SIRET", "Quatorze chiffres.", "00000000000018", pattern="[0-9]{14}"),
    Column("texte", "Texte", "Ce qu’on veut.", "mot"),
    Column("jour", "Jour", "Un jour.", "2026-03-01", Kind.DATE),
    Column("nombre", "Nombre", "Entier.", "3", Kind.INTEGER, withheld=True, lowest=-100),
    Column("mesure", "Mesure", "Décimal.", "0.5", Kind.NUMBER, highest=1000),
    Column("adresse", "Adresse", "Absolue.", "https://example.org/", uri=True),
    Column("sorte", "Sorte", "Une de deux.", "a", values=("a", "b")),
)
ROWS = (
    {
        "siret": "00000000000018",
        "texte": '« 1er » mars, dit-il : "oui"\nsuite',
        "jour": dt.date(2026, 3, 1),
        "nombre": -7,
        "mesure": Decimal("-0.250"),
        "adresse": "https://example.org/actes/2026-decision-2026-008/",
        "sorte": "a",
    },
    {"texte": "x" * 1900, "nombre": 0, "mesure": Decimal("100.00"), "sorte": "b"},
    {"texte": "=2+3", "nombre": "s", "mesure": Decimal("0.1")},
    {"texte": "01034", "jour": dt.date(1999, 12, 31)},
)


def dataset(rows=ROWS, columns=COLUMNS, **more):
    """Return a table that reads the rows given."""
    told = {
        "name": "essai",
        "title": "Table d’essai",
        "description": "Pour les tests.",
        "source": "Les tests",
        "rank": 1,
        "created": dt.date(2026, 1, 1),
    }
    return Dataset(columns=columns, rows=lambda reading: iter(rows), **{**told, **more})


def csv_of(table, reading=None):
    """Return the bytes of a table as CSV."""
    with produce_csv(table, reading or Reading(DAY)).file as file:
        return file.read()


def lines_of(content, delimiter=","):
    """Return the cells of a CSV, a list a line."""
    return list(csv.reader(io.StringIO(content.decode(), newline=""), delimiter=delimiter))


def rows_of(content, delimiter=","):
    """Return the lines of a CSV as dictionaries."""
    return list(csv.DictReader(io.StringIO(content.decode(), newline=""), delimiter=delimiter))


def sheet_of(table, reading=None):
    """Return the cells of a table as a workbook holds them."""
    book = load_workbook(io.BytesIO(produce_xlsx(table, reading or Reading(DAY))))
    return list(book.worksheets[0].iter_rows())


def typed(value):
    """Return what a spreadsheet read as one of our values."""
    if isinstance(value, dt.datetime):
        return value.date()
    return Decimal(str(value)) if isinstance(value, float) else value


def csv_again(cells, delimiter=","):
    """Return the CSV that the cells of a spreadsheet make."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([written(typed(cell.value)) for cell in row] for row in cells)
    return out.getvalue().encode()
