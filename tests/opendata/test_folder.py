"""The folder of an export: whole or not at all; the command that writes it."""

import datetime as dt
import json
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from csipa.opendata.folder import write_folder
from tests.opendata.tables import DAY, dataset


def broken(reading):
    yield {"texte": "un"}
    raise ZeroDivisionError


def held(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_folder_holds_files_schemas_and_package(tmp_path):
    folder = tmp_path / "un" / "donnees"
    (produced,) = write_folder([dataset()], folder, day=DAY)
    assert held(folder) == ["datapackage.json", "essai.csv", "essai.schema.json"]
    assert held(folder.parent) == ["donnees"]
    (resource,) = json.loads((folder / "datapackage.json").read_bytes())["resources"]
    assert resource["bytes"] == (folder / "essai.csv").stat().st_size
    assert resource["hash"] == f"sha256:{produced.sha256}"


def test_writing_again_makes_the_same_bytes(tmp_path):
    write_folder([dataset()], tmp_path / "a", day=DAY)
    first = {path.name: path.read_bytes() for path in (tmp_path / "a").iterdir()}
    write_folder([dataset()], tmp_path / "a", day=DAY)
    assert {path.name: path.read_bytes() for path in (tmp_path / "a").iterdir()} == first
    assert held(tmp_path) == ["a"]


def test_a_failure_leaves_what_was_there(tmp_path):
    write_folder([dataset()], tmp_path / "a", day=DAY)
    before = (tmp_path / "a" / "essai.csv").read_bytes()
    with pytest.raises(ZeroDivisionError):
        write_folder([replace(dataset(), rows=broken)], tmp_path / "a", day=DAY)
    assert (tmp_path / "a" / "essai.csv").read_bytes() == before
    assert held(tmp_path) == ["a"]


def test_a_first_failure_leaves_nothing(tmp_path):
    with pytest.raises(ZeroDivisionError):
        write_folder([replace(dataset(), rows=broken)], tmp_path / "a", day=DAY)
    assert held(tmp_path) == []


def test_a_folder_with_files_of_somebody_else_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("à garder")
    with pytest.raises(FileExistsError, match="notes"):
        write_folder([dataset()], tmp_path, day=DAY)
    assert held(tmp_path) == ["notes.txt"]


@pytest.fixture
def one_table(monkeypatch):
    table = dataset([{"texte": "un"}, {"siret": "12"}], created=dt.date(2026, 1, 1))
    monkeypatch.setattr("csipa.opendata.datasets._datasets", {"essai": table})


@pytest.mark.usefixtures("one_table")
def test_the_command_says_what_it_wrote_and_what_it_left_out(tmp_path, capsys):
    call_command("export_open_data", "-o", str(tmp_path / "a"))
    told = capsys.readouterr().out
    assert "essai.csv\u00a0: 1\u00a0ligne" in told
    assert "laissé de côté\u00a0: Ligne 2 (12)" in told
    assert held(tmp_path / "a") == ["datapackage.json", "essai.csv", "essai.schema.json"]


@pytest.mark.usefixtures("one_table")
def test_an_unknown_or_unpublished_table_is_refused(tmp_path):
    with pytest.raises(CommandError, match="essai"):
        call_command("export_open_data", "-o", str(tmp_path / "a"), "--only", "rien")
    with override_settings(OPEN_DATA=[]), pytest.raises(CommandError, match="OPEN_DATA"):
        call_command("export_open_data", "-o", str(tmp_path / "a"))
    assert held(tmp_path) == []
