"""Cells sent by the browser: each is saved, refused, questioned or in conflict, and says so."""

import datetime as dt
import json

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from consultations.models import ActivityCount, MonthlyTotal, MonthState
from consultations.rules.cells import Measure
from tests.consultations.factories import (
    MONDAY,
    ActivityCountFactory,
    MonthLockFactory,
    SiteRecordingFactory,
    UserFactory,
)
from tests.consultations.grid_pages import TODAY, line_at, name_of, open_site, secretary, sent
from tests.sites.factories import SiteScopeFactory
from tests.sites.factories_projects import ClosureFactory
from tests.staffing.factories import PersonFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


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


def one(client, name, value, base="", **extra):
    answer = sent(client, (name, value, base), **extra)
    assert answer.status_code == 200
    (cell,) = answer.json()["cells"]
    return cell


def test_cell_is_saved_and_says_so(client, line, marie):
    name = name_of(line)
    assert one(client, name, "12") == {
        "name": name,
        "state": "saved",
        "value": "12",
        "message": "",
        "theirs": None,
    }
    assert ActivityCount.objects.get().author == marie


def test_cells_answer_in_the_order_in_which_they_came(client, line, marie):
    names = [name_of(line, MONDAY + rank * DAY) for rank in (2, 0, 1)]
    answer = sent(client, *((name, "0", "") for name in names))
    assert [cell["name"] for cell in answer.json()["cells"]] == names
    assert MonthlyTotal.objects.get().entries == 3


def test_cell_given_twice_counts_as_it_was_given_last(client, line, marie):
    name = name_of(line)
    answer = sent(client, (name, "1", ""), (name, "12", ""))
    assert [cell["value"] for cell in answer.json()["cells"]] == ["12"]


def test_conflict_tells_the_other_figure_who_typed_it_and_when(client, line, marie):
    paul = UserFactory(first_name="Paul", last_name="Petit")
    ActivityCountFactory(
        site=line.site,
        profession=line.profession,
        date=MONDAY,
        done=12,
        author=paul,
        changed_at=dt.datetime(2026, 6, 1, 15, 42, tzinfo=dt.UTC),
    )
    cell = one(client, name_of(line), "14")
    assert (cell["state"], cell["value"]) == ("conflict", "12")
    assert cell["theirs"]["by"] == "Paul Petit"
    assert cell["theirs"]["at"].replace("\u00a0", " ") == "le lundi 1er juin à 17 h 42"
    assert cell["message"].startswith("Vous 14 / Paul Petit 12 le lundi")
    assert ActivityCount.objects.get().done == 12


def test_hours_are_told_as_the_cell_writes_them(client, line, marie):
    SiteRecordingFactory(site=line.site, shows_hours=True)
    name = name_of(line, measure=Measure.MINUTES)
    assert one(client, name, "7,5")["value"] == "7h30"
    assert one(client, name, "8", "7h30")["value"] == "8h"


def test_unusual_figure_waits_until_it_is_confirmed(client, line, marie):
    for week in range(1, 9):
        ActivityCountFactory(
            site=line.site, profession=line.profession, date=MONDAY - week * 7 * DAY, done=10
        )
    cell = one(client, name_of(line), "90")
    assert (cell["state"], cell["value"]) == ("question", "")
    assert "90 est inhabituel" in cell["message"]
    assert one(client, name_of(line), "90", confirmed=True)["state"] == "saved"


def test_figure_on_a_closed_day_is_asked_about(client, line, marie):
    ClosureFactory(site=line.site, start=MONDAY, end=MONDAY)
    assert one(client, name_of(line), "3")["state"] == "question"


def test_closed_month_is_refused_with_who_reopens_it(client, line, marie):
    head = UserFactory(first_name="Delphine", last_name="Marchand", is_superuser=True)
    MonthLockFactory(site=line.site, state=MonthState.CLOSED)
    cell = one(client, name_of(line), "3")
    assert cell["state"] == "refused"
    assert f"{head.get_full_name()} peut le rouvrir" in cell["message"]


def test_day_to_come_is_refused(client, line, marie):
    cell = one(client, name_of(line, TODAY + DAY), "3")
    assert (cell["state"], cell["value"]) == ("refused", "")


def test_part_greater_than_the_whole_is_refused_for_both(client, line, marie):
    answer = sent(
        client,
        (name_of(line), "2", ""),
        (name_of(line, measure=Measure.UNSCHEDULED), "3", ""),
    )
    assert [cell["state"] for cell in answer.json()["cells"]] == ["refused", "refused"]
    assert not ActivityCount.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        "",
        "c-",
        "done",
        "c-1-2026-06-31-1-consultation-0-done",
        "c-1-2026-06-01-1-consultation-0-drop table",
        "c-1-2026-06-01-1-consultation-0-version",
        "c-99999999999-2026-06-01-1-consultation-0-done",
        "c-4294967296-2026-06-01-1-consultation-0-done",
        "c-1-0001-01-01-1-consultation-0-done",
        "c-1-9999-12-31-1-consultation-0-done",
        "b-1-2026-06-01-1-consultation-0-done",
        "c-\u0661-2026-06-01-1-consultation-0-done",
        "c-1-2026-06-01-1-consultation-0-done\x00",
    ],
)
def test_name_of_no_cell_is_refused(client, line, marie, name):
    cell = one(client, name, "3")
    assert cell["state"] == "refused"
    assert "rechargez" in cell["message"]


def test_line_that_is_not_recorded_is_refused(client, line, marie):
    name = name_of(line).replace("consultation", "remote")
    assert "ne se saisit plus à ce site" in one(client, name, "3")["message"]


def test_line_out_of_its_period_is_refused(client, line, marie):
    line.end = MONDAY
    line.save()
    assert one(client, name_of(line), "3")["state"] == "saved"
    assert "ne se saisit pas ce jour-là" in one(client, name_of(line, MONDAY + DAY), "3")["message"]


def test_day_before_the_opening_is_refused(client, marie):
    line = line_at(open_site(opened_on=MONDAY + DAY))
    assert "pas encore ouvert" in one(client, name_of(line), "3")["message"]
    assert one(client, name_of(line, MONDAY + DAY), "3")["state"] == "saved"


def test_figure_that_the_site_does_not_ask_is_refused(client, line, marie):
    cell = one(client, name_of(line, measure=Measure.NO_SHOW), "3")
    assert "ne demande plus ce chiffre" in cell["message"]


def told(cell, line):
    """Return what an answer says beside the names, which may hold any digits."""
    said = {key: value for key, value in cell.items() if key != "name"}
    return json.dumps(said, ensure_ascii=False).replace(line.site.name, "")


def test_site_of_others_is_refused_and_tells_nothing_of_its_figures(client, line, marie):
    SiteScopeFactory(user=marie, site=open_site())
    ActivityCountFactory(site=line.site, profession=line.profession, date=MONDAY, done=37)
    cell = one(client, name_of(line), "3", "")
    assert (cell["state"], cell["value"]) == ("refused", "")
    assert "37" not in told(cell, line)
    assert ActivityCount.objects.get().done == 37


def test_figures_of_people_are_not_written_without_the_right_to_see_them(client, line, marie):
    person = PersonFactory()
    ActivityCountFactory(
        site=line.site, profession=line.profession, date=MONDAY, person=person, done=37
    )
    cell = one(client, name_of(line, person=person), "3", "37")
    assert cell["state"] == "refused"
    unseen = one(client, name_of(line, person=person), "3", "1")
    assert "37" not in told(unseen, line)


def test_somebody_who_is_not_assigned_there_is_refused(client, line):
    line.by_person = True
    line.save()
    client.force_login(secretary("change_activitycount", "see_people"))
    cell = one(client, name_of(line, person=PersonFactory()), "3")
    assert "n’est affecté à cette ligne" in cell["message"]


def test_value_that_is_none_is_refused_and_kept_for_the_person_who_typed_it(client, line, marie):
    cell = one(client, name_of(line), "1e3")
    assert (cell["state"], cell["value"]) == ("refused", "")
    assert one(client, name_of(line), "1000")["state"] == "refused"
    assert one(client, name_of(line), "3", "douze")["state"] == "refused"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "[]",
        "{}",
        '{"cells": 3}',
        '{"cells": [3]}',
        '{"cells": [{"name": "x"}]}',
        '{"cells": [{"name": 1, "value": "2"}]}',
        '{"cells": [{"name": "x", "value": 2}]}',
        '{"cells": [{"name": "x", "value": "2", "base": null}]}',
        "[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_request_that_is_not_made_of_cells_is_told_so(client, marie, body):
    answer = client.post(reverse("saisie-cellules"), body, content_type="application/json")
    assert answer.status_code == 400
    assert "rechargez" in answer.json()["message"]


def test_nothing_sent_is_nothing_saved(client, marie):
    assert sent(client).json() == {"cells": []}


def test_more_cells_than_a_page_holds_are_refused_at_once(client, marie):
    assert sent(client, *((f"c-{rank}", "1", "") for rank in range(2001))).status_code == 400


def test_more_months_than_anybody_types_at_once_are_refused_and_the_rest_is_kept(
    client, line, marie
):
    months = [dt.date(2024 + rank // 12, rank % 12 + 1, 2) for rank in range(6, 230)]
    answer = sent(client, *((name_of(line, day), "f", "") for day in months))
    states = [cell["state"] for cell in answer.json()["cells"]]
    assert states.count("saved") == ActivityCount.objects.count() > 0
    assert "Trop de mois" in answer.json()["cells"][-1]["message"]


def test_session_that_ended_is_told_so(client, line):
    answer = sent(client, (name_of(line), "1", ""))
    assert answer.status_code == 401
    assert "reconnectez-vous" in answer.json()["message"]


def test_account_without_the_right_to_write_is_told_so(client, line):
    client.force_login(secretary("view_activitycount"))
    assert sent(client, (name_of(line), "1", "")).status_code == 403
    client.force_login(User.objects.create(username="dehors"))
    assert sent(client, (name_of(line), "1", "")).status_code == 401


def test_cells_are_only_posted(client, marie):
    assert client.get(reverse("saisie-cellules")).status_code == 405


@pytest.mark.parametrize("sites", [1, 4])
def test_week_is_saved_in_as_many_queries_for_four_sites_as_for_one(
    client, marie, sites, django_assert_num_queries
):
    cells = []
    for _ in range(sites):
        line = line_at(open_site())
        SiteScopeFactory(user=marie, site=line.site)
        SiteRecordingFactory(site=line.site)
        ActivityCountFactory(site=line.site, profession=line.profession, date=MONDAY, done=1)
        cells += [(name_of(line, MONDAY + rank * DAY), "7", "") for rank in (1, 2, 3)]
        cells.append((name_of(line), "2", "1"))
    # Two of them write the history of the months, which are new here.
    with django_assert_num_queries(23):
        answer = sent(client, *cells)
    assert {cell["state"] for cell in answer.json()["cells"]} == {"saved"}
