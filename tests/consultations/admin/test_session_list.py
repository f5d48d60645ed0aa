"""The list of sessions: what its filters offer, looked up without reading it all."""

import datetime as dt

import pytest
from django.urls import reverse

from consultations.admin import sessions
from tests.consultations.factories import MONDAY
from tests.consultations.factories_sessions import SessionFactory, at
from tests.consultations.planning_scene import scene
from tests.sites.factories import RoomFactory, SiteFactory
from tests.staffing.factories import PersonFactory

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
LIST = reverse("admin:consultations_session_changelist")


def offered(client):
    """Return the sites that the filter offers."""
    specs = client.get(LIST).context["cl"].filter_specs
    return sorted(name for spec in specs if spec.title == "site" for _, name in spec.lookup_choices)


def test_only_sites_that_have_sessions_are_offered(admin_client):
    place, elsewhere = scene(), SiteFactory(name="Antenne du nord")
    SiteFactory(name="Antenne sans séance")
    SessionFactory(room=place.room, starts_at=at(MONDAY, 9))
    assert offered(admin_client) == []
    SessionFactory(room=RoomFactory(site=elsewhere), starts_at=at(MONDAY, 9))
    assert offered(admin_client) == sorted([str(place.site), str(elsewhere)])


def test_sessions_are_found_by_each_word_of_what_they_tell(admin_client, monkeypatch):
    place = scene()
    salle = RoomFactory(site=place.site, name="Salle bleue")
    camille = PersonFactory(last_name="Delattre")
    titled = SessionFactory(room=place.room, starts_at=at(MONDAY, 9), title="Atelier diabète")
    roomed = SessionFactory(room=salle, starts_at=at(MONDAY, 9))
    held = SessionFactory(
        room=salle, starts_at=at(MONDAY + DAY, 9), person=camille, practitioner=""
    )
    other = SessionFactory(
        room=salle,
        starts_at=at(MONDAY + 2 * DAY, 9),
        person=None,
        practitioner="Docteur Anne Duval",
    )

    def found(words):
        rows = admin_client.get(LIST, {"q": words}).context["cl"].result_list
        return {row.pk for row in rows}

    for bound in (500, 0):  # few people and rooms of that name, then too many to list them
        monkeypatch.setattr(sessions, "LISTED", bound)
        assert found("diab") == {titled.pk}
        assert found("bleue") == {roomed.pk, held.pk, other.pk}
        assert found("delattre bleue") == {held.pk}
        assert found('"anne duval"') == {other.pk}
        assert found("anne inconnue") == set()
        assert found("%") == found("(") == set()
