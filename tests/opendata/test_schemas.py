"""Schemas and packages: files pass them, and bad files do not."""

import json

import pytest

from csipa.opendata.columns import Kind
from csipa.opendata.datasets import Dataset, declared
from csipa.opendata.folder import write_folder
from csipa.opendata.schemas import catalogue, table_schema, to_bytes
from tests.opendata.checking import faults_of, package_faults
from tests.opendata.tables import DAY, csv_of, dataset


def test_our_files_pass_their_own_schema():
    assert faults_of(csv_of(dataset()), dataset()) == []


@pytest.mark.parametrize(
    ("place", "cell", "fault"),
    [
        (0, b"123", "constraint-error"),
        (2, b"01/03/2026", "type-error"),
        (3, b"3,5", "type-error"),
        (3, b"-101", "constraint-error"),
        (4, b"0,5", "type-error"),
        (4, b"1001", "constraint-error"),
        (5, b"nulle part", "type-error"),
        (6, b"c", "constraint-error"),
    ],
)
def test_a_bad_cell_is_refused_by_the_schema(place, cell, fault):
    cells = [b"", b"mot", b"", b"", b"", b"", b""]
    cells[place] = b'"' + cell + b'"'
    content = csv_of(dataset([])) + b",".join(cells) + b"\r\n"
    (told,) = faults_of(content, dataset())
    assert told.startswith(fault)


def test_columns_in_another_order_are_refused():
    content = csv_of(dataset([])).replace(b"siret,texte", b"texte,siret")
    assert faults_of(content, dataset())


def test_a_key_given_twice_is_refused():
    table = dataset(primary_key=("texte",))
    content = csv_of(dataset([{"texte": "un"}])) + b",un,,,,,\r\n"
    assert any("primary-key" in told for told in faults_of(content, table))


@pytest.mark.parametrize("table", declared(), ids=lambda table: table.name)
def test_every_table_describes_itself_whole(table: Dataset):
    schema = table_schema(table)
    assert {"name", "title", "description", "homepage", "version", "created"} <= set(schema)
    assert schema["licenses"][0]["name"] == "etalab-2.0"
    for field, column in zip(schema["fields"], table.columns, strict=True):
        assert field["title"]
        assert field["description"].endswith(".")
        assert field["example"]
        assert column.fault(_value(column)) == ""
    assert json.loads(to_bytes(schema)) == schema


def _value(column):
    """Return the example of a column as one of its values."""
    if column.kind is Kind.INTEGER:
        return int(column.example)
    if column.kind is Kind.NUMBER:
        return int(float(column.example))
    if column.kind is Kind.DATE:
        return DAY.fromisoformat(column.example)
    return column.example


def test_a_folder_is_a_valid_package(tmp_path):
    tables = [dataset(), dataset(name="autre", delimiter=";")]
    write_folder(tables, tmp_path / "donnees", day=DAY)
    assert package_faults(tmp_path / "donnees") == []


def test_one_byte_more_is_seen_by_the_package(tmp_path):
    write_folder([dataset()], tmp_path / "donnees", day=DAY)
    file = tmp_path / "donnees" / "essai.csv"
    file.write_bytes(file.read_bytes() + b",mot,,,,,\r\n")
    told = " ".join(package_faults(tmp_path / "donnees"))
    assert "byte" in told
    assert "hash" in told


def test_the_catalogue_leads_to_every_file():
    found = catalogue([dataset()], DAY)
    (table,) = found["dcat:dataset"]
    addresses = [one["dcat:downloadURL"]["@id"] for one in table["dcat:distribution"]]
    assert [address.rpartition("/")[2] for address in addresses] == ["essai.csv", "essai.xlsx"]
