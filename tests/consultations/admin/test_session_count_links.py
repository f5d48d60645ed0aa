"""What the pages of a session and of its convention say of its count."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from consultations.admin.session_counts import count_links
from consultations.admin.session_panels import convention_panels
from consultations.models import Session
from tests.consultations.factories import UserFactory
from tests.consultations.factories_sessions import SessionCountFactory, SessionFactory
from tests.sites.factories import SiteFactory, SiteScopeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of(rf):
    """Return the request of an account with rights."""

    def made(*codenames):
        request = rf.get("/")
        request.user = UserFactory()
        rights = Permission.objects.filter(codename__in=(*codenames, "every_site"))
        request.user.user_permissions.set(rights)
        return request

    return made


def test_a_session_that_is_over_leads_to_its_count(request_of):
    session = SessionFactory(snp=True)
    [link] = count_links(request_of("add_sessioncount"), session)
    assert link.label == "Compter la séance"
    assert link.url == reverse("admin:consultations_sessions_count", args=[session.pk])
    assert count_links(request_of("view_sessioncount"), session) == []
    SessionCountFactory(session=session)
    [link] = count_links(request_of("change_sessioncount"), session)
    assert link.label == "Corriger le décompte"
    assert count_links(request_of("add_sessioncount"), session) == []


def test_a_session_of_the_centre_has_no_count(request_of):
    assert count_links(request_of("add_sessioncount"), SessionFactory()) == []


def test_the_page_of_a_session_leads_to_its_count(client, request_of):
    session = SessionFactory(snp=True)
    client.force_login(request_of("view_session", "add_sessioncount").user)
    page = client.get(reverse("admin:consultations_session_change", args=[session.pk]))
    assert reverse("admin:consultations_sessions_count", args=[session.pk]) in page.content.decode()


def test_a_convention_tells_its_consultations_to_those_who_may_know(request_of):
    count = SessionCountFactory(done=12)
    convention = count.session.convention
    SessionFactory(snp=True, convention=convention, room=count.session.room)
    Session.objects.update(state="held")
    [panel] = convention_panels(request_of("view_session", "view_sessioncount"), convention)
    assert panel.context["done"] == "12\u00a0consultations, soit 12,0 par séance comptée"
    assert panel.context["to_count"] == "1\u00a0séance"
    [panel] = convention_panels(request_of("view_session"), convention)
    assert "done" not in panel.context
    assert "review" not in panel.context


def test_a_convention_tells_nothing_of_the_sites_of_others(request_of):
    count = SessionCountFactory(done=12)
    request = request_of("view_session", "view_sessioncount")
    SiteScopeFactory(user=request.user, site=SiteFactory())
    assert convention_panels(request, count.session.convention) == []
