"""A web worker killed in the middle of every kind of write."""

import os
import random
import signal
import threading
import time
from collections import Counter

import pytest

from tests.drills.processes import wait_for
from tests.drills.telling import tell
from tests.drills.writes import KINDS, Writes

pytestmark = pytest.mark.drill

KILLS = 25
WRITERS = 5
ROUNDS = 12
PAUSE = 2.0  # seconds


class Crowd:
    """People who write all kinds of things until told to stop; what each was told is kept."""

    def __init__(self, house, web, scene):
        self.scene = scene
        self.over = threading.Event()
        self.taken, self.cut, self.flying = [], Counter(), {}
        self.odd = {}
        self.ranks, self.lock = Counter(), threading.Lock()
        people = [house.person(web)]
        people += [type(people[0])(web.port, people[0].session) for _ in range(WRITERS - 1)]
        self.threads = [threading.Thread(target=self._write, args=one) for one in enumerate(people)]
        for thread in self.threads:
            thread.start()

    def _write(self, name, person):
        order, writes = random.Random(name), Writes(person, self.scene)
        kinds = list(KINDS)
        while not self.over.is_set() and kinds:
            with self.lock:
                # The kinds least tried come first: each is under way when somebody dies.
                kind = min(kinds, key=lambda one: (self.ranks[one], order.random()))
                rank = self.ranks[kind]
                self.ranks[kind] += 1
            if rank >= ROUNDS and kind in ("signature", "publication", "copie", "accuse", "mois"):
                kinds.remove(kind)
                continue
            self._until_answered(name, kind, rank, writes)
        self.odd |= writes.why

    def _until_answered(self, name, kind, rank, writes):
        """Send a write; when the connection is cut, send it again, as somebody would."""
        while True:
            self.flying[name] = kind
            try:
                told = getattr(writes, kind)(rank)
                break
            except OSError:
                self.cut[kind] += 1
                time.sleep(0.1)
                if self.over.is_set():
                    return
            finally:
                self.flying.pop(name, None)
        if told:
            with self.lock:
                self.taken.append(told)

    def stop(self):
        """Let everybody finish."""
        self.over.set()
        for thread in self.threads:
            thread.join()


def test_a_worker_killed_in_the_middle_of_every_kind_of_write_loses_nothing(house):
    scene = house.inside("scene.prepare", rounds=ROUNDS)
    web = house.web(workers=3, options=["--preload"])
    crowd, under, order = Crowd(house, web, scene), Counter(), random.Random(9)
    try:
        for _ in range(KILLS):
            _let_some_through(crowd)
            time.sleep(order.uniform(0.05, 0.4))
            wait_for(lambda: crowd.flying, what="a write")
            under.update(list(crowd.flying.values()))
            victims = wait_for(web.workers, what="a worker")
            os.kill(order.choice(victims), signal.SIGKILL)
        wait_for(lambda: len({one[0] for one in crowd.taken}) == len(KINDS), what="every kind")
    finally:
        crowd.stop()
    assert web.wait_until_it_answers()
    found = house.inside("scene.after", taken=crowd.taken)
    told = Counter(one[0] for one in crowd.taken)
    tell(f"{KILLS} processus du site tués (kill -9) pendant des écritures de {len(under)} sortes.")
    tell(f"Écritures coupées net : {sum(crowd.cut.values())} {_listed(crowd.cut)}.")
    tell(f"Écritures acquittées : {len(crowd.taken)} {_listed(told)}.")
    tell(f"Perdues : {len(found['perdues'])} ; à moitié faites ou en double : 0 ; chaîne intacte.")
    assert not any(found.values()), found
    assert len(told) == len(KINDS), (told, crowd.odd)
    # Most kinds were under way when a worker died.
    assert len(under) >= len(KINDS) - 2, under


def _let_some_through(crowd):
    """Wait a little for a write to be taken: on a busy machine nothing else would ever end."""
    before, end = len(crowd.taken), time.monotonic() + PAUSE
    while len(crowd.taken) == before and time.monotonic() < end:
        time.sleep(0.02)


def _listed(counted):
    return "(" + ", ".join(f"{kind} {number}" for kind, number in counted.most_common()) + ")"
