"""The page of the rooms in use, and what the page of a convention tells of its premises."""

import datetime as dt

import pytest

from conventions.models import Convention
from tests.conventions.factories import ConventionFactory
from tests.conventions.factories_agreements import OccupiedRoomFactory, OccupiedSlotFactory
from tests.conventions.pages import address, shown, staff
from tests.sites.factories import OpeningHoursFactory, RoomFactory, SiteFactory

pytestmark = pytest.mark.django_db

WEEK = "2026-02-04"


@pytest.fixture
def room():
    """Return the only room of a site."""
    return RoomFactory(name="Cabinet médical")


def lent(room, *, sealed=True, **fields):
    """Return a convention that holds a room every Tuesday from 14 to 18."""
    row = ConventionFactory(
        **{"site": room.site, "start": dt.date(2026, 1, 26), "title": "Permanence", **fields}
    )
    OccupiedRoomFactory(convention=row, room=room)
    OccupiedSlotFactory(convention=row, use="soins non programmés")
    Convention.objects.filter(pk=row.pk).update(sealed=sealed)
    return row


def week(client, room, day=WEEK):
    """Return the page of a week of the site."""
    url = address("convention_occupation")
    return shown(client.get(url, {"site": room.site.pk, "jour": day}))


def test_the_week_tells_who_uses_which_room(admin_client, room):
    convention = lent(room)
    page = week(admin_client, room)
    assert "14:00–18:00" in page
    assert "soins non programmés" in page
    assert address("convention_change", convention) in page
    assert "du 2 au 8 février 2026" in page
    assert "deux usages" not in page
    assert "jour=2026-01-26" in page
    assert "jour=2026-02-09" in page


def test_two_uses_at_once_are_marked_and_drafts_are_not_shown(admin_client, room):
    lent(room)
    lent(room, sealed=False)
    assert "deux usages" not in week(admin_client, room)
    lent(room)
    assert week(admin_client, room).count("deux usages") == 2


def test_an_empty_week_says_so(admin_client, room):
    assert "n’occupe ce site" in week(admin_client, room, "2025-02-04")


@pytest.mark.parametrize(
    "query", [{}, {"site": "x"}, {"site": "999999", "jour": "hier"}, {"jour": "9999-12-31"}]
)
def test_odd_questions_show_the_first_site(admin_client, room, query):
    lent(room)
    answer = admin_client.get(address("convention_occupation"), query)
    assert answer.status_code == 200
    assert str(room.site) in shown(answer)


def test_without_a_site_the_page_says_so(admin_client):
    assert "Aucun site" in shown(admin_client.get(address("convention_occupation")))


def test_rooms_are_for_those_who_may_see_conventions(client):
    SiteFactory()
    client.force_login(staff())
    assert client.get(address("convention_occupation")).status_code == 403
    client.force_login(staff("view_convention"))
    assert client.get(address("convention_occupation")).status_code == 200


def test_the_page_of_a_convention_tells_its_hours_and_what_to_check(admin_client, room):
    lent(room, title="Permanence ancienne")
    draft = lent(room, sealed=False)
    page = shown(admin_client.get(address("convention_change", draft)))
    assert "4 h d’occupation par semaine" in page
    assert "est déjà occupée le mardi de 14 h à 18 h" in page
    assert f"{address('convention_occupation')}?site={room.site.pk}" in page


def test_a_convention_without_premises_tells_nothing_of_them(admin_client):
    page = shown(admin_client.get(address("convention_change", ConventionFactory())))
    assert "occupation par semaine" not in page


def test_once_closed_only_what_may_still_be_settled_is_told(admin_client, room):
    first = lent(room)
    OpeningHoursFactory(site=room.site, weekday=1)
    page = shown(admin_client.get(address("convention_change", first)))
    assert "4 h d’occupation par semaine" in page
    assert "à vérifier" not in page
    lent(room, title="Permanence nouvelle")
    page = shown(admin_client.get(address("convention_change", first)))
    assert "Permanence nouvelle" in page


def test_the_list_of_conventions_leads_to_the_rooms(admin_client):
    page = shown(admin_client.get(address("convention_changelist")))
    assert address("convention_occupation") in page
