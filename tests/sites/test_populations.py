"""« Populations »: the list, the import after a preview, the command, the page of a commune."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from sites.models import CommunePopulation
from tests.sites.factories import CommuneFactory
from tests.sites.factories_territory import CommunePopulationFactory
from tests.sites.pages import address, shown, staff

pytestmark = pytest.mark.django_db

HEADING = "insee_code,year,municipal,total\n"


@pytest.fixture
def commune():
    return CommuneFactory(name="Outreville", population=900, population_year=2018)


def send(client, text):
    file = SimpleUploadedFile("populations.csv", (HEADING + text).encode())
    return client.post(address("communepopulation_import"), {"file": file, "source": "INSEE"})


def confirm(client, answer, **values):
    carried = answer.context["carried"]
    return client.post(
        address("communepopulation_import"), {"apercu": carried, **values}, follow=True
    )


def test_file_is_shown_before_it_is_written(admin_client, commune):
    answer = send(admin_client, f"{commune.pk},2023,1234,\n")
    assert "1 population ajoutée, 0 modifiée, 0 inchangée. Rien n’est encore écrit." in shown(
        answer
    )
    assert not commune.populations.exists()
    said = shown(confirm(admin_client, answer))
    assert "1 commune mise à jour" in said
    assert commune.populations.get().municipal == 1234


def test_bad_lines_are_listed_and_may_be_left(admin_client, commune):
    answer = send(admin_client, f"{commune.pk},2023,1234,\n99999,2023,5,\n")
    assert "Ligne 3 : le code INSEE 99999" in shown(answer)
    assert "Rien n’est importé" in shown(confirm(admin_client, answer))
    confirm(admin_client, answer, bonnes="1")
    assert commune.populations.count() == 1


def test_preview_that_is_no_longer_true_is_shown_again(admin_client, commune):
    answer = send(admin_client, f"{commune.pk},2023,1234,\n")
    CommunePopulationFactory(commune=commune, municipal=5)
    assert "ont changé depuis l’aperçu" in shown(confirm(admin_client, answer))


def test_preview_of_somebody_else_is_refused(admin_client, client, commune):
    answer = send(admin_client, f"{commune.pk},2023,1234,\n")
    rights = ("view", "add", "change")
    client.force_login(staff(*(f"{right}_communepopulation" for right in rights)))
    assert "quelqu’un d’autre" in shown(confirm(client, answer))


def test_file_of_something_else_is_told(admin_client):
    file = SimpleUploadedFile("x.csv", b"a,b\n")
    answer = admin_client.post(address("communepopulation_import"), {"file": file, "source": "x"})
    assert "les colonnes attendues sont" in shown(answer)


def test_import_is_for_those_who_may_write(client):
    client.force_login(staff("view_communepopulation"))
    assert client.get(address("communepopulation_import")).status_code == 403
    assert "Importer un fichier" not in shown(client.get(address("communepopulation_changelist")))


def test_page_of_a_commune_draws_its_populations(admin_client, client, commune):
    for year, people in ((2018, 900), (2023, 1234)):
        CommunePopulationFactory(commune=commune, year=year, municipal=people)
    text = shown(admin_client.get(address("commune_change", commune)))
    assert "Population, recensement par recensement" in text
    assert "<svg" in text
    client.force_login(staff("view_commune"))
    text = shown(client.get(address("commune_change", commune)))
    assert "recensement par recensement" not in text


def test_command_writes_and_says_what_it_did(tmp_path, capsys, commune):
    file = tmp_path / "populations.csv"
    file.write_text(HEADING + f"{commune.pk};2023;1234;\n".replace(";", ","), encoding="utf-8")
    call_command("import_populations", file)
    assert "1\u00a0population ajoutée" in capsys.readouterr().out
    call_command("import_populations", file)
    assert "1\u00a0inchangée" in capsys.readouterr().out


def test_command_refuses_bad_lines_unless_told(tmp_path, capsys, commune):
    file = tmp_path / "populations.csv"
    file.write_text(HEADING + f"{commune.pk},2023,1234,\nx,2023,1,\n", encoding="utf-8")
    with pytest.raises(CommandError, match="Lignes à corriger\u00a0: 1") as caught:
        call_command("import_populations", file)
    assert caught.value.returncode == 2
    assert not CommunePopulation.objects.filter(commune=commune).exists()
    call_command("import_populations", file, only_good=True)
    assert "ligne 3" in capsys.readouterr().err
    assert CommunePopulation.objects.filter(commune=commune).count() == 1


def test_command_says_that_a_file_is_missing(tmp_path):
    with pytest.raises(CommandError, match="ne se lit pas"):
        call_command("import_populations", tmp_path / "rien.csv")
