"""A database that may be read and not written: what a standby of PostgreSQL is."""

import psycopg
import pytest

from tests.drills.house import on_postgresql
from tests.drills.telling import tell
from tests.drills.writes import Writes

pytestmark = pytest.mark.drill


def only_read(house, setting):
    """Let the database be read only (« on »), or written again, and cut who is connected."""
    name = house.address.rpartition("/")[2]
    with psycopg.connect(house.address, autocommit=True) as server:
        server.execute("SET default_transaction_read_only = off")  # this line is held too
        server.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = {setting}')
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.mark.skipif(not on_postgresql(), reason="SQLite n’a pas de serveur de secours.")
def test_a_database_that_takes_no_write_is_read_and_answers_503(house):
    scene = house.inside("scene.prepare", rounds=1)
    web = house.web(options=["--preload"])
    person = house.person(web)
    writes = Writes(person, scene)
    taken = [writes.seance(1)]
    only_read(house, "on")
    pages = [person.get(path).status for path in ("/admin/activite/mois/", "/actes/")]
    assert writes.seance(2) is None
    refused = writes.last
    only_read(house, "off")
    assert refused.status == 503, (refused.status, refused.words())
    assert pages == [200, 200]
    taken.append(writes.seance(3))
    assert all(taken), writes.why
    found = house.inside("scene.after", taken=taken)
    assert not any(found.values()), found
    tell("PostgreSQL en lecture seule : les pages se lisent, un envoi reçoit un 503 ; dès que la")
    tell("base s’écrit de nouveau, le site aussi, sans redémarrage.")
