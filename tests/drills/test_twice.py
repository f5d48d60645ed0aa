"""The same thing asked twice at once: a nightly run, a sealing, a button pressed twice."""

import threading
import time

import pytest

from tests.drills.processes import Person, wait_for
from tests.drills.telling import tell
from tests.drills.writes import Writes

pytestmark = pytest.mark.drill

# What a second click could do again: the other writes change what is there.
TWICE = (
    *("signature", "publication", "copie", "accuse"),
    *("seance", "mois", "effectifs", "acte"),
)


def at_once(*deeds):
    """Do several things at the same moment; return what each gave."""
    given, barrier = [None] * len(deeds), threading.Barrier(len(deeds))

    def one(rank, deed):
        barrier.wait()
        given[rank] = deed()

    threads = [threading.Thread(target=one, args=args) for args in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def test_two_sealings_at_once_write_one_chain(house):
    scene = house.inside("scene.prepare", rounds=1)
    seal = lambda: house.command("seal_audit_trail")  # noqa: E731
    both = at_once(seal, seal)
    assert [one.returncode for one in both] == [0, 0], [one.stderr[-2000:] for one in both]
    ranks = [row[0] for row in house.rows("SELECT seq FROM audit_link ORDER BY seq")]
    assert ranks == list(range(ranks[0], ranks[0] + len(ranks)))
    found = house.inside("scene.after", taken=[])
    assert not any(found.values()), found
    assert scene
    tell(f"Deux scellements au même instant : une seule chaîne, {len(ranks)} maillons sans trou.")


def test_two_nightly_runs_at_once_are_one(house):
    def night():
        begun = time.monotonic()
        return house.command("daily", "--only", "verify"), time.monotonic() - begun

    one, other = sorted(at_once(night, night), key=lambda each: each[0].returncode)
    assert one[0].returncode == 0, one[0].stdout + one[0].stderr[-2000:]
    assert other[0].returncode == 3, other[0].stdout + other[0].stderr[-2000:]
    assert "Un autre passage est en cours" in other[0].stderr
    assert other[0].stdout == ""
    assert other[1] < one[1]

    killed = house.start("daily", "--only", "verify")
    begun = "SELECT count(*) FROM jobs_chorerun WHERE finished_at IS NULL"
    wait_for(lambda: house.rows(begun) == [(1,)], what="the night")
    killed.kill()
    house.must("daily", "--only", "verify")
    tell("Deux « daily » au même instant : l’un fait la nuit, l’autre s’arrête avant lui sans rien")
    tell("lancer, avec le code 3 ; un « daily » tué (kill -9) ne bloque pas le suivant.")


def test_a_button_pressed_twice_writes_once(house):
    scene = house.inside("scene.prepare", rounds=2)
    web = house.web(options=["--preload"])
    first = house.person(web)
    taken = []
    for kind in TWICE:
        people = [first, Person(web.port, first.session)]
        writes = [Writes(person, scene) for person in people]
        both = at_once(*[lambda one=one, kind=kind: getattr(one, kind)(0) for one in writes])
        done = [one for one in both if one]
        assert done, (kind, [one.why for one in writes])
        refused = [why for one in writes for why in one.why.values()]
        assert all(status < 500 for status, _ in refused), (kind, refused)
        taken += done[:1]
    found = house.inside("scene.after", taken=taken)
    assert not any(found.values()), found
    tell(f"Bouton pressé deux fois au même instant ({len(taken)} sortes d’écritures) : une seule")
    tell("fois chacune ; un acte signé deux fois garde son seul numéro.")
