"""Two machines on one database: two gunicorns and two workers, and nobody can tell which is which.

On SQLite both sides are on one machine, as they must be: one file, two gunicorns.
"""

import threading

import pytest

from tests.drills.processes import Person, wait_for
from tests.drills.telling import tell
from tests.drills.writes import Writes

pytestmark = pytest.mark.drill

SIGNED = 6
TYPED = 16
JOBS = 4
WRONG = 5  # passwords, before an account must wait


@pytest.fixture
def nodes(house):
    """Two gunicorns, and two workers of jobs."""
    webs = [house.web(workers=1), house.web(workers=1)]
    for _ in webs:
        house.worker()
    return webs


def test_two_machines_on_one_database_are_one_site(house, nodes):
    scene = house.inside("scene.prepare", rounds=2 * SIGNED)
    one = house.person(nodes[0])
    two = Person(nodes[1].port, one.session)
    assert two.get("/admin/").status == 200  # logged in on the first, known to the second

    _refuse_what_the_other_changed(scene, one, two)
    taken = _write_on_both(scene, one, two)
    jobs = _queue(house, scene, one)
    _read_on_the_other(scene, one, two)
    files = _fetch(house, jobs, two)

    found = house.inside("scene.after", taken=taken)
    assert not any(found.values()), found
    signatures = sum(write[0] == "signature" for write in taken)
    assert signatures == 2 * SIGNED
    tell("Deux gunicorn et deux processus de travaux sur une base : une session vaut sur les deux.")
    tell(f"{len(taken)} écritures acquittées des deux côtés à la fois, aucune perdue ;")
    tell(f"{signatures} actes signés des deux côtés : numéros sans trou ni doublon.")
    tell(f"{files} travaux demandés d’un côté, faits une fois, fichiers pris de l’autre.")
    _count_wrong_passwords_together(nodes)
    tell(f"{WRONG} mots de passe faux, par l’un et l’autre : le compte attend, des deux côtés,")
    tell("même avec le bon mot de passe.")


def _count_wrong_passwords_together(nodes):
    """Try wrong passwords on each side in turn, then the right one on both."""
    sides = [Person(node.port) for node in nodes]
    for rank in range(WRONG):
        assert "inexact" in _try(sides[rank % 2], "faux").text, rank
    for side in sides:
        answer = _try(side, "demonstration-csipa")
        assert answer.status == 200
        assert "la connexion est suspendue" in answer.text, answer.told()


def _try(person, password):
    return person.post("/admin/login/", {"username": "lecture", "password": password})


def _refuse_what_the_other_changed(scene, one, two):
    """Type in one cell from both sides: the second is told what the first wrote."""
    cell = {
        "name": f"c-{scene['site']}-{scene['today']}-{scene['profession']}-consultation-0-done",
        "base": "",
        "confirmed": True,
    }
    told = one.send("/saisie/cellules/", {"cells": [{**cell, "value": "11"}]}).json()["cells"][0]
    if told["state"] == "refused":
        return  # the site records nothing today: the cells of other days are typed below
    seen = two.send("/saisie/cellules/", {"cells": [{**cell, "value": "12"}]}).json()["cells"][0]
    assert (told["state"], seen["state"]) == ("saved", "conflict"), (told, seen)
    assert seen["theirs"]["value"] == "11"


def _write_on_both(scene, one, two):
    """Sign, type, book from both sides at the same moment; return what was acknowledged."""
    taken, odd, together = [], [], threading.Barrier(2)

    def work(person, side):
        writes = Writes(person, scene)
        together.wait()
        for rank in range(TYPED):
            done = [writes.saisie(2 * rank + side), writes.seance(2 * rank + side)]
            if rank < SIGNED:
                done.append(writes.signature(2 * rank + side))
            taken.extend(write for write in done if write)
        odd.append(writes.why)

    threads = [
        threading.Thread(target=work, args=(person, side)) for side, person in enumerate((one, two))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) >= 2 * (TYPED + SIGNED), odd
    return taken


def _queue(house, scene, person):
    """Ask for documents printed together, several times; return the keys of the jobs."""
    for _ in range(JOBS):
        fields = {
            "action": "print_together",
            "_selected_action": scene["drafts"][0],
            "select_across": "0",
            "together": "1",
            "kind": "pdf",
        }
        page = person.post("/admin/conventions/act/", fields)
        assert page.is_taken, (page.status, page.told())
    return [key for (key,) in house.rows("SELECT id FROM jobs_job ORDER BY id")]


def _read_on_the_other(scene, one, two):
    """Read the documents that one side froze from the other: the same bytes."""
    for act in scene["drafts"][:2]:
        path = f"/admin/conventions/act/{act}/document/"
        here, there = one.get(path), two.get(path)
        assert here.status == there.status == 200
        assert here.body == there.body
        assert here.body.startswith(b"%PDF")


def _fetch(house, jobs, person):
    """Wait for the jobs; each is done once and its file comes from the side that asked nothing."""

    def done():
        rows = house.rows("SELECT state, restarts FROM jobs_job ORDER BY id")
        return rows if all(state in ("done", "failed") for state, _ in rows) else None

    rows = wait_for(done, what="the jobs")
    assert set(rows) == {("done", 0)}, rows
    assert house.rows("SELECT COUNT(*) FROM jobs_jobresult") == [(len(jobs),)]
    for key in jobs:
        page = person.get(f"/admin/jobs/job/{key}/fichier/")
        assert page.body.startswith(b"%PDF")
    return len(jobs)
