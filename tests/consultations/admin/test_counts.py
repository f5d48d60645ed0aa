"""The list of counts: nothing is changed there, and it costs the same whatever the history."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from csipa.admin import paging
from tests.consultations.factories import ActivityCountFactory, UserFactory
from tests.sites.factories import SiteFactory, SiteScopeFactory
from tests.staffing.factories import PersonFactory, ProfessionFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/consultations/activitycount/"
JUNE = dt.date(2026, 6, 1)


def reader(client, *codenames, sites=()):
    user = UserFactory()
    whole = () if sites else ("every_site",)
    user.user_permissions.set(Permission.objects.filter(codename__in=(*codenames, *whole)))
    for site in sites:
        SiteScopeFactory(user=user, site=site)
    client.force_login(user)
    return client


def shown(client, **query):
    return list(client.get(LIST, query).context["cl"].result_list)


def test_rows_are_shown_the_latest_first_and_lead_to_their_week(admin_client):
    old = ActivityCountFactory(date=JUNE)
    new = ActivityCountFactory(date=JUNE + dt.timedelta(1), site=old.site)
    assert shown(admin_client) == [new, old]
    page = admin_client.get(f"{LIST}{old.pk}/change/").content.decode()
    assert f"semaine=2026-W23&amp;sites={old.site_id}" in page


@pytest.mark.parametrize("way", ["add/", "{pk}/change/", "{pk}/delete/"])
def test_nothing_is_written_there_even_by_a_superuser(admin_client, way):
    row = ActivityCountFactory()
    address = LIST + way.format(pk=row.pk)
    assert admin_client.post(address, {"done": 99, "post": "yes"}).status_code == 403
    row.refresh_from_db()
    assert row.done == 12


def test_filters_narrow_by_month_site_profession_and_kind(admin_client):
    row = ActivityCountFactory(date=JUNE, kind="remote")
    last = ActivityCountFactory(date=dt.date(2026, 6, 30))
    ActivityCountFactory(date=dt.date(2026, 7, 1), profession=ProfessionFactory(name="dentiste"))
    assert shown(admin_client, mois="2026-06") == [last, row]
    assert shown(admin_client, site=row.site_id) == [row]
    assert shown(admin_client, kind__exact="remote") == [row]
    assert len(shown(admin_client, profession=row.profession_id)) == 2
    assert len(shown(admin_client, mois="juin", site="x")) == 3


def test_the_months_offered_come_from_the_sums(admin_client, django_assert_max_num_queries):
    ActivityCountFactory(date=dt.date(2026, 4, 30))
    ActivityCountFactory(date=JUNE)
    page = admin_client.get(LIST).content.decode()
    places = [page.index(f"{month} 2026") for month in ("Juin", "Mai", "Avril")]
    assert places == sorted(places)
    assert "Mars 2026" not in page


def test_the_list_takes_as_many_queries_whatever_it_shows(
    admin_client, django_assert_max_num_queries
):
    site = SiteFactory()
    for _ in range(12):
        ActivityCountFactory(site=site, person=PersonFactory())
    admin_client.get(LIST)
    with django_assert_max_num_queries(9):
        assert len(shown(admin_client)) == 12


def test_an_account_sees_its_sites_alone(client):
    mine, other = ActivityCountFactory(), ActivityCountFactory()
    reader(client, "view_activitycount", sites=[mine.site])
    assert shown(client) == [mine]
    assert client.get(f"{LIST}{other.pk}/change/").status_code == 302
    assert client.get(f"{LIST}{other.pk}/history/").status_code == 404


def test_rows_of_people_are_for_who_may_see_them(client):
    whole = ActivityCountFactory()
    one = ActivityCountFactory(person=PersonFactory(last_name="Delattre"))
    reader(client, "view_activitycount")
    answer = client.get(LIST)
    assert list(answer.context["cl"].result_list) == [whole]
    assert "par personne ne sont pas montrées" in answer.content.decode()
    reader(client, "view_activitycount", "see_people")
    answer = client.get(LIST)
    assert one in answer.context["cl"].result_list
    assert "Delattre" in answer.content.decode()


def test_the_list_counts_up_to_a_bound_and_has_no_page_beyond(admin_client, monkeypatch):
    monkeypatch.setattr(paging, "MOST_COUNTED", 100)
    site = SiteFactory()
    for _ in range(120):
        ActivityCountFactory(site=site)
    found = admin_client.get(LIST).context["cl"]
    assert (found.result_count, found.paginator.num_pages) == (101, 2)
    assert admin_client.get(LIST, {"p": "3"}).status_code == 302


def test_more_than_ten_thousand_rows_are_told_in_words(admin_client, monkeypatch):
    ActivityCountFactory()
    monkeypatch.setattr(paging.BoundedPaginator, "count", paging.MOST_COUNTED + 1)
    page = admin_client.get(LIST).content.decode().replace("&nbsp;", " ")
    assert "Plus de 10 000 décomptes" in page


def test_the_history_of_a_row_tells_who_typed_what(admin_client):
    row = ActivityCountFactory()
    row.done = 14
    row._history_user = UserFactory(first_name="Nadia", last_name="Rey")
    row.save()
    address = reverse("admin:consultations_activitycount_history", args=[row.pk])
    page = admin_client.get(address).content.decode()
    assert "Nadia Rey" in page
    assert "14" in page
