"""A database that takes no write: a standby of PostgreSQL, or a disk that is read only."""

import shutil
import subprocess

import psycopg
import pytest

from tests.drills.disks import small_disk
from tests.drills.house import on_postgresql
from tests.drills.processes import wait_for
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


def remounted(disk, mode):
    """Mount a disk again as « ro » or « rw »; tell whether the system did."""
    asked = ["mount", "-o", f"remount,{mode}", str(disk)]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(on_postgresql(), reason="Le disque de PostgreSQL est l’affaire de son serveur.")
def test_a_sqlite_on_a_disk_that_is_read_only_answers_503_until_it_is_written(model, tmp_path):
    with small_disk(tmp_path / "disque") as disk, model.copy(disk) as house:
        # What the site itself writes, its journal, is on another disk.
        house.folder = tmp_path / "maison"
        (house.folder / "tmp").mkdir(parents=True)
        shutil.copy(model.folder / "ancres.txt", house.folder)
        scene = house.inside("scene.prepare", rounds=1)
        person = house.person(house.web(options=["--preload"]))
        writes = Writes(person, scene)
        taken = [writes.seance(1)]
        # The site closes the file once it has answered.
        wait_for(lambda: remounted(disk, "ro"), within=10, what="a disk that nobody writes")
        pages = [person.get(path).status for path in ("/admin/activite/mois/", "/healthz")]
        assert writes.seance(2) is None
        refused = writes.last
        assert remounted(disk, "rw")
        assert refused.status == 503, (refused.status, refused.words())
        assert "momentanément interrompu" in refused.text
        # SQLite keeps two small files beside its own, even to read.
        assert pages == [503, 200]
        taken.append(writes.seance(3))
        assert all(taken), writes.why
        found = house.inside("scene.after", taken=taken)
        assert not any(found.values()), found
    tell("SQLite sur un disque en lecture seule : 503 partout, même pour lire ; dès que le disque")
    tell("s’écrit de nouveau, le site repart sans redémarrage.")
