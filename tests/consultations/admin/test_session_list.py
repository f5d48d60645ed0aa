"""The list of sessions: what its filters offer, looked up without reading it all."""

import pytest
from django.urls import reverse

from tests.consultations.factories import MONDAY
from tests.consultations.factories_sessions import SessionFactory, at
from tests.consultations.planning_scene import scene
from tests.sites.factories import RoomFactory, SiteFactory

pytestmark = pytest.mark.django_db

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
