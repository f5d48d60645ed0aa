"""The booklets of a CPTS: sent at once when they are short, laid out by a worker when not."""

import pytest
from django.urls import reverse

from csipa.jobs import runner
from csipa.jobs.claims import claim
from csipa.jobs.models import Job, JobState
from csipa.pdf.door import LayoutFailed
from sites.models import TerritoryCommune
from staffing.admin import members_files
from staffing.bulk import booklets
from staffing.bulk.booklets import OFFER
from tests.conventions.pages import shown, staff
from tests.jobs.factories import NOW, JobFactory
from tests.sites.factories import CommuneFactory
from tests.sites.factories_territory import CommunityFactory
from tests.staffing.factories_community import CarePlaceFactory, MembershipFactory

pytestmark = pytest.mark.django_db
CONTACTS = "see_members_contacts"


@pytest.fixture
def community():
    found = CommunityFactory()
    commune = CommuneFactory()
    TerritoryCommune.objects.create(territory=found.territory, commune=commune)
    CarePlaceFactory(commune=commune, phone="0321000000")
    MembershipFactory(community=found, listed=True, consent_on="2026-01-05")
    return found


@pytest.fixture
def laid(monkeypatch):
    """Lay nothing out; note which booklets were."""
    found = []

    def render(booklet):
        found.append(booklet.title)
        return b"%PDF"

    monkeypatch.setattr(members_files, "render_booklet", render)
    monkeypatch.setattr(booklets, "render_booklet", render)
    return found


def page(name, community):
    return reverse(f"admin:staffing_directories_{name}", args=[community.pk])


@pytest.fixture
def coordinator(client):
    client.force_login(staff("view_membership", "view_careprovider"))
    return client


def test_a_short_booklet_is_sent_at_once(coordinator, community, laid):
    answer = coordinator.get(page("booklet", community))
    assert (answer.content, answer["Content-Type"]) == (b"%PDF", "application/pdf")
    assert not Job.objects.exists()


@pytest.mark.parametrize("name", ["booklet", "offer_booklet"])
def test_a_long_one_is_asked_for_then_laid_out_by_a_worker(
    coordinator, community, laid, monkeypatch, name
):
    monkeypatch.setattr(members_files, "MOST_AT_ONCE", 0)
    assert "Préparer le livret" in shown(coordinator.get(page(name, community)))
    assert laid == []
    coordinator.post(page(name, community))
    job = Job.objects.get()
    assert (job.state, len(laid)) == (JobState.DONE, 1)
    assert b"".join(job.result.stream()) == b"%PDF"
    assert job.result.name.endswith(".pdf")


def test_telephones_are_for_those_who_still_see_contacts(community, laid):
    asked = {"community": community.pk, "with_phones": True}
    for given, state in (((), JobState.FAILED), ((CONTACTS,), JobState.DONE)):
        by = staff("view_careprovider", *given)
        job = JobFactory(kind=OFFER, created_by=by, parameters=asked)
        told = run(job)
        assert told.state == state
    assert len(laid) == 1


def test_a_community_that_is_no_longer_one_s_own_is_printed_no_more(community, laid):
    asked = {"community": community.pk + 1, "with_phones": False}
    told = run(JobFactory(kind=OFFER, created_by=staff("view_careprovider"), parameters=asked))
    assert "choisissez-en une autre" in told.message
    assert laid == []


def test_a_layout_that_fails_is_told_on_the_page_of_the_job(
    coordinator, community, laid, monkeypatch
):
    def fail(booklet):
        raise LayoutFailed("Le PDF ne peut pas être produit.")

    monkeypatch.setattr(members_files, "MOST_AT_ONCE", 0)
    monkeypatch.setattr(booklets, "render_booklet", fail)
    told = shown(coordinator.post(page("booklet", community), follow=True))
    assert "Le PDF ne peut pas être produit." in told


def run(job):
    """Do a job as a worker does; return it as it ended."""
    runner.run(claim(job.pk, worker="w1", now=NOW))
    job.refresh_from_db()
    return job
