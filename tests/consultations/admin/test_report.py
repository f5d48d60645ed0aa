"""The page « Rapport d’activité »: what the first page will say, and the button to print it."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from csipa.pdf.door import PdfError
from tests.consultations.factories import UserFactory
from tests.consultations.report_year import TODAY, written_year
from tests.sites.factories import SiteScopeFactory

pytestmark = pytest.mark.django_db

PAGE = "/admin/activite/rapport/"
YEAR = {"du": "2026-01-01", "au": "2026-06-30"}


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


def read(answer):
    bare = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", bare.replace("\u00a0", " ").replace("&nbsp;", " "))


def reader(client, *sites):
    user = UserFactory()
    whole = () if sites else ("every_site",)
    rights = Permission.objects.filter(codename__in=("view_activitycount", *whole))
    user.user_permissions.set(rights)
    for site in sites:
        SiteScopeFactory(user=user, site=site)
    client.force_login(user)
    return client


def test_the_page_shows_the_figures_of_the_year_so_far(admin_client):
    written_year()
    shown = read(admin_client.get(PAGE))
    assert "Du 1 er janvier au 30 juin 2026" in shown
    for value in ("≈ 764", "0,5 sur 4,5", "156 h"):
        assert value in shown
    assert "Somme des consultations saisies chaque jour" in shown


def test_the_button_prints_the_period_shown(admin_client):
    written_year()
    page = admin_client.get(PAGE, YEAR).content.decode()
    assert f"{PAGE}pdf/?du=2026-01-01&amp;au=2026-06-30" in page
    answer = admin_client.get(f"{PAGE}pdf/", YEAR)
    assert answer["Content-Type"] == "application/pdf"
    assert "rapport-activite-2026-01-01-2026-06-30.pdf" in answer["Content-Disposition"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"du": "2026-06-30", "au": "2026-01-01"}, "échangez les deux dates"),
        ({"du": "x", "au": "2026-01-01"}, "n’existe pas"),
        ({"du": "", "au": "2026-01-01"}, "Donnez les deux dates"),
    ],
)
def test_a_wrong_period_is_told_and_not_printed(admin_client, asked, said):
    assert said in read(admin_client.get(PAGE, asked))
    answer = admin_client.get(f"{PAGE}pdf/", asked)
    assert answer.status_code == 302
    assert said in read(admin_client.get(answer["Location"]))


def test_a_print_that_fails_says_why(admin_client, monkeypatch):
    def fail(source):
        raise PdfError("Le document est trop grand.")

    monkeypatch.setattr("consultations.admin.report.render_report", fail)
    answer = admin_client.get(f"{PAGE}pdf/", YEAR, follow=True)
    assert "trop grand" in read(answer)


def test_an_account_of_one_site_reads_that_site_alone(client):
    _, antenna = written_year()
    shown = read(reader(client, antenna).get(PAGE, YEAR))
    assert "Sites retenus : Robecq" in shown
    assert "Labourse" not in shown


def test_an_account_of_all_sites_reads_the_centre(client):
    written_year()
    assert "Sites retenus" not in read(reader(client).get(PAGE, YEAR))


def test_the_page_wants_the_right_to_see_counts_and_is_only_read(client, admin_client):
    client.force_login(UserFactory())
    assert client.get(PAGE).status_code == 403
    assert client.get(reverse("admin:consultations_report_pdf")).status_code == 403
    assert admin_client.post(PAGE).status_code == 405


def test_a_year_without_anything_is_shown_as_such(admin_client):
    shown = read(admin_client.get(PAGE, {"du": "2019-01-01", "au": "2019-12-31"}))
    assert "Aucune consultation n’est enregistrée pour cette période." in shown
