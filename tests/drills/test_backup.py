"""Backups under load, restored on a clean machine, and moved from SQLite to PostgreSQL."""

import itertools
import shutil
import subprocess
import threading
from contextlib import contextmanager

import psycopg
import pytest

from tests.drills.house import House, _server, cluster, on_postgresql, postgres_address
from tests.drills.processes import ROOT, free_port, wait_for
from tests.drills.telling import tell

pytestmark = pytest.mark.drill
BACKUPS = 12
REPORTS = "audit_verification"


@pytest.fixture
def machine(tmp_path):
    """A clean machine: a database that is not there yet, or has no table."""
    with clean(tmp_path / "machine") as made:
        yield made


@contextmanager
def clean(folder, *, postgresql=None):
    """Yield a house whose database is new."""
    folder.mkdir()
    if not (on_postgresql() if postgresql is None else postgresql):
        yield House(f"sqlite:///{folder / 'site.sqlite3'}", folder)
        return
    name = f"drill_clean_{free_port()}"
    _server(f'CREATE DATABASE "{name}"')
    try:
        yield House(postgres_address(name, **cluster()), folder)
    finally:
        _server(f'DROP DATABASE "{name}" WITH (FORCE)')


def serves(house):
    """Check that people can go on in a house: numbers, logins, seals, new rows."""
    numbered = house.inside("backing.behind")
    assert numbered["behind"] == []
    assert numbered["asked"] > 250
    inserted = house.inside("backing.insert_everywhere")
    assert inserted["taken"] == []
    assert inserted["went"] > 100
    sealed = house.inside("backing.sealed_refuse")
    assert sealed["acts"]
    assert sealed["through"] == []
    assert house.inside("faults") == []
    assert house.inside("backing.use") == {"login": True, "follows": True}
    tell(
        f"On s’en sert : connexion, numéro suivant, {numbered['asked']} compteurs justes, "
        f"{inserted['went']} tables écrites pour voir, {sealed['acts']} actes signés toujours clos."
    )


def test_a_clean_machine_gets_the_same_database_by_hash(house, machine):
    before = house.inside("backing.hashes")
    numbers = house.inside("backing.numbers")
    archive = house.folder / "sauvegarde.zip"
    tell(house.must("backup", "-o", str(archive)).strip().replace(str(house.folder), "…"))
    shutil.copy(house.folder / "ancres.txt", machine.folder)
    for line in machine.must("restore", str(archive)).splitlines():
        tell(line)
    after = machine.inside("backing.hashes")
    # Restoring compared this table too, then verified all, and kept the report of that.
    assert after.pop(REPORTS)[0] == before.pop(REPORTS)[0] + 1
    assert after == before
    tell(f"{len(after)} tables relues des deux côtés : mêmes lignes, mêmes empreintes.")
    assert machine.inside("backing.numbers") == numbers
    again = machine.command("restore", str(archive))
    assert again.returncode == 1
    assert "n’est pas vide" in again.stderr
    serves(machine)


def test_twelve_backups_under_twenty_writers_hold_all_that_was_acknowledged(house, tmp_path):
    logs, folder = tmp_path / "logs", tmp_path / "sauvegardes"
    logs.mkdir()
    folder.mkdir()
    written, over = {}, tmp_path / "over"
    writers = threading.Thread(
        target=lambda: written.update(
            house.inside("backing.write_all", folder=str(logs), until=str(over))
        )
    )
    writers.start()
    try:
        wait_for(lambda: len(list(logs.glob("*.log"))) == 20, what="the start of the writers")
        made = house.inside("backing.back_up", logs=str(logs), folder=str(folder), times=BACKUPS)
    finally:
        over.touch()
        writers.join()
    assert written["failed"] == 0
    assert set(written["refused"]) <= {"database is locked"}
    told = house.inside("backing.examine", made=made)
    assert told["found"] == []
    counts = told["acknowledged"]
    assert len(counts) == BACKUPS
    assert all(before < after for before, after in itertools.pairwise(counts)), counts
    tell(
        f"{BACKUPS} sauvegardes pendant que 20 processus écrivent {written['written']} cellules : "
        f"toutes saines ; {counts[0]} à {counts[-1]} cellules confirmées avant chacune, 0 perdue, "
        "0 total faux."
    )


def test_a_killed_backup_leaves_no_file_that_looks_good(house):
    folder = house.folder / "sauvegardes"
    folder.mkdir()
    process = house.start("backup", "-o", str(folder))
    wait_for(lambda: list(folder.iterdir()), what="the beginning of the backup")
    process.kill()
    assert not list(folder.glob("*.zip"))
    house.must("backup", "-o", str(folder))
    assert [path.suffix for path in folder.iterdir()] == [".zip"]
    tell("Une sauvegarde tuée ne laisse aucune archive ; la suivante efface ses restes.")


def test_a_full_disk_leaves_nothing(house):
    folder = house.folder / "petit"
    folder.mkdir()
    small = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if small.returncode:
        pytest.skip("only root mounts a small disk; the tests of archives limit files instead")
    try:
        done = house.command("backup", "-o", str(folder))
        assert done.returncode == 1
        assert "Plus de place" in done.stderr
        assert list(folder.iterdir()) == []
    finally:
        subprocess.run(["umount", str(folder)], check=True)
    tell("Disque plein : la commande le dit, rien n’est laissé.")


@contextmanager
def new_cluster(folder):
    """Yield the address of an empty database of a PostgreSQL cluster that goes away at the end."""
    child = subprocess.Popen(
        [".ci/with-postgresql", "bash", "-c", "echo $DATABASE_URL; read -r _"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        for line in child.stdout:
            if line.startswith("postgres://"):
                break
        address = line.strip()
        with psycopg.connect(address, autocommit=True) as server:
            server.execute("CREATE DATABASE arrivee")
        folder.mkdir()
        yield House(f"{address.rpartition('/')[0]}/arrivee", folder)
    finally:
        child.communicate("\n")


def test_the_whole_demonstration_moves_from_sqlite_to_postgresql(house, tmp_path):
    if on_postgresql():
        pytest.skip("the drill of the SQLite side makes its own cluster")
    with new_cluster(tmp_path / "arrivee") as target:
        before, numbers = house.inside("backing.hashes"), house.inside("backing.numbers")
        house.extra = {"TARGET_DATABASE_URL": target.address}
        first = house.start("move_to_postgresql")
        wait_for(
            lambda: target.rows("SELECT to_regclass('csipa_inachevee')::text")[0][0],
            what="the beginning of the move",
        )
        wait_for(
            lambda: target.rows("SELECT to_regclass('django_migrations')::text")[0][0],
            what="the first migration",
        )
        first.kill()
        assert target.rows("SELECT to_regclass('csipa_inachevee')::text")[0][0]
        for line in house.must("move_to_postgresql").splitlines()[:1]:
            tell(f"Un passage tué, puis relancé : {line}")
        shutil.copy(house.folder / "ancres.txt", target.folder)
        assert target.inside("backing.hashes") == before
        assert target.inside("backing.numbers") == numbers
        again = house.command("move_to_postgresql")
        assert again.returncode == 1
        assert "n’est pas vide" in again.stderr
        off = "SELECT count(*) FROM pg_trigger WHERE tgenabled <> 'O'"
        assert target.rows(off) == [(0,)]
        assert "verify" not in target.must("verify")
        serves(target)
