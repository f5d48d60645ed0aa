"""The week grid as a plain form: what it saves, what it asks and refuses; nothing typed is lost."""

import datetime as dt

import pytest

from consultations.models import ActivityCount
from consultations.rules.cells import Measure
from tests.consultations.factories import MONDAY, ActivityCountFactory, UserFactory
from tests.consultations.grid_pages import (
    TODAY,
    address,
    cell,
    end_of,
    line_at,
    name_of,
    open_site,
    secretary,
    typed,
    words,
)
from tests.sites.factories import SiteScopeFactory

pytestmark = pytest.mark.django_db
FRIDAY = MONDAY + dt.timedelta(days=4)


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


def test_what_was_typed_is_saved_and_said(client, line, marie):
    answer = client.post(
        address(), typed(line, "12") | typed(line, "2", measure=Measure.REFUSED), follow=True
    )
    row = ActivityCount.objects.get()
    assert (row.done, row.refused, row.author) == (12, 2, marie)
    assert "2 cases enregistrées." in words(answer)
    assert answer.redirect_chain == [(address(), 302)]


def test_cell_left_as_it_was_is_not_written_whoever_changed_it(client, line, marie):
    ActivityCountFactory(site=line.site, profession=line.profession, date=MONDAY, done=12)
    answer = client.post(address(), typed(line, "9", "9"), follow=True)
    assert ActivityCount.objects.get().done == 12
    assert "Rien n’avait changé." in words(answer)


def test_two_people_on_one_cell_are_asked_which(client, line, marie):
    paul = UserFactory(first_name="Paul", last_name="Petit")
    ActivityCountFactory(
        site=line.site, profession=line.profession, date=MONDAY, done=12, author=paul
    )
    answer = client.post(address(), typed(line, "14"))
    assert "Vous 14 / Paul Petit 12 à " in words(answer)
    assert "laquelle ?" in words(answer)
    assert 'value="14"' in cell(answer, name_of(line))
    assert 'value=""' in cell(answer, name_of(line).replace("c-", "b-", 1))
    assert ActivityCount.objects.get().done == 12


@pytest.mark.parametrize(("choice", "kept"), [("mine", 14), ("theirs", 12), ("", 12)])
def test_the_choice_between_two_figures_is_followed(client, line, marie, choice, kept):
    ActivityCountFactory(site=line.site, profession=line.profession, date=MONDAY, done=12)
    end = end_of(line)
    answer = client.post(
        address(), {**typed(line, "14"), f"t-{end}": "12", f"k-{end}": choice}, follow=True
    )
    assert ActivityCount.objects.get().done == kept
    assert ("laquelle ?" in words(answer)) == (choice == "")


def test_choice_made_on_a_figure_that_changed_again_is_asked_again(client, line, marie):
    ActivityCountFactory(site=line.site, profession=line.profession, date=MONDAY, done=13)
    end = end_of(line)
    answer = client.post(address(), {**typed(line, "14"), f"t-{end}": "12", f"k-{end}": "mine"})
    assert "Vous 14 / quelqu’un 13" in words(answer)
    assert ActivityCount.objects.get().done == 13


def test_refusal_is_told_beside_its_cell_and_the_rest_is_saved(client, line, marie):
    tuesday = MONDAY + dt.timedelta(days=1)
    answer = client.post(address(), typed(line, "douze") | typed(line, "5", day=tuesday))
    assert "« douze » n’est pas un nombre entier" in words(answer)
    assert 'value="douze"' in cell(answer, name_of(line))
    assert f'id="say-{end_of(line)}"' in answer.content.decode()
    assert [row.date for row in ActivityCount.objects.all()] == [tuesday]


def test_unusual_figure_is_asked_about_then_kept(client, line, marie):
    for week in range(1, 9):
        ActivityCountFactory(
            site=line.site,
            profession=line.profession,
            date=MONDAY - dt.timedelta(weeks=week),
            done=10,
        )
    answer = client.post(address(), typed(line, "90"))
    assert "90 est inhabituel" in words(answer)
    assert not ActivityCount.objects.filter(date=MONDAY).exists()
    kept = {**typed(line, "90"), f"q-{end_of(line)}": "90"}
    assert "91 est inhabituel" in words(client.post(address(), kept | typed(line, "91")))
    client.post(address(), kept)
    row = ActivityCount.objects.get(date=MONDAY)
    assert (row.done, row.confirmed) == (90, True)


def test_closed_line_is_reopened_by_typing_several_of_its_figures_together(client, line, marie):
    ActivityCountFactory(
        site=line.site, profession=line.profession, date=MONDAY, done=None, closed=True
    )
    both = typed(line, "3", "f") | typed(line, "1", "f", measure=Measure.UNSCHEDULED)
    client.post(address(), both | typed(line, "f", "f", measure=Measure.REFUSED))
    row = ActivityCount.objects.get()
    assert (row.done, row.unscheduled, row.refused, row.closed) == (3, 1, None, False)


def test_line_is_marked_closed_while_its_other_figures_are_erased(client, line, marie):
    ActivityCountFactory(site=line.site, profession=line.profession, date=MONDAY, done=3, refused=2)
    client.post(address(), typed(line, "f", "3") | typed(line, "", "2", measure=Measure.REFUSED))
    row = ActivityCount.objects.get()
    assert (row.done, row.refused, row.closed) == (None, None, True)


def test_whole_day_is_marked_closed_where_nothing_is_entered(client, line, marie):
    other = line_at(line.site, kind="home_visit", position=2)
    third = line_at(line.site, kind="remote", position=3)
    ActivityCountFactory(site=line.site, profession=line.profession, date=MONDAY, done=3)
    name = f"{line.site_id}-{MONDAY}"
    client.post(address(), {"close-day": name, **typed(third, "2")})
    rows = {row.kind: (row.done, row.closed) for row in ActivityCount.objects.all()}
    assert rows == {
        line.kind: (3, False),
        other.kind: (None, True),
        third.kind: (2, False),
    }


@pytest.mark.parametrize("name", ["", "1", "x-y", "1-2026-13-01", "999999999999-2026-06-01"])
def test_day_to_close_that_is_none_closes_nothing(client, line, marie, name):
    assert client.post(address(), {"close-day": name}).status_code == 302
    assert not ActivityCount.objects.exists()


def test_day_of_a_site_of_others_is_not_closed(client, line, marie):
    SiteScopeFactory(user=marie, site=open_site())
    answer = client.post(address(), {"close-day": f"{line.site_id}-{MONDAY}"})
    assert answer.status_code == 403


def test_day_to_come_is_not_closed(client, line, marie):
    client.post(address(), {"close-day": f"{line.site_id}-{FRIDAY}"})
    assert not ActivityCount.objects.exists()
