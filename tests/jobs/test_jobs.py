"""Jobs: asked for, done, stopped, taken up again, given back by a worker that is gone."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import override_settings
from django.utils import timezone

from csipa.jobs import kinds, runner
from csipa.jobs.actions import NotResumable, cancel, enqueue, purge, reap, resume
from csipa.jobs.claims import MOST_RESTARTS, JobLost, beat, claim, release, report
from csipa.jobs.kinds import JobFailed, Kind, Step
from csipa.jobs.models import Job, JobPart, JobState, ResultChunk
from csipa.jobs.progress import progress
from tests.admin.factories import UserFactory
from tests.jobs.factories import NOW, JobFactory

pytestmark = pytest.mark.django_db


def ask(agent, **parameters):
    """Ask for a count; the test's backend does it at once."""
    job = enqueue(
        kind="tests.count", label="Compter", parameters=parameters, by=agent, now=timezone.now()
    )
    job.refresh_from_db()
    return job


def taken(agent, **values):
    """Return a job that a worker has, its last sign of life ten minutes ago."""
    return JobFactory(
        created_by=agent,
        parameters={"to": 3},
        state=JobState.RUNNING,
        worker="w1",
        heartbeat_at=timezone.now() - dt.timedelta(minutes=10),
        **values,
    )


def test_a_job_ends_with_its_file_and_drops_its_parts(agent):
    job = ask(agent, to=3)

    assert (job.state, job.percent, job.message) == (JobState.DONE, 100, "3 nombres.")
    assert (job.result.name, job.result.content_type) == ("nombres.txt", "text/plain")
    assert b"".join(job.result.stream()) == b"1 2 3"
    assert job.result.size == 5
    assert not job.parts.exists()


def test_a_file_is_kept_in_pieces(agent, monkeypatch):
    monkeypatch.setattr(runner, "CHUNK", 2)
    job = ask(agent, to=3)

    assert list(job.result.stream()) == [b"1 ", b"2 ", b"3"]


def test_somebody_without_the_right_asks_for_nothing():
    with pytest.raises(PermissionDenied):
        ask(UserFactory(), to=3)
    assert not Job.objects.exists()


def test_a_right_lost_in_the_meantime_stops_the_job(agent):
    job = JobFactory(created_by=UserFactory(), parameters={"to": 3})
    assert runner.run(claim(job.pk, worker="w1", now=NOW))
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "droit" in job.message


def test_a_job_that_fails_says_why_and_keeps_its_parts(agent):
    job = ask(agent, to=3, fails_at=3)

    assert job.state == JobState.FAILED
    assert job.message == "Le nombre ne se laisse pas compter."
    assert job.parts.count() == 2


def test_an_unforeseen_error_is_logged_and_told_without_its_words(agent, caplog):
    job = ask(agent, to=3, breaks_at=2)

    assert job.state == JobState.FAILED
    assert "Une erreur imprévue" in job.message
    assert f"job-{job.pk}." in job.message
    assert "ZeroDivisionError" in caplog.text


def test_a_job_taken_up_again_makes_no_part_twice(agent):
    job = ask(agent, to=3, fails_at=3)
    before = set(job.parts.values_list("pk", flat=True))
    made = []
    kind = kinds.kind_of("tests.count")

    def watched(job):
        made.extend(set(job.parts.values_list("pk", flat=True)))
        return (yield from kind.run(job))

    kinds._kinds["tests.count"] = Kind(kind.name, watched, kind.permission)
    resume(job=job)
    job.refresh_from_db()

    assert set(made) == before
    assert job.state == JobState.DONE


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING, JobState.DONE])
def test_only_a_job_that_stopped_is_taken_up_again(agent, state):
    finished = NOW if state == JobState.DONE else None
    job = JobFactory(created_by=agent, state=state, finished_at=finished)
    with pytest.raises(NotResumable):
        resume(job=job)


def test_a_stopped_job_is_written_no_more_by_its_worker(agent):
    job = JobFactory(created_by=agent, parameters={"to": 3})
    mine = claim(job.pk, worker="w1", now=NOW)
    assert cancel(job=job, now=NOW)

    with pytest.raises(JobLost):
        report(mine, Step(1, 3), now=NOW)
    assert runner.run(mine)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert job.done == 0


def test_the_file_of_a_finished_job_is_not_written_again_by_a_worker_that_lost_it(
    agent, monkeypatch
):
    job = JobFactory(created_by=agent, parameters={"to": 3})
    slow = claim(job.pk, worker="w1", now=NOW)
    Job.objects.filter(pk=job.pk).update(worker="w2")
    assert runner.run(Job.objects.get(pk=job.pk))
    kept = job.result.pk
    monkeypatch.setattr(runner, "report", lambda *_, **__: None)  # nothing was noted meanwhile

    assert runner.run(slow)
    job = Job.objects.get(pk=job.pk)
    assert (job.state, job.result.pk) == (JobState.DONE, kept)


def test_a_job_stops_once(agent):
    job = JobFactory(created_by=agent)
    assert cancel(job=job, now=NOW)
    assert not cancel(job=job, now=NOW)


def test_a_job_that_told_its_last_step_is_no_longer_stopped(agent):
    job = JobFactory(created_by=agent, parameters={"to": 3})
    mine = claim(job.pk, worker="w1", now=NOW)
    report(mine, Step(3, 3), now=NOW)
    job.refresh_from_db()
    assert not job.can_stop
    assert not cancel(job=job, now=NOW)
    assert release(mine, now=NOW)
    assert cancel(job=job, now=NOW)


def test_the_last_step_is_noted_however_soon_it_comes(agent, monkeypatch):
    monkeypatch.setattr(runner, "REPORT_EVERY", 1000)
    job = ask(agent, to=3)
    assert (job.done, job.total) == (3, 3)


def test_a_job_is_kept_until_a_day_that_is_told(agent, settings):
    settings.JOB_KEEP_DAYS = 30
    assert JobFactory(created_by=agent).kept_until is None
    ended = JobFactory(created_by=agent, state=JobState.FAILED, finished_at=NOW)
    assert ended.kept_until == dt.date(2026, 2, 14)


def test_two_workers_never_have_the_same_job(agent):
    job = JobFactory(created_by=agent)
    assert claim(job.pk, worker="w1", now=NOW)
    assert claim(job.pk, worker="w2", now=NOW) is None


def test_a_worker_that_must_end_gives_its_job_back(agent):
    job = JobFactory(created_by=agent, parameters={"to": 3})
    mine = claim(job.pk, worker="w1", now=NOW)
    runner.stopping.set()
    try:
        assert not runner.run(mine)
    finally:
        runner.stopping.clear()
    assert release(mine, now=NOW)
    job.refresh_from_db()
    assert (job.state, job.worker, job.restarts) == (JobState.QUEUED, "", 1)


def test_a_job_left_by_a_dead_worker_is_done_by_another(agent):
    job = taken(agent)
    assert reap(now=timezone.now()) == 1
    job.refresh_from_db()
    assert (job.state, job.restarts) == (JobState.DONE, 1)


def test_a_worker_that_gives_signs_of_life_keeps_its_job(agent):
    job = taken(agent)
    beat(job, now=timezone.now())
    assert reap(now=timezone.now()) == 0
    job.refresh_from_db()
    assert job.state == JobState.RUNNING


def test_a_job_that_kills_its_workers_ends_by_failing(agent):
    job = taken(agent, restarts=MOST_RESTARTS)
    assert reap(now=timezone.now()) == 0
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "plusieurs fois" in job.message


def test_looking_for_dead_workers_takes_one_query(agent, django_assert_num_queries):
    with django_assert_num_queries(1):
        reap(now=NOW)


@override_settings(JOB_KEEP_DAYS=30)
def test_old_jobs_go_with_their_files_and_young_ones_stay(agent, django_assert_max_num_queries):
    old, young = ask(agent, to=3), ask(agent, to=3)
    JobPart.objects.create(job=old, key="reste")
    Job.objects.filter(pk=old.pk).update(finished_at=timezone.now() - dt.timedelta(days=31))

    with django_assert_max_num_queries(10):
        assert purge(now=timezone.now()) == 1
    assert Job.objects.get() == young
    assert {chunk.result.job for chunk in ResultChunk.objects.all()} == {young}


def test_a_job_of_a_kind_that_is_gone_says_so(agent):
    job = JobFactory(created_by=agent, kind="tests.gone")
    runner.run(claim(job.pk, worker="w1", now=NOW))
    job.refresh_from_db()
    assert "ne sait plus faire" in job.message
    with pytest.raises(JobFailed):
        kinds.kind_of("tests.gone")


def test_a_name_stands_for_one_kind():
    with pytest.raises(ValueError, match=r"tests\.count"):
        kinds.register(Kind("tests.count", print, "conventions.view_act"))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"done": 4, "total": 3}, "done_within_total"),
        ({"state": JobState.DONE}, "finished"),
        ({"finished_at": NOW}, "finished"),
    ],
    ids=["more than all", "done without an end", "open with an end"],
)
def test_the_database_refuses_a_job_that_makes_no_sense(agent, values, message):
    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        JobFactory(created_by=agent, **values)


@pytest.mark.parametrize(
    ("values", "percent", "words"),
    [
        ({}, None, "va commencer"),
        ({"created_at": NOW - dt.timedelta(minutes=5)}, None, "depuis un moment"),
        ({"restarts": 1}, None, "reprendra de lui-même"),
        ({"state": "cancelled", "finished_at": NOW}, None, "avant d’avoir commencé"),
        ({"state": "running", "done": 1, "total": 3}, 33, "33\u00a0%"),
        ({"state": "running", "done": 3, "total": 3}, 99, "99\u00a0%"),
        (
            {"state": "cancelled", "done": 1, "total": 2, "started_at": NOW, "finished_at": NOW},
            50,
            "Arrêté à 50",
        ),
        ({"state": "failed", "finished_at": NOW}, None, "avant la fin"),
        ({"state": "done", "finished_at": NOW}, 100, "Terminé"),
    ],
    ids=[
        "queued",
        "forgotten",
        "put back",
        "never begun",
        "running",
        "nearly",
        "stopped",
        "failed",
        "done",
    ],
)
def test_how_far_a_job_is_in_words(agent, values, percent, words):
    told = progress(JobFactory(created_by=agent, **values), NOW)
    assert told["percent"] == percent
    assert words in told["sentence"]
