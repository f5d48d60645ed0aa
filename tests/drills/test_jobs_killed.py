"""Workers killed in the middle of long work: another one goes on, nothing is made twice."""

import os
import time
from pathlib import Path

import pytest

from tests.drills.processes import wait_for
from tests.drills.telling import tell

pytestmark = pytest.mark.drill

KILLS = 3
OPEN = "SELECT count(*) FROM jobs_job WHERE state IN ('queued', 'running')"
HOLDERS = "SELECT worker FROM jobs_job WHERE state = 'running' AND worker <> ''"


def test_workers_killed_in_the_middle_of_jobs_are_replaced_and_every_result_is_whole(house):
    jobs = house.inside("jobs_asked.ask")
    kills, dead = 0, set()
    for _ in range(KILLS):
        worker = house.worker()
        wait_for(lambda dead=dead: _holders(house) - dead, what="a job taken by the new worker")
        time.sleep(0.7)
        kills += bool(_holders(house) - dead)
        dead |= _holders(house)
        worker.kill()
        wait_for(lambda pid=worker.pid: not _group(pid), within=20, what="the end of its layouts")
    others = [house.worker(), house.worker()]
    wait_for(lambda: house.rows(OPEN) == [(0,)], within=240, what="the end of the jobs")
    for worker in others:
        worker.stop()
    found = house.inside("jobs_asked.results", jobs=jobs)
    restarts = house.rows("SELECT sum(restarts) FROM jobs_job")[0][0]
    assert found["faults"] == [], found
    assert kills == KILLS
    assert restarts >= KILLS, (restarts, found)
    tell(f"{kills} processus des travaux tués (kill -9), chacun au milieu d’un travail ;")
    tell(f"{len(jobs)} travaux : {found['told']}.")
    tell(f"Repris {restarts} fois par un autre, chaque fichier complet, aucun morceau de trop.")


def _holders(house):
    """Return the workers that hold a job, dead or alive."""
    return {name for (name,) in house.rows(HOLDERS)}


def _group(leader):
    """Return the processes of a group that live: what a dead worker had started."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(folder.name)) == leader:
                found.append(int(folder.name))
        except ProcessLookupError:
            continue
    return found
