"""« Complétude » and one month of one site."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.consultations.factories import ActivityCountFactory, RecordingLineFactory
from tests.consultations.pages import account, read
from tests.sites.factories import OpeningHoursFactory, SiteFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 9)
VIEW = "view_activitycount"


@pytest.fixture
def today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda moment=None: _day(moment))


def _day(moment):
    return TODAY if moment is None else moment.date()


@pytest.fixture
def line():
    return recorded("Robecq")


def recorded(name):
    site = SiteFactory(name=name, opened_on=dt.date(2026, 5, 25))
    for weekday in (2, 4):
        OpeningHoursFactory(site=site, weekday=weekday)
    return RecordingLineFactory(site=site)


def enter(line, *days, month=6):
    for day in days:
        ActivityCountFactory(
            site=line.site, profession=line.profession, date=dt.date(2026, month, day)
        )


def page(client, user, name="", *args, **query):
    client.force_login(user)
    return client.get(reverse(f"admin:consultations_completeness{name}", args=args), query)


def test_missing_days_are_told_and_lead_to_their_cell(client, today, line):
    enter(line, 26, 28, month=5)
    answer = page(client, account(VIEW))
    assert "Il manque 2 journées : mardi 2 et jeudi 4 à Robecq" in read(answer)
    name = f"c-{line.site_id}-2026-06-02-{line.profession_id}-consultation-0-done"
    address = f"/saisie/?semaine=2026-W23&amp;sites={line.site_id}&amp;jour=2026-06-02#{name}"
    assert address in answer.content.decode()
    grid = client.get(address.replace("&amp;", "&").partition("#")[0])
    assert f'id="{name}"' not in grid.content.decode()
    client.force_login(account(VIEW, "change_activitycount"))
    grid = client.get(address.replace("&amp;", "&").partition("#")[0])
    assert f'id="{name}"' in grid.content.decode()


def test_days_of_last_month_are_said_with_their_month(client, today, line):
    enter(line, 26, month=5)
    enter(line, 2, 4)
    told = read(page(client, account(VIEW)))
    assert "Il manque 1 journée : jeudi 28 mai à Robecq" in told


def test_long_list_leads_to_the_month(client, today, line):
    monday = dt.date(2026, 5, 25)
    for weekday in (1, 3, 5):
        OpeningHoursFactory(site=line.site, weekday=weekday)
    answer = page(client, account(VIEW))
    # 25 May 2026 is a public holiday.
    assert monday.weekday() == 0
    assert "mardi 26 mai, mercredi 27 mai, jeudi 28 mai, vendredi 29 mai, lundi 1er juin" in read(
        answer
    )
    assert "et 5 autres à Robecq" in read(answer)


def test_table_gives_the_share_of_each_month_and_nothing_where_nothing_was_expected(
    client, today, line
):
    enter(line, 26, 28, month=5)
    enter(line, 2)
    told = read(page(client, account(VIEW)))
    assert "100 % saisis, Robecq, Mai 2026 2 sur 2 Rien ne manque" in told
    assert "50 % saisis, Robecq, Juin 2026 1 sur 2 Il manque 1 journée : jeudi 4" in told
    assert "Avril 2026 Rien n’était attendu" in told


def test_earlier_months_are_asked_for_and_nonsense_is_not_an_error(client, today, line):
    assert "?mois=2025-07" in page(client, account(VIEW), mois="2026-01").content.decode()
    for wrong in ("2026-13", "demain", "9999-01"):
        assert "Juin 2026" in read(page(client, account(VIEW), mois=wrong))


def test_one_sees_the_sites_one_works_for_and_no_other(client, today, line):
    other = recorded("Labourse")
    user = account(VIEW, sites=[line.site])
    told = read(page(client, user))
    assert "Robecq" in told
    assert "Labourse" not in told
    assert page(client, user, "_month", other.site_id, "2026-06").status_code == 404
    assert page(client, user, "_month", line.site_id, "2026-06").status_code == 200


def test_page_is_closed_to_whoever_may_not_see_counts(client, today, line):
    assert page(client, account()).status_code == 403
    assert page(client, account(), "_month", line.site_id, "2026-06").status_code == 403


def test_month_of_a_site_tells_each_day_and_which_line_is_missing(client, today, line):
    enter(line, 4)
    told = read(page(client, account(VIEW), "_month", line.site_id, "2026-06"))
    assert "1 journée sur 2" in told
    assert "Mardi 2 rien n’est saisi médecins généralistes, consultation sur place" in told
    assert re.search(r"Jeudi 4 saisi (à temps|en retard)", told)


@pytest.mark.parametrize("month", ["2026-6", "2026-00", "juin", "1999-01"])
def test_address_that_names_no_month_is_not_found(client, today, line, month):
    assert page(client, account(VIEW), "_month", line.site_id, month).status_code == 404


def test_month_without_anything_expected_says_so(client, today, line):
    told = read(page(client, account(VIEW), "_month", line.site_id, "2026-03"))
    assert "Rien n’était attendu" in told


def queries(client):
    with CaptureQueriesContext(connection) as done:
        client.get(reverse("admin:consultations_completeness"))
    return len(done)


def test_page_asks_as_much_of_the_database_for_one_site_as_for_three(client, today, line):
    client.force_login(account(VIEW))
    alone = queries(client)
    recorded("Labourse")
    recorded("Gauchin-Légal")
    assert queries(client) == alone <= 15
