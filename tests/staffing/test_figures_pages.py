"""The pages of figures, fragility, what if and continuity: who may open them, what they say."""

import datetime as dt
import io

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from csipa.pdf.door import PdfError
from sites.models import Activity
from staffing.documents.figures_print import render_figures, render_figures_html
from staffing.models import Assignment
from staffing.review.figures import printed_source, read_figures
from tests.admin.factories import UserFactory
from tests.pdf.verapdf import failures
from tests.sites.factories import OpeningHoursFactory
from tests.staffing.factories import AbsenceFactory
from tests.staffing.source_teams import CASTELSARRASIN_ON, castelsarrasin
from tests.staffing.team import OPENING, SEPTEMBER, Team

pytestmark = pytest.mark.django_db
NBSP = "\u00a0"
PAGES = ("figures", "fragility", "fragility_what_if", "continuity")
YEAR = {"du": "2024-06-03", "au": "2025-09-01"}


@pytest.fixture
def team():
    return Team()


def client_of(*codenames):
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def camille():
    """Somebody who may see assignments and the people who hold them."""
    return client_of("view_assignment", "view_person")


@pytest.fixture
def dominique():
    """Somebody who may see assignments, and no person."""
    return client_of("view_assignment")


def page(client, name, **asked):
    return client.get(reverse(f"admin:staffing_{name}"), asked)


def text(response):
    return response.content.decode().replace("&nbsp;", " ").replace(NBSP, " ")


@pytest.mark.parametrize("name", [*PAGES, "figures_print"])
def test_nobody_opens_these_pages_without_seeing_assignments(name):
    assert page(client_of("view_post"), name).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_an_empty_centre_has_pages_that_say_so(dominique, name):
    assert page(dominique, name).status_code == 200


def test_the_menu_leads_to_the_three_pages(dominique):
    told = text(dominique.get(reverse("admin:to_do")))
    for name in ("Indicateurs", "Fragilité", "Continuité"):
        assert name in told


def test_every_figure_shows_how_it_is_worked_out(team, camille):
    told = text(page(camille, "figures", **YEAR))
    assert "88,9 %" in told
    assert "4 ETP vacants ÷ 4,5 ETP autorisés des postes ouverts" in told
    assert "3 sur 6 (50 %)" in told
    assert told.count("<summary>Calcul") == 3 * len(
        read_figures(first=OPENING, last=SEPTEMBER, today=SEPTEMBER).whole.lines
    )
    assert "Camille Dubois" in told


def test_people_are_named_to_those_who_may_see_them_only(team, dominique, monkeypatch):
    OpeningHoursFactory(site=team.antenna, start=OPENING)
    AbsenceFactory(person=team.people["Arnaud"])
    asked = {"figures": YEAR, "fragility_what_if": {"personne": team.people["Arnaud"].pk}}
    for name in PAGES:
        told = text(page(dominique, name, **asked.get(name, {})))
        assert not any(person.last_name in told for person in team.people.values()), name


def test_by_default_the_period_is_the_last_twelve_months(team, camille, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: dt.date(2026, 2, 28))
    form = page(camille, "figures").context["form"]
    assert form.cleaned_data["du"] == dt.date(2025, 3, 1)
    assert form.cleaned_data["au"] == dt.date(2026, 2, 28)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"du": "2025-09-01", "au": "2025-01-01"}, "La période finit avant de commencer"),
        ({"du": "2025-02-30", "au": "2025-09-01"}, "Cette date n’existe pas"),
        ({"du": "", "au": "2025-09-01"}, "Donnez les deux dates"),
        ({"du": "1990-01-01", "au": "2025-09-01"}, "dépasse dix ans"),
    ],
)
def test_a_wrong_period_is_told_in_one_sentence(team, camille, asked, sentence):
    for name in ("figures", "continuity"):
        response = page(camille, name, **asked)
        assert response.status_code == 200
        assert text(response).count(sentence) == 1
    response = page(camille, "figures_print", **asked)
    assert response.status_code == 302


def test_figures_may_be_read_by_site(team, camille):
    told = text(page(camille, "figures", **YEAR, par="site"))
    assert "Norrent-Fontes" in told
    assert "Médecins généralistes</a>" not in told


def test_the_print_holds_the_same_figures_and_the_notes(team, camille):
    response = page(camille, "figures_print", **YEAR)
    assert response["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(response.content))
    told = " ".join("\n".join(one.extract_text() for one in reader.pages).split())
    assert "88,9 %" in told.replace(NBSP, " ")
    assert "Notes" in told
    assert "indicateurs.json" in reader.attachments


def test_the_print_tells_each_formula_once_whatever_the_groups(team):
    found = read_figures(first=OPENING, last=SEPTEMBER, today=SEPTEMBER)
    html = render_figures_html(printed_source(found)).replace(NBSP, " ")
    assert html.count("estimateur de Kaplan-Meier") + html.count("Estimateur de Kaplan-Meier") == 1


@pytest.mark.verapdf
def test_the_print_is_archivable_and_accessible(team):
    found = read_figures(first=OPENING, last=SEPTEMBER, today=SEPTEMBER, names_people=True)
    assert failures(render_figures(printed_source(found))) == []


def test_a_print_that_fails_goes_back_with_its_reason(team, camille, monkeypatch):
    def fail(source):
        raise PdfError("L’impression a échoué.")

    monkeypatch.setattr("staffing.admin.figures.render_figures", fail)
    response = page(camille, "figures_print", **YEAR)
    assert response.status_code == 302
    assert "L’impression a échoué." in text(camille.get(response["Location"]))


def test_the_doctor_who_is_alone_of_two_posts_is_told(camille, monkeypatch):
    castelsarrasin()
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: CASTELSARRASIN_ON)
    told = text(page(camille, "fragility"))
    assert "Une seule personne" in told
    assert "Médecins généralistes" in told
    assert "100 %" in told


def test_what_if_writes_nothing_and_tells_the_site_left_empty(team, camille):
    before = list(Assignment.objects.order_by("pk").values())
    told = text(
        page(
            camille,
            "fragility_what_if",
            personne=[team.people["Arnaud"].pk, team.people["Garnier"].pk],
            date="2025-09-01",
        )
    )
    assert "Médecins généralistes, Norrent-Fontes" in told
    assert "91 consultations de moins par mois" in told
    assert "7 h de moins par semaine" in told
    assert "non calculées : durée inconnue" in told
    assert list(Assignment.objects.order_by("pk").values()) == before


def test_hypotheses_are_changed_in_the_address_only(team, camille):
    doctor = team.doctors.profession
    asked = {
        "personne": team.people["Arnaud"].pk,
        "date": "2025-09-01",
        f"p{doctor.pk}-heures": "40",
        f"p{doctor.pk}-minutes": "30",
    }
    told = text(page(camille, "fragility_what_if", **asked))
    assert "69 consultations de moins par mois" in told
    assert "0,2 ETP × 40 h par semaine = 8 h par semaine" in told
    wrong = text(page(camille, "fragility_what_if", **{**asked, f"p{doctor.pk}-minutes": "0"}))
    assert "91 consultations de moins par mois" in wrong
    assert "supérieure ou égale à 1" in wrong


def test_who_is_not_at_the_centre_cannot_be_chosen(team, camille):
    for stranger in ("999999", "x", str(team.people["Dubois"].pk)):
        told = text(page(camille, "fragility_what_if", personne=stranger))
        assert "Cette personne n’est plus au centre." in told
    assert "Cette date n’existe pas" in text(
        page(camille, "fragility_what_if", personne=team.people["Arnaud"].pk, date="demain")
    )


def test_the_calendar_shows_the_days_without_doctor(team, camille):
    for weekday in range(1, 6):
        OpeningHoursFactory(
            site=team.antenna, weekday=weekday, start=OPENING, activity=Activity.MEDICAL
        )
    AbsenceFactory(
        person=team.people["Arnaud"], start=dt.date(2025, 8, 4), end=dt.date(2025, 8, 15)
    )
    told = text(page(camille, "continuity", **YEAR, mois="2025-08"))
    sentence = "Du 4 au 14 août 2025, 9 jours ouverts, Norrent-Fontes, médecins généralistes"
    assert sentence in told
    assert "Août 2025" in told
    assert "Au moins 9 jours sans personne, sur " in told
    assert told.count("month-empty") == 9
    assert page(camille, "continuity", mois="2025-13").status_code == 200


def test_no_day_found_is_never_told_as_somebody_every_day(team, camille):
    for weekday in (2, 4):
        OpeningHoursFactory(site=team.antenna, weekday=weekday, start=OPENING)
    told = text(page(camille, "continuity", **YEAR))
    assert "Aucun jour sans personne n’est connu, sur " in told
    assert "comptée présente tous les jours : les jours sont un minimum." in told
    assert "Personne n’a manqué" not in told
    assert "0,2 ETP" in told
    assert "2 jours ouverts" in told
    assert "insuffisant" in told


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("figures", 16),
        ("fragility", 16),
        ("fragility_what_if", 18),
        ("continuity", 17),
    ],
)
def test_pages_take_a_fixed_number_of_queries(
    team, camille, django_assert_max_num_queries, name, most
):
    everybody = [one.pk for one in team.people.values() if one.last_name[0] in "ABCG"]
    asked = {"personne": everybody} if name.endswith("what_if") else {}
    with django_assert_max_num_queries(most):
        page(camille, name, **asked)
