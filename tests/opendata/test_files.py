"""The files of an open table: strict, typed, harmless, the same for the same rows."""

import datetime as dt
import hashlib
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csipa.opendata.columns import Column, Kind, plain, written
from csipa.opendata.datasets import Reading
from csipa.opendata.producing import produce_csv, produce_xlsx
from csipa.spreadsheets import neutral
from csipa.tables import Format, read_table
from tests.opendata.tables import (
    COLUMNS,
    DAY,
    csv_again,
    csv_of,
    dataset,
    lines_of,
    rows_of,
    sheet_of,
    typed,
)

NAMES = [column.name for column in COLUMNS]


def test_a_csv_is_utf8_without_a_mark_and_ends_its_lines_as_rfc_4180_asks():
    content = csv_of(dataset())
    assert content.startswith(b"siret,texte,jour,")
    assert content.count(b"\r\n") == 5
    assert b'"\xc2\xab 1er \xc2\xbb mars, dit-il : ""oui""\nsuite"' in content


def test_cells_are_written_as_re_users_expect():
    first, second, third, fourth = rows_of(csv_of(dataset()))
    assert (first["siret"], first["jour"], first["nombre"]) == (
        "00000000000018",
        "2026-03-01",
        "-7",
    )
    assert (first["mesure"], second["mesure"], third["mesure"]) == ("-0.25", "100", "0.1")
    assert third["nombre"] == "s"
    assert (second["jour"], fourth["nombre"]) == ("", "")


def test_no_break_spaces_and_control_signs_are_gone():
    said = plain("\u00a08\u00a0h\u202f30\r\nfin\x00\x1b\ufffe\ud800 ")
    assert said == "8 h 30\nfin"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\uff1d"])
def test_what_looks_like_a_formula_is_kept_as_a_text(sign):
    table = dataset([{"texte": f"{sign}cmd|' /C calc'!A0"}])
    (row,) = rows_of(csv_of(table))
    assert row["texte"].startswith(f"'{sign}")
    cell = sheet_of(table)[1][1]
    assert (cell.data_type, cell.value[0]) == ("s", sign)


def test_signs_that_spaces_hide_are_seen_too():
    (row,) = rows_of(csv_of(dataset([{"texte": "\t\r\u00a0=1+1"}])))
    assert row["texte"] == "'=1+1"


def test_a_negative_number_stays_a_number():
    table = dataset([{"nombre": -3, "mesure": Decimal("-1.5")}])
    (row,) = rows_of(csv_of(table))
    assert (row["nombre"], row["mesure"]) == ("-3", "-1.5")
    cells = dict(zip(NAMES, sheet_of(table)[1], strict=True))
    assert (cells["nombre"].value, cells["mesure"].value) == (-3, -1.5)
    assert cells["nombre"].data_type == cells["mesure"].data_type == "n"


def test_a_workbook_gives_the_csv_back():
    table = dataset()
    assert csv_again(sheet_of(table)) == csv_of(table)


def test_a_csv_read_as_people_send_files_gives_the_same_texts():
    content = csv_of(dataset())
    form = Format({name: name for name in NAMES}, NAMES, str, 10**6, 100, 10**6)
    read = [[row.texts[name] for name in NAMES] for row in read_table(content, form).rows]
    expected = [
        [cell[1:] if cell.startswith("'=") else cell for cell in line]
        for line in lines_of(content)[1:]
    ]
    assert read == expected


def test_days_and_numbers_are_real_in_a_workbook():
    cells = dict(zip(NAMES, sheet_of(dataset())[1], strict=True))
    assert cells["jour"].value == dt.datetime(2026, 3, 1)  # noqa: DTZ001
    assert (cells["nombre"].value, cells["mesure"].value) == (-7, -0.25)
    assert (cells["siret"].value, cells["siret"].data_type) == ("00000000000018", "s")


def test_the_same_rows_make_the_same_bytes(monkeypatch):
    first = csv_of(dataset()), produce_xlsx(dataset(), Reading(DAY))
    monkeypatch.setattr(
        "openpyxl.writer.excel.datetime",
        type("Later", (), {"datetime": _Later, "timezone": dt.timezone}),
        raising=False,
    )
    again = csv_of(dataset()), produce_xlsx(dataset(), Reading(DAY))
    assert first == again
    with zipfile.ZipFile(BytesIO(again[1])) as book:
        assert {part.date_time for part in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = book.read("docProps/core.xml")
    assert set(re.findall(rb"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {b"2026-01-01T00:00:00Z"}


class _Later(dt.datetime):
    @classmethod
    def now(cls, tz=None):
        return dt.datetime(2031, 1, 1, tzinfo=tz)


def test_size_and_hash_are_those_of_the_bytes():
    produced = produce_csv(dataset(), Reading(DAY))
    with produced.file as file:
        content = file.read()
    assert (produced.size, produced.rows) == (len(content), 4)
    assert produced.sha256 == hashlib.sha256(content).hexdigest()


def test_a_table_that_cannot_be_read_leaves_no_file_open():
    def rows(reading):
        yield {"texte": "un"}
        raise OSError("plus de base")

    with pytest.raises(OSError, match="plus de base"):
        produce_csv(replace(dataset(), rows=rows), Reading(DAY))


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ({"siret": "123"}, "forme attendue"),
        ({"sorte": "c"}, "valeurs permises"),
        ({"adresse": "/actes/"}, "adresse complète"),
        ({"jour": "2026-03-01"}, "type attendu"),
        ({"nombre": Decimal("1.5")}, "type attendu"),
        ({"nombre": -101}, "bornes"),
        ({"mesure": 1001}, "bornes"),
        ({"mesure": "s"}, "type attendu"),
        ({"jour": dt.datetime(2026, 1, 1)}, "type attendu"),  # noqa: DTZ001
    ],
)
def test_a_row_that_breaks_the_schema_is_left_out_and_told(cell, told):
    reading = Reading(DAY)
    content = csv_of(dataset([cell, {"texte": "bon"}]), reading)
    assert [row["texte"] for row in rows_of(content)] == ["bon"]
    (left,) = reading.left_out
    assert told in left.why
    assert left.whole


def test_a_key_is_published_once():
    reading = Reading(DAY)
    rows = [{"texte": "un"}, {"texte": "un"}, {"texte": "deux"}]
    content = csv_of(dataset(rows, primary_key=("texte",)), reading)
    assert [row["texte"] for row in rows_of(content)] == ["un", "deux"]
    assert "même clé" in reading.left_out[0].why


def test_a_column_whose_values_differ_refuses_a_second_one():
    columns = (Column("nom", "Nom", "Un nom.", "a", required=True, unique=True),)
    reading = Reading(DAY)
    csv_of(dataset([{"nom": "a"}, {"nom": "a"}, {}], columns), reading)
    assert [left.why for left in reading.left_out] == [
        "«\u00a0Nom\u00a0» est déjà celui d’une autre ligne.",
        "«\u00a0Nom\u00a0» est vide.",
    ]


@given(st.text(max_size=60))
def test_any_text_survives_both_files_and_is_never_a_formula(text):
    table = dataset([{"texte": text, "sorte": "a"}])
    content = csv_of(table)
    (line,) = lines_of(content)[1:]
    assert line[1] == neutral(plain(text))
    assert not line[1].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert "\u00a0" not in line[1]
    assert written(typed(sheet_of(table)[1][1].value)) == line[1]


@given(st.decimals(-999, 999, places=3), st.dates(dt.date(1900, 3, 1), dt.date(2100, 1, 1)))
def test_any_number_and_day_survive_both_files(number, day):
    columns = (
        Column("jour", "Jour", "Un jour.", "2026-03-01", Kind.DATE),
        Column("mesure", "Mesure", "Décimal.", "0.5", Kind.NUMBER),
    )
    table = dataset([{"mesure": number, "jour": day}], columns)
    (row,) = rows_of(csv_of(table))
    assert (Decimal(row["mesure"]), dt.date.fromisoformat(row["jour"])) == (number, day)
    assert csv_again(sheet_of(table)) == csv_of(table)
