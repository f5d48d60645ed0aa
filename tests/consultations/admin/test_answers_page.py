"""The page of answers and its files: who may open them, what they say, what they hide."""

import datetime as dt
import io

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from sites.models import Site
from tests.admin.factories import UserFactory
from tests.consultations.factories import ActivityCountFactory
from tests.consultations.factories_sessions import SessionCountFactory, SessionFactory, at
from tests.sites.factories import SiteFactory, SiteScopeFactory
from tests.staffing.factories import PersonFactory, ProfessionFactory

pytestmark = pytest.mark.django_db
NBSP = "\u00a0"
JUNE = {"du": "2026-06-01", "au": "2026-07-31"}


@pytest.fixture
def user():
    found = UserFactory()
    found.user_permissions.set(
        Permission.objects.filter(codename__in=("view_activitycount", "every_site"))
    )
    return found


@pytest.fixture
def client(user):
    found = Client()
    found.force_login(user)
    return found


@pytest.fixture
def places():
    """Robecq: 4, 20 and 30 unscheduled in June; Hinges: 40, 50, 60."""
    jobs = [
        ProfessionFactory(name=name, position=rank)
        for rank, name in enumerate(("médecin", "infirmier", "sage-femme"))
    ]
    for name, numbers in (("Robecq", (4, 20, 30)), ("Hinges", (40, 50, 60))):
        site = SiteFactory(name=name)
        for job, number in zip(jobs, numbers, strict=True):
            ActivityCountFactory(
                site=site,
                profession=job,
                date=dt.date(2026, 6, 10),
                done=number + 1000,
                unscheduled=number,
            )
    return jobs


def page(client, **asked):
    return client.get(reverse("admin:consultations_answers"), asked)


def file(client, kind, **asked):
    return client.get(reverse(f"admin:consultations_answers_{kind}"), asked)


def text(response):
    return response.content.decode().replace("&nbsp;", " ").replace(NBSP, " ")


def csv_rows(client, **asked):
    content = file(client, "csv", **asked).content
    assert content.startswith(b"\xef\xbb\xbf")
    return [line.split(";") for line in content.decode("utf-8-sig").splitlines()]


UNSCHEDULED = {
    **JUNE,
    "mesure": "non-programmees",
    "lignes": "site",
    "colonnes": "profession",
}


@pytest.mark.parametrize("name", ["", "_csv", "_xlsx"])
def test_nobody_opens_it_without_seeing_counts(name):
    client = Client()
    client.force_login(UserFactory())
    assert client.get(reverse(f"admin:consultations_answers{name}")).status_code == 403


def test_an_empty_centre_says_so(client):
    assert "Aucun décompte dans cette période" in text(page(client))


def test_the_page_crosses_what_is_asked_with_totals(client, places):
    told = page(client, **JUNE, lignes="site", colonnes="profession", mesure="consultations")
    table = told.context["table"]
    assert table.columns == ["Médecin", "Infirmier", "Sage-femme"]
    assert [(row.name, [cell.value for cell in row.cells]) for row in table.rows] == [
        ("Hinges", [1040, 1050, 1060]),
        ("Robecq", [1004, 1020, 1030]),
    ]
    assert [cell.value for cell in table.totals] == [2044, 2070, 2090]
    assert table.total.text == f"6{NBSP}204"
    assert "6 204" in text(told)
    assert "<svg" in text(told)


def test_on_screen_nothing_is_hidden(client, places):
    told = page(client, **UNSCHEDULED)
    assert [cell.text for cell in told.context["table"].rows[1].cells] == ["4", "20", "30"]


@pytest.mark.parametrize(
    "mesure", ["par-etp", "par-heure-ouverte", "heures", "attente", "absences"]
)
@pytest.mark.parametrize("lignes", ["month", "site", "profession", "kind"])
def test_every_measure_by_every_dimension_has_its_page_and_its_files(
    client, places, mesure, lignes
):
    for colonnes in ("aucune", "month", "kind"):
        asked = {**JUNE, "mesure": mesure, "lignes": lignes, "colonnes": colonnes}
        assert page(client, **asked).status_code == 200
        assert file(client, "csv", **asked).status_code == 200


def test_each_figure_says_how_it_is_worked_out(client, places):
    told = text(page(client, **JUNE))
    assert told.count("<summary>Calcul") == 10
    assert "204 sur 6 204" in told
    assert "Part non programmée" in told


def test_small_counts_leave_the_house_hidden_with_one_more_cell(client, places):
    rows = csv_rows(client, **UNSCHEDULED)
    assert rows[0] == ["Site", "Médecin", "Infirmier", "Sage-femme", "Dont non programmées"]
    assert rows[1] == ["Hinges", "s", "s", "60", "150"]
    assert rows[2] == ["Robecq", "s", "s", "30", "54"]
    assert rows[3] == ["Total", "44", "70", "90", "204"]
    assert any("nombre masqué" in row[0] for row in rows)


def test_the_house_may_keep_them_by_unticking_the_box(client, places):
    rows = csv_rows(client, **UNSCHEDULED, choix="1")
    assert rows[2] == ["Robecq", "4", "20", "30", "54"]
    assert not any("masqué" in row[0] for row in rows if row)
    assert csv_rows(client, **UNSCHEDULED, choix="1", diffusion="1")[2][1] == "s"


def test_a_share_does_not_tell_what_is_hidden(client, places):
    rows = csv_rows(client, **{**UNSCHEDULED, "mesure": "part-non-programmees"})
    assert rows[2][:3] == ["Robecq", "s", "s"]
    assert rows[2][3] != "s"


def test_plain_totals_of_sites_are_never_hidden(client):
    ActivityCountFactory(site=SiteFactory(name="Robecq"), date=dt.date(2026, 6, 10), done=3)
    rows = csv_rows(client, **JUNE, lignes="site", colonnes="aucune")
    assert rows[1] == ["Robecq", "3"]
    rows = csv_rows(client, **JUNE, lignes="profession", colonnes="aucune")
    assert rows[1][1] == "s"


def test_the_threshold_is_a_setting(client, places, settings):
    settings.SMALL_COUNTS_BELOW = 4
    assert csv_rows(client, **UNSCHEDULED)[2] == ["Robecq", "4", "20", "30", "54"]


def test_a_workbook_has_real_numbers_and_dates(client, places):
    content = file(client, "xlsx", **JUNE, lignes="month", colonnes="site", choix="1").content
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["Mois", "Hinges", "Robecq", "Consultations"]
    assert [cell.value for cell in sheet[2]] == [dt.datetime(2026, 6, 1), 3150, 3054, 6204]  # noqa: DTZ001
    assert sheet["A2"].number_format == "DD/MM/YYYY"
    assert "non programmés" in "".join(str(row[0].value) for row in book["À savoir"])


def test_hours_keep_their_decimals_in_a_workbook(client):
    ActivityCountFactory(date=dt.date(2026, 6, 10), done=3, minutes_held=450)
    asked = {**JUNE, "mesure": "heures", "lignes": "site", "colonnes": "aucune"}
    sheet = load_workbook(io.BytesIO(file(client, "xlsx", **asked).content)).worksheets[0]
    assert (sheet["B2"].value, sheet["B2"].number_format) == (7.5, "0.##")


@pytest.mark.parametrize("name", ["=1+1", "+33", "-2", "@cmd"])
def test_a_name_never_becomes_a_formula(client, name):
    ActivityCountFactory(site=SiteFactory(name=name), date=dt.date(2026, 6, 10), done=30)
    asked = {**JUNE, "lignes": "site", "colonnes": "aucune"}
    assert csv_rows(client, **asked)[1][0] == f"'{name}"
    sheet = load_workbook(io.BytesIO(file(client, "xlsx", **asked).content)).worksheets[0]
    assert (sheet["A2"].data_type, sheet["A2"].value) == ("s", name)
    asked = {**JUNE, "lignes": "month", "colonnes": "site"}
    assert csv_rows(client, **asked)[0][1] == f"'{name}"
    sheet = load_workbook(io.BytesIO(file(client, "xlsx", **asked).content)).worksheets[0]
    assert (sheet["B1"].data_type, sheet["B1"].value) == ("s", name)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_of_nothing_is_a_file(client, kind):
    assert file(client, kind, **JUNE).status_code == 200


def test_somebody_who_works_for_a_site_sees_that_site_only(user, client, places):

    robecq, hinges = Site.objects.get(name="Robecq"), Site.objects.get(name="Hinges")
    SiteScopeFactory(user=user, site=robecq)
    told = page(client, **JUNE, lignes="site", colonnes="aucune")
    assert [row.name for row in told.context["table"].rows] == ["Robecq"]
    refused = page(client, **JUNE, site=hinges.pk)
    assert "pas de ceux pour lesquels vous travaillez" in text(refused)
    assert "table" not in refused.context
    assert [row[0] for row in csv_rows(client, **JUNE, lignes="site", colonnes="aucune")][1:3] == [
        "Robecq",
        "Total",
    ]
    assert file(client, "csv", **JUNE, site=hinges.pk).status_code == 302


def test_people_are_told_to_those_who_may_see_them_and_never_in_a_file(user, client):
    person = PersonFactory(first_name="Camille", last_name="Dubois")
    ActivityCountFactory(person=person, date=dt.date(2026, 6, 10), done=30)
    assert "Dubois" not in text(page(client, **JUNE, personnes="on"))
    user.user_permissions.add(Permission.objects.get(codename="see_people"))
    assert "Dubois" not in text(page(client, **JUNE))
    assert "Camille Dubois" in text(page(client, **JUNE, personnes="on"))
    assert b"Dubois" not in file(client, "csv", **JUNE, personnes="on", choix="1").content


def test_sessions_under_a_convention_stand_apart(client, places):
    session = SessionFactory(
        snp=True, room__site__name="Norrent", state="held", starts_at=at(dt.date(2026, 6, 9), 19)
    )
    SessionCountFactory(session=session, done=8)
    told = text(page(client, **JUNE))
    assert "il ne s’ajoute pas à l’activité du CSIPA" in told
    assert "6 212" not in told
    together = text(page(client, **JUNE, lieu="on"))
    assert "6 204 + 8 = <strong>6 212</strong>" in together
    assert "additionne l’activité du CSIPA et les soins non programmés" in together


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"du": "2026-06-02", "au": "2026-06-01"}, "finit avant de commencer"),
        ({"du": "2026-02-30", "au": "2026-06-01"}, "Cette date n’existe pas"),
        ({"du": "0001-01-01", "au": "0001-06-01"}, "Cette date n’existe pas"),
        ({"du": "2026-06-01", "au": "9999-12-31"}, "dépasse dix ans"),
        ({"du": "", "au": "2026-06-01"}, "Donnez les deux dates"),
        ({"site": "x"}, "Ce site n’est pas"),
        ({"mesure": "patients"}, "patients"),
    ],
)
def test_a_question_that_makes_no_sense_is_told_in_one_sentence(client, asked, sentence):
    response = page(client, **asked)
    assert response.status_code == 200
    assert text(response).count(sentence) == 1
    assert file(client, "csv", **asked).status_code == 302


def test_the_page_makes_the_same_queries_whatever_it_shows(client, places):
    def queries(**asked):
        with CaptureQueriesContext(connection) as found:
            page(client, lieu="on", **asked)
        return len(found)

    page(client)
    few = queries(**JUNE)
    for number in range(5):
        site = SiteFactory(name=f"Site {number}")
        for month in range(1, 10):
            ActivityCountFactory(
                site=site, profession=places[0], date=dt.date(2026, month, 3), done=30
            )
    assert queries(du="2026-01-01", au="2026-09-30") == few <= 22
