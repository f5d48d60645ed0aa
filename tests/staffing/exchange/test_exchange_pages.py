"""The page « Import et export » and its two commands."""

import io
import re

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from staffing.models import Assignment, Person
from tests.admin.factories import UserFactory
from tests.staffing.factories import AssignmentFactory, PostTargetFactory
from tests.staffing.workbooks import book_of, exported, saved

pytestmark = pytest.mark.django_db
PAGE, PREVIEW, APPLY, EXPORT = (
    reverse(f"admin:staffing_exchange{end}") for end in ("", "_preview", "_apply", "_export")
)


@pytest.fixture
def content():
    """The export of one assignment, raised from 0.5 to 0.75 FTE."""
    AssignmentFactory(post=PostTargetFactory(post__label="Médecins").post)
    book = exported()
    page = book["Affectations"]
    heads = [cell.value for cell in page[1]]
    page.cell(2, heads.index("ETP") + 1).value = "0,75"
    return saved(book)


def sent(client, content, name="effectifs.xlsx"):
    answer = client.post(PREVIEW, {"file": SimpleUploadedFile(name, content)})
    return answer, answer.content.decode()


def carried(html):
    return re.search(r'name="apercu" value="([^"]+)"', html)[1]


def test_the_preview_writes_nothing_and_the_confirmation_everything(admin_client, content):
    _, html = sent(admin_client, content)
    assert "<del>0,5</del>" in html
    assert "<ins>0,75</ins>" in html
    assert Assignment.objects.get().fte == 0.5
    answer = admin_client.post(APPLY, {"apercu": carried(html)}, follow=True)
    assert "Import enregistré" in answer.content.decode()
    row = Assignment.objects.get()
    assert row.fte == 0.75
    assert row.history.first().history_user.username == "admin"


def test_a_confirmation_after_a_change_shows_the_preview_again(admin_client, content):
    _, html = sent(admin_client, content)
    Person.objects.update(phone="0321000000")
    answer = admin_client.post(APPLY, {"apercu": carried(html)})
    again = answer.content.decode()
    assert "ont changé depuis" in again
    assert Assignment.objects.get().fte == 0.5
    admin_client.post(APPLY, {"apercu": carried(again)})
    assert Assignment.objects.get().fte == 0.75


@pytest.mark.parametrize("text", ["", "x", "eyJhIjoxfQ:1abc:def"])
def test_what_the_page_did_not_carry_is_not_written(admin_client, content, text):
    answer = admin_client.post(APPLY, {"apercu": text}, follow=True)
    assert "a expiré" in answer.content.decode()
    assert Assignment.objects.get().fte == 0.5


def test_nobody_confirms_the_preview_of_somebody_else(admin_client, content):
    _, html = sent(admin_client, content)
    other = Client()
    other.force_login(UserFactory(is_superuser=True))
    answer = other.post(APPLY, {"apercu": carried(html)}, follow=True)
    assert "quelqu’un d’autre" in answer.content.decode()
    assert Assignment.objects.get().fte == 0.5


def test_a_workbook_with_faults_offers_no_confirmation(admin_client):
    content = book_of(Personnes=[["Prénom", "Nom", "Genre"], ["Camille", "Petit", "?"]])
    _, html = sent(admin_client, content)
    assert "1 erreur à corriger" in html
    assert "ligne&nbsp;2" in html
    assert 'name="apercu"' not in html


@pytest.mark.parametrize("name", ["effectifs.xlsm", "effectifs.csv", "effectifs.xlsx"])
def test_a_file_of_another_kind_stays_on_the_page(admin_client, name):
    answer, html = sent(admin_client, b"Poste;Nom\n", name)
    assert answer.status_code == 200
    assert "Rien n’est changé" in html
    assert "classeur .xlsx" in html


def test_the_export_is_a_workbook_with_its_advice(admin_client, content):
    answer = admin_client.get(EXPORT)
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames[0] == "Lisez-moi"
    assert "effectifs-" in answer["Content-Disposition"]
    assert book["Affectations"]["E2"].is_date


def allowed(*codenames):
    user = UserFactory()
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    client = Client()
    client.force_login(user)
    return client


VIEW = ("view_post", "view_person", "view_assignment")
WRITE = tuple(f"{deed}_{name}" for deed in ("add", "change") for name in ("post", "person"))
WRITE += ("add_assignment", "change_assignment")


def test_the_export_asks_for_all_that_it_tells(content):
    assert allowed(*VIEW[:2]).get(EXPORT).status_code == 403
    assert allowed(*VIEW).get(EXPORT).status_code == 200
    assert allowed().get(PAGE).status_code == 403


def test_the_import_asks_for_all_that_it_writes(content):
    client = allowed(*VIEW)
    assert "Voir ce qui va changer" not in client.get(PAGE).content.decode()
    assert sent(client, content)[0].status_code == 403
    assert client.post(APPLY, {"apercu": "x"}).status_code == 403


def test_what_an_account_may_not_write_is_said_and_not_offered():
    client = allowed(*VIEW, *WRITE)
    heads = ["Nom", "Au pluriel", "Famille", "Heures par semaine"]
    row = ["infirmier", "infirmiers", "professions paramédicales", 35]
    _, html = sent(client, book_of(Professions=[heads, row]))
    assert "«\xa0Professions\xa0»" in html
    assert 'name="apercu"' not in html


def test_an_address_opened_by_itself_goes_back(admin_client):
    assert admin_client.get(PREVIEW).url == PAGE
    assert admin_client.get(APPLY).status_code == 405


def test_the_commands_preview_then_write_then_find_nothing_left(content, tmp_path, capsys):
    file = tmp_path / "effectifs.xlsx"
    file.write_bytes(content)
    call_command("import_staffing", file)
    assert "ETP\xa0: 0,5 → 0,75" in capsys.readouterr().out
    assert Assignment.objects.get().fte == 0.5
    call_command("import_staffing", file, "--apply")
    assert Assignment.objects.get().fte == 0.75
    call_command("export_staffing", "-o", file)
    capsys.readouterr()
    call_command("import_staffing", file)
    assert "0\xa0ligne ajoutée, 0\xa0modifiée" in capsys.readouterr().out


def test_the_command_tells_every_fault_and_ends_with_a_code(tmp_path, capsys):
    file = tmp_path / "faux.xlsx"
    file.write_bytes(book_of(Personnes=[["Prénom", "Nom", "Genre"], ["A", "B", "?"]]))
    with pytest.raises(CommandError, match="Rien n’est importé") as error:
        call_command("import_staffing", file, "--apply")
    assert error.value.returncode == 2
    assert "ligne 2" in capsys.readouterr().err
    with pytest.raises(CommandError, match="ne se lit pas"):
        call_command("import_staffing", tmp_path / "absent.xlsx")
