"""The state of the service says what is wrong, and what to do."""

import datetime as dt
import json

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from csipa.audit.models import Verification
from csipa.jobs import kinds
from csipa.jobs.actions import begin_chore, end_chore
from csipa.jobs.kinds import ANYBODY, Kind, Step
from csipa.jobs.models import ChoreRun, JobState
from csipa.jobs.runner import run
from csipa.operation.chores import CHORES
from csipa.operation.state import state_of_service
from tests.admin.factories import UserFactory
from tests.jobs.factories import JobFactory

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def now():
    return timezone.now()


def found(name, now):
    (one,) = [one for one in state_of_service(now=now) if one.name == name]
    return one


def night(now, *, said="fait.", succeeded=True):
    for chore in CHORES:
        begin_chore(command=chore.command, label=chore.label, now=now)
        end_chore(command=chore.command, succeeded=succeeded, said=said, now=now)


def verified(now, faults=0):
    Verification.objects.create(
        started_at=now, finished_at=now, links=1, rows=1, waiting=0, fault_count=faults
    )


def test_all_is_well_after_a_good_night(now, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.BACKUP_ELSEWHERE = True
    night(now - HOUR)
    verified(now - HOUR)
    assert [one for one in state_of_service(now=now) if not one.well] == []


def test_a_chore_that_was_never_done_or_not_for_two_nights_is_told(now):
    first, second, *_ = CHORES
    begin_chore(command=second.command, label=second.label, now=now)
    assert found(first.label, now).said == "Jamais faite."
    label = first.label
    night(now - 40 * HOUR)
    late = found(label, now)
    assert "Pas faite depuis 40 heures" in late.said.replace("\u00a0", " ")
    assert f"daily --only {CHORES[0].command}" in late.command


def test_a_house_where_no_night_has_passed_is_told_so_once(now):
    told = found("Tâches de la nuit", now)
    assert (told.remedy, told.command) == ("Chaque nuit, lancez", "manage.py daily")
    night(now)
    assert "Tâches de la nuit" not in {one.name for one in state_of_service(now=now)}


def test_a_chore_that_failed_tells_why(now):
    night(now - HOUR, said="le serveur de courrier refuse", succeeded=False)
    one = found(CHORES[0].label, now)
    assert not one.well
    assert "le serveur de courrier refuse" in one.said


def test_a_chore_that_never_ended_is_told_after_six_hours_only(now):
    begin_chore(command=CHORES[0].command, label=CHORES[0].label, now=now - HOUR)
    assert found(CHORES[0].label, now).well
    assert not found(CHORES[0].label, now + 6 * HOUR).well


def test_what_a_chore_says_is_cut_and_its_next_run_takes_its_place(now):
    begin_chore(command="x", label="X", now=now)
    end_chore(command="x", succeeded=True, said="a" * 900, now=now)
    begin_chore(command="x", label="X", now=now)
    (run,) = ChoreRun.objects.filter(command="x")
    assert (run.said, run.finished_at) == ("", None)


@pytest.mark.parametrize(("waits", "well"), [(dt.timedelta(minutes=4), True), (HOUR, False)])
def test_a_job_that_nobody_takes_is_told_after_five_minutes(now, waits, well):
    JobFactory(state=JobState.QUEUED, created_at=now - waits)
    assert found("Travaux longs", now).well is well


def test_a_job_whose_worker_is_silent_is_told(now):
    JobFactory(state=JobState.RUNNING, heartbeat_at=now - HOUR, worker="w")
    assert "worker" in found("Travaux longs", now).remedy


def test_a_job_that_an_error_ended_is_told_for_a_week_with_its_name_in_the_log(now, monkeypatch):
    def fails(job):
        yield Step(0, 1)
        raise ZeroDivisionError

    monkeypatch.setitem(kinds._kinds, "tests.broken", Kind("tests.broken", fails, ANYBODY))
    refused = JobFactory(kind="tests.none", state=JobState.RUNNING, worker="w1")
    broken = JobFactory(kind="tests.broken", state=JobState.RUNNING, worker="w1")
    run(refused)
    assert "Travaux interrompus" not in [one.name for one in state_of_service(now=now)]
    run(broken)
    one = found("Travaux interrompus", timezone.now())
    assert one.command == f"job-{broken.pk}"
    assert "1 travail s’est arrêté" in one.said.replace("\u00a0", " ")
    later = now + dt.timedelta(days=8)
    assert "Travaux interrompus" not in [one.name for one in state_of_service(now=later)]


def test_a_house_never_verified_or_with_faults_is_told(now):
    assert found("Intégrité", now).said == "Jamais vérifiée."
    verified(now, faults=2)
    assert "2 anomalies" in found("Intégrité", now).said.replace("\u00a0", " ")


def test_a_server_without_mail_is_told(now, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert not found("Courrier", now).well


def test_a_house_that_saves_its_database_nowhere_is_told(now, settings, tmp_path):
    settings.BACKUP_DIRECTORY = ""
    assert found("Sauvegarde de la base", now).command == "BACKUP_DIRECTORY"
    settings.BACKUP_ELSEWHERE = True
    assert found("Sauvegarde de la base", now).well
    settings.BACKUP_DIRECTORY = str(tmp_path)
    assert "Sauvegarde de la base" not in [one.name for one in state_of_service(now=now)]


def test_the_command_ends_with_one_where_something_is_to_be_done(now, capsys, settings):
    with pytest.raises(SystemExit) as end:
        call_command("service_state", "--json")
    assert end.value.code == 1
    told = json.loads(capsys.readouterr().out)
    assert {"name", "said", "remedy", "command", "well"} == set(told[0])
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.BACKUP_ELSEWHERE = True
    night(now)
    verified(now)
    call_command("service_state")
    assert "À FAIRE" not in capsys.readouterr().out


def test_the_page_is_for_those_who_may_verify(client, admin_client, django_assert_max_num_queries):
    page = reverse("admin:operation_state")
    with django_assert_max_num_queries(20):
        assert "manage.py daily" in admin_client.get(page).content.decode()
    client.force_login(UserFactory(is_staff=True))
    assert client.get(page).status_code == 403
