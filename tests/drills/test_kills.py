"""Web workers killed in the middle of every kind of write."""

import os
import random
import signal
import threading
import time
from collections import Counter

import pytest

from tests.drills.processes import Person, wait_for
from tests.drills.telling import tell
from tests.drills.writes import KINDS, Writes

pytestmark = pytest.mark.drill

PEOPLE = 4
KILLS_EACH = 2
# Each write of a kind has its own thing to write on: the good day's, then those that are cut.
ROUNDS = 1 + KILLS_EACH * PEOPLE + 2


class Crowd:
    """People who each write one thing at the same moment; what each was told is kept."""

    def __init__(self, house, web, scene):
        self.web = web
        first = house.person(web)
        people = [first, *(Person(web.port, first.session) for _ in range(PEOPLE - 1))]
        self.writes = [Writes(person, scene) for person in people]
        self.taken, self.cut, self.ranks = [], Counter(), Counter()
        self.lasts = {}
        for kind in KINDS:
            began = time.monotonic()
            assert self._until_answered(self.writes[0], kind), self.writes[0].why
            self.lasts[kind] = time.monotonic() - began

    def write(self, kinds, *, meanwhile):
        """Let each person write one kind, and do `meanwhile` once all have begun."""
        ready = threading.Barrier(len(kinds) + 1)

        def one(writes, kind):
            ready.wait()
            self._until_answered(writes, kind)

        threads = [
            threading.Thread(target=one, args=each) for each in zip(self.writes, kinds, strict=True)
        ]
        for thread in threads:
            thread.start()
        ready.wait()
        meanwhile()
        for thread in threads:
            thread.join()

    def _until_answered(self, writes, kind):
        """Send a write; when the connection is cut, send it again, as somebody would."""
        rank = self.ranks[kind]
        self.ranks[kind] += 1
        while True:
            try:
                told = getattr(writes, kind)(rank)
                break
            except OSError:
                self.cut[kind] += 1
                time.sleep(0.1)
        if told:
            self.taken.append(told)
        return told


def test_workers_killed_in_the_middle_of_every_kind_of_write_lose_nothing(house):
    scene = house.inside("scene.prepare", rounds=ROUNDS)
    web = house.web(workers=2, options=["--preload"])
    crowd, order, killed = Crowd(house, web, scene), random.Random(9), 0

    def kill():
        # At any moment of the write that is aimed at: its reading, its layout, its transaction.
        time.sleep(order.uniform(0.1, 1) * crowd.lasts[aim])
        victims = wait_for(web.workers, what="a worker")
        for victim in victims:
            os.kill(victim, signal.SIGKILL)
        return len(victims)

    for _ in range(KILLS_EACH):
        for rank, aim in enumerate(KINDS):
            # Beside the one aimed at, three others that change from turn to turn.
            others = [KINDS[(rank + step) % len(KINDS)] for step in (1, 4, 7)]
            done = []
            crowd.write([aim, *others], meanwhile=lambda done=done: done.append(kill()))
            killed += done[0]
    assert web.wait_until_it_answers()
    found = house.inside("scene.after", taken=crowd.taken)
    told = Counter(one[0] for one in crowd.taken)
    tell(f"{killed} processus du site tués (kill -9), {len(KINDS)} sortes d’écritures visées.")
    tell(f"Écritures coupées net : {sum(crowd.cut.values())} {_listed(crowd.cut)}.")
    tell(f"Écritures acquittées : {len(crowd.taken)} {_listed(told)}.")
    tell(f"Perdues : {len(found['perdues'])} ; à moitié faites ou en double : 0 ; chaîne intacte.")
    assert not any(found.values()), found
    assert set(crowd.cut) == set(KINDS), crowd.cut
    assert len(told) == len(KINDS), told
    assert min(told.values()) > KILLS_EACH, (told, [writes.why for writes in crowd.writes])


def _listed(counted):
    return "(" + ", ".join(f"{kind} {number}" for kind, number in counted.most_common()) + ")"
