"""The remark of a day: a few words that name no patient, kept with the figures of the row."""

import datetime as dt

import pytest
from django.urls import reverse

from consultations.models import ActivityCount, MonthState
from tests.consultations.factories import (
    MONDAY,
    ActivityCountFactory,
    MonthLockFactory,
    UserFactory,
)
from tests.consultations.grid_pages import (
    TODAY,
    WEEK,
    address,
    end_of,
    line_at,
    name_of,
    open_site,
    secretary,
    words,
)
from tests.sites.factories import SiteScopeFactory
from tests.staffing.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


@pytest.fixture
def line():
    return line_at(open_site(name="Robecq"))


@pytest.fixture
def marie(client):
    user = secretary()
    client.force_login(user)
    return user


def page(**query):
    return f"{reverse('saisie-remarque')}?" + "&".join(
        f"{key}={value}" for key, value in {"semaine": WEEK, **query}.items()
    )


def write(client, line, text, day=MONDAY, base="", **extra):
    row = end_of(line, day).replace(day.isoformat(), "row")
    data = {"row": row, "day": day.isoformat(), "text": text, "base": base, **extra}
    return client.post(page(), data, follow=True)


def test_remark_is_kept_with_its_history_and_shown_under_the_grid(client, line, marie):
    ActivityCountFactory(site=line.site, profession=line.profession, date=MONDAY, done=3)
    answer = write(client, line, "Panne  de\nchauffage le matin")
    row = ActivityCount.objects.get()
    assert (row.comment, row.done, row.version) == ("Panne de chauffage le matin", 3, 2)
    assert row.history.latest().history_user == marie
    assert "Remarque enregistrée." in words(answer)
    assert "Panne de chauffage le matin" in words(answer)


def test_remark_of_a_day_without_figures_makes_a_row_that_says_nothing_else(client, line, marie):
    write(client, line, "Médecin en formation")
    row = ActivityCount.objects.get()
    assert (row.done, row.closed, row.comment) == (None, False, "Médecin en formation")


def test_remark_is_changed_and_taken_away(client, line, marie):
    write(client, line, "Panne")
    shown = client.get(page(case=name_of(line))).content.decode()
    assert "Panne</textarea>" in shown
    write(client, line, "", base="Panne")
    assert ActivityCount.objects.get().comment == ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Rappeler le 06 12 34 56 78", "numéro de téléphone"),
        ("Dossier 2 84 05 62 193 045 21", "numéro de sécurité sociale"),
        ("Écrire à dupont@exemple.fr", "adresse électronique"),
    ],
)
def test_text_that_gives_a_patient_away_is_refused_with_the_reason(
    client, line, marie, text, reason
):
    answer = write(client, line, text)
    assert reason in words(answer)
    assert text in answer.content.decode()
    assert not ActivityCount.objects.exists()


def test_remark_of_somebody_else_is_not_overwritten_unseen(client, line, marie):
    paul = UserFactory(first_name="Paul", last_name="Petit")
    ActivityCountFactory(
        site=line.site, profession=line.profession, date=MONDAY, comment="Grève", author=paul
    )
    answer = write(client, line, "Panne")
    assert "Paul Petit a écrit entre-temps « Grève »" in words(answer)
    assert ActivityCount.objects.get().comment == "Grève"
    assert 'name="base" value="Grève"' in answer.content.decode()
    write(client, line, "Panne", base="Grève")
    assert ActivityCount.objects.get().comment == "Panne"


def test_closed_month_keeps_its_remarks(client, line, marie):
    MonthLockFactory(site=line.site, state=MonthState.CLOSED)
    assert "Ce mois est clos" in words(write(client, line, "Panne"))


def test_day_to_come_has_no_remark_yet(client, line, marie):
    answer = write(client, line, "Panne", day=TODAY + dt.timedelta(days=1))
    assert "pas encore venu" in words(answer)


def test_too_long_a_remark_is_refused_and_not_lost(client, line, marie):
    answer = write(client, line, "long " * 50)
    assert "long long" in answer.content.decode()
    assert not ActivityCount.objects.exists()


def test_line_that_is_none_is_refused(client, line, marie):
    assert "Sélectionnez un choix valide" in words(write(client, line, "Panne", row="1-row-2"))
    assert not ActivityCount.objects.exists()


@pytest.mark.parametrize("case", ["", "c-x", "c-9-2026-06-01-9-consultation-0-done"])
def test_page_opens_on_a_cell_that_is_none(client, line, marie, case):
    assert client.get(page(case=case)).status_code == 200


def test_remark_of_a_site_of_others_or_of_a_person_is_not_told(client, line, marie):
    person = PersonFactory()
    one = {"site": line.site, "profession": line.profession, "date": MONDAY}
    ActivityCountFactory(**one, person=person, comment="Secret")
    assert "Secret" not in client.get(page(case=name_of(line, person=person))).content.decode()
    assert "Secret" not in client.get(address()).content.decode()
    SiteScopeFactory(user=marie, site=open_site())
    ActivityCountFactory(**one, comment="Ailleurs")
    assert "Ailleurs" not in client.get(page(case=name_of(line))).content.decode()


def test_account_that_only_reads_writes_no_remark(client, line):
    client.force_login(secretary("view_activitycount"))
    assert client.get(page()).status_code == 403
    assert write(client, line, "Panne").status_code == 403
