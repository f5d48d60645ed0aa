"""The database goes away under load, and comes back."""

import sqlite3
import threading
import time
from collections import Counter

import pytest

from tests.drills.clusters import new_cluster
from tests.drills.house import House, on_postgresql
from tests.drills.processes import Person, wait_for
from tests.drills.telling import tell
from tests.drills.writes import Writes

pytestmark = pytest.mark.drill

CLIENTS = 12
AWAY = 4.0  # seconds


class Load:
    """Clients that type figures and read a page by turns; every answer is kept with its time."""

    def __init__(self, house, web, scene):
        self.scene, self.over = scene, threading.Event()
        self.answers, self.taken = [], []
        self.lock = threading.Lock()
        session = house.person(web).session
        self.threads = [
            threading.Thread(target=self._client, args=(rank, Person(web.port, session)))
            for rank in range(CLIENTS)
        ]
        for thread in self.threads:
            thread.start()

    def _client(self, rank, person):
        # Each books hours of its own: no client waits for another's answer.
        writes, turn = Writes(person, self.scene), 0
        while not self.over.is_set():
            began = time.monotonic()
            turn += 1
            try:
                if turn % 2:
                    told = writes.seance(rank * 1000 + turn)
                    page = writes.last
                else:
                    told, page = None, person.get("/admin/activite/mois/")
            except OSError as error:
                self.answers.append((began, time.monotonic(), repr(error)[:80], ""))
                continue
            with self.lock:
                self.answers.append((began, time.monotonic(), page.status, page.text[:3000]))
                if told:
                    self.taken.append(told)
            time.sleep(0.05)

    def stop(self):
        """Let everybody finish."""
        self.over.set()
        for thread in self.threads:
            thread.join()

    def between(self, begun, ended=float("inf")):
        """Return the answers to what was asked in a lapse of time."""
        return [one for one in self.answers if begun <= one[0] < ended]


@pytest.mark.skipif(not on_postgresql(), reason="SQLite n’a pas de serveur à arrêter.")
def test_a_postgresql_that_dies_under_load_loses_nothing_and_comes_back(model, tmp_path):
    with new_cluster() as cluster:
        cluster.take(model.name)
        house = House(cluster.address(model.name), tmp_path, static=model.static)
        (tmp_path / "ancres.txt").write_bytes((model.folder / "ancres.txt").read_bytes())
        try:
            _die_and_come_back(house, cluster)
        finally:
            house.close()


def _die_and_come_back(house, cluster):
    scene = house.inside("scene.prepare", rounds=1)
    web, worker = house.web(options=["--preload"]), house.worker()
    load = Load(house, web, scene)
    wait_for(lambda: len(load.taken) > CLIENTS, what="a load")
    stopped = time.monotonic()
    cluster.stop("immediate")
    away = time.monotonic()
    time.sleep(AWAY)
    started = time.monotonic()
    cluster.start()
    back = time.monotonic()
    wait_for(lambda: len(load.between(back)) > 5 * CLIENTS, what="a load again")
    load.stop()
    during = Counter(one[2] for one in load.between(away, started))
    after = Counter(one[2] for one in load.between(back))
    page = next(one[3] for one in load.between(away, started) if one[2] == 503)
    found = house.inside("scene.after", taken=load.taken)
    assert set(during) == {503}, during
    assert "interrompu" in page
    assert "Traceback" not in page
    assert set(after) <= {200, 302}, after
    assert not any(found.values()), found
    assert worker.process.poll() is None, worker.said[-2000:]
    tell(f"PostgreSQL tué (-m immediate) sous {CLIENTS} clients, absent {back - stopped:.0f} s.")
    tell(f"Pendant l’absence : {during.total()} réponses, toutes 503 en français ;")
    tell(f"une fois revenu : {after.total()} réponses, aucune erreur.")
    tell(f"Écritures acquittées : {len(load.taken)} ; perdues : {len(found['perdues'])}.")
    tell("Le processus des travaux a attendu la base ; il est toujours là.")


@pytest.mark.skipif(on_postgresql(), reason="PostgreSQL ne se verrouille pas d’un bloc.")
def test_a_sqlite_locked_for_too_long_answers_503_and_gives_back_what_was_typed(house):
    scene = house.inside("scene.prepare", rounds=1)
    web = house.web(options=["--preload"])
    person = house.person(web)
    writes = Writes(person, scene)
    other = sqlite3.connect(house.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    assert writes.seance(1) is None
    waited, page = time.monotonic() - began, writes.last
    assert page.status == 503, page.text[:2000]
    assert page.headers["Retry-After"]
    assert "très occupé" in page.text
    fields, address = page.form("title")
    assert fields["title"].strip() == "Séance d’exercice 001"
    other.execute("ROLLBACK")
    other.close()
    again = person.post(address, fields)
    assert again.is_taken, again.told()
    found = house.inside("scene.after", taken=[["séance", "Séance d’exercice 001"]])
    assert not any(found.values()), found
    tell(f"SQLite verrouillé par un autre : 503 en français après {waited:.0f} s, rien d’écrit ;")
    tell("le bouton « Envoyer de nouveau » de la page refait l’envoi, une fois le verrou levé.")
