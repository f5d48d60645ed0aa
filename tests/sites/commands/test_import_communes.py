"""`manage.py import_communes`: what it says, its exit code, and that all is written or nothing."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

import sites
from sites.models import Commune

pytestmark = pytest.mark.django_db

HEADING = "insee_code,name,tncc,siren,postal_codes,population,department\n"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "communes.csv"


def test_shipped_file_imported_again_changes_nothing(capsys):
    call_command("import_communes", Path(sites.__file__).parent / "data" / "communes_cabbalr.csv")
    assert capsys.readouterr().out == (
        "communes_cabbalr.csv, 100\u00a0lignes justes\u00a0: écriture en cours…\n"
        "100\u00a0communes lues\u00a0: 0\u00a0créée, 0\u00a0mise à jour, "
        "100\u00a0inchangées.\n"
    )


def test_communes_of_another_territory_are_added(file, capsys):
    file.write_text(HEADING + "82033,Castelsarrasin,0,,82100,14343,82\n", encoding="utf-8")
    call_command("import_communes", file, population_year=2023)
    said = capsys.readouterr().out
    assert "\n1\u00a0commune lue\u00a0: 1\u00a0créée, 0\u00a0mise à jour" in said
    assert Commune.objects.resolve("Castelsarrasin").population_year == 2023


def test_bad_lines_are_all_told_and_nothing_is_written(file, capsys):
    lines = [
        "82033,Castelsarrasin,0,,82100,14343,82",
        "82034,,0,,82100,,82",
        "820,Caumont,0,,82210,,82",
    ]
    file.write_text(HEADING + "\n".join(lines), encoding="utf-8")
    with pytest.raises(CommandError, match="Rien n’est importé") as caught:
        call_command("import_communes", file)
    assert caught.value.returncode == 2
    told = capsys.readouterr().err
    assert "communes.csv, ligne 3\u00a0: colonne name\u00a0: le nom manque." in told
    assert (
        "communes.csv, ligne 4\u00a0: colonne insee_code\u00a0: «\u00a0820\u00a0» n’est pas" in told
    )
    assert Commune.objects.count() == 100


def test_missing_file_is_told_without_a_traceback(file):
    with pytest.raises(CommandError, match="ne se lit pas") as caught:
        call_command("import_communes", file)
    assert caught.value.returncode == 2
