"""The pages of jobs: one's own, followed, stopped, taken up again, fetched."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from csipa.french.dates import long_date_html
from csipa.jobs.actions import enqueue
from csipa.jobs.models import JobState
from tests.admin.factories import UserFactory
from tests.jobs.factories import NOW, JobFactory

pytestmark = pytest.mark.django_db


def page(name, *rows):
    """Return the address of a page of jobs."""
    return reverse(f"admin:jobs_job_{name}", args=[row.pk for row in rows])


@pytest.fixture
def mine(client, agent):
    """Log in somebody and give a job of theirs, done."""
    client.force_login(agent)
    job = enqueue(
        kind="tests.count",
        label="Compter",
        parameters={"to": 3},
        by=agent,
        now=timezone.now(),
    )
    job.refresh_from_db()
    return job


def test_the_list_holds_one_s_own_jobs(client, mine):
    other = JobFactory(created_by=UserFactory(), label="Travail d’un autre")
    shown = client.get(page("changelist")).content.decode()
    assert "Compter" in shown
    assert other.label not in shown


def test_an_administrator_sees_every_job_and_whose_it_is(admin_client, mine):
    shown = admin_client.get(page("changelist")).content.decode()
    assert "Compter" in shown
    assert mine.created_by.username in shown


def test_the_menu_of_a_person_leads_to_their_jobs(client, mine):
    assert page("changelist") in client.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize("name", ["change", "state", "file"])
def test_the_job_of_somebody_else_does_not_exist(client, mine, name):
    other = JobFactory(created_by=UserFactory())
    assert client.get(page(name, other)).status_code == 404


@pytest.mark.parametrize("name", ["cancel", "resume"])
def test_nobody_stops_the_job_of_somebody_else(client, mine, name):
    other = JobFactory(created_by=UserFactory())
    assert client.post(page(name, other)).status_code == 404
    other.refresh_from_db()
    assert other.state == JobState.QUEUED


def test_a_done_job_offers_its_file(client, mine):
    shown = client.get(page("change", mine)).content.decode()
    assert page("file", mine) in shown
    assert f"gardé jusqu’au {long_date_html(mine.kept_until)}" in shown
    assert "data-progress=" not in shown
    response = client.get(page("file", mine))
    assert b"".join(response.streaming_content) == b"1 2 3"
    assert response["Content-Length"] == "5"
    assert response["Content-Disposition"] == 'attachment; filename="nombres.txt"'


def test_a_file_is_refused_to_who_lost_the_right(client, mine):
    mine.created_by.user_permissions.set(Permission.objects.filter(codename="view_site"))
    assert client.get(page("file", mine)).status_code == 403


def test_an_open_job_has_no_file(client, agent):
    client.force_login(agent)
    assert client.get(page("file", JobFactory(created_by=agent))).status_code == 404


def test_an_open_job_is_followed_and_can_be_stopped(client, agent):
    client.force_login(agent)
    job = JobFactory(
        created_by=agent,
        state=JobState.RUNNING,
        heartbeat_at=timezone.now(),
        done=1,
        total=4,
    )
    shown = client.get(page("change", job)).content.decode()
    assert '<progress class="job-bar" aria-label="Avancement" max="100" value="25">' in shown
    assert "En cours : 25 % du travail est fait." in shown.replace("\u00a0", " ")
    assert "Actualiser" in shown
    assert client.get(page("state", job)).json()["percent"] == 25

    client.post(page("cancel", job))
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert "Reprendre" in client.get(page("change", job)).content.decode()


def test_a_job_about_to_end_is_not_stopped(client, agent):
    client.force_login(agent)
    running = {"state": JobState.RUNNING, "heartbeat_at": timezone.now()}
    job = JobFactory(created_by=agent, **running, done=4, total=4)
    assert page("cancel", job) not in client.get(page("change", job)).content.decode()
    told = client.post(page("cancel", job), follow=True).content.decode()
    assert "rien à arrêter" in told.replace("\u00a0", " ")
    job.refresh_from_db()
    assert job.state == JobState.RUNNING


def test_a_stopped_job_is_taken_up_again_from_its_page(client, agent):
    client.force_login(agent)
    job = JobFactory(
        created_by=agent, parameters={"to": 2}, state=JobState.CANCELLED, finished_at=NOW
    )
    shown = client.post(page("resume", job), follow=True).content.decode()
    assert "Télécharger" in shown
    assert "rien à reprendre" in client.post(page("resume", job), follow=True).content.decode()


@pytest.mark.parametrize("name", ["cancel", "resume"])
def test_nothing_happens_by_following_a_link(client, mine, name):
    assert client.get(page(name, mine)).status_code == 405


def test_looking_at_a_job_puts_it_back_when_its_worker_is_gone(client, agent):
    client.force_login(agent)
    job = JobFactory(
        created_by=agent,
        parameters={"to": 2},
        state=JobState.RUNNING,
        worker="gone",
        heartbeat_at=NOW,
    )
    assert client.get(page("state", job)).json()["state"] == JobState.DONE


def test_following_a_job_costs_few_queries(client, agent, django_assert_max_num_queries):
    client.force_login(agent)
    job = JobFactory(created_by=agent)
    client.get(page("state", job))
    with django_assert_max_num_queries(6):
        client.get(page("state", job))
