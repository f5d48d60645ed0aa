"""The disk of the database, then that of files being sent, takes no more."""

import os
import shutil
import subprocess

import pytest

from tests.drills.clusters import new_cluster
from tests.drills.disks import small_disk
from tests.drills.house import House, on_postgresql
from tests.drills.telling import tell
from tests.drills.writes import Writes

pytestmark = pytest.mark.drill

SPARE = 1024 * 1024
LEFT = 128 * 1024  # without the few kibibytes beside its file SQLite does not even read
BEFORE = 5  # writes, while there is room
MOST_WRITES = 250
LARGE_FILE = 3_000_000  # beyond what Django keeps in memory: the file goes to TMPDIR


def shrink(disk):
    """Leave SPARE bytes on the disk."""
    size = shutil.disk_usage(disk).used + SPARE
    subprocess.run(["mount", "-o", f"remount,size={size}", str(disk)], check=True)


def fill(disk):
    """Leave only LEFT bytes on the disk; return the file that fills it."""
    filler = disk / "remplissage"
    with filler.open("wb", buffering=0) as file:
        file.write(b"\0" * (shutil.disk_usage(disk).free - LEFT))
    return filler


@pytest.fixture
def cramped(model, tmp_path):
    """A house whose database and temporary files are on a small disk; and that disk."""
    if not on_postgresql():
        with small_disk(tmp_path / "disque") as disk, model.copy(disk) as house:
            yield house, disk
        return
    with new_cluster() as cluster, small_disk(cluster.folder / "disque") as disk:
        room = disk / "base"
        room.mkdir()
        cluster.own(disk)
        cluster.own(room)
        cluster.query(f"CREATE TABLESPACE etroit LOCATION '{room}'")
        cluster.take(model.name, tablespace="TABLESPACE etroit")
        house = House(cluster.address(model.name), disk, static=model.static)
        shutil.copy(model.folder / "ancres.txt", disk)
        try:
            yield house, disk
        finally:
            house.close()


def test_a_full_disk_refuses_in_french_keeps_everything_and_goes_on_when_there_is_room(cramped):
    house, disk = cramped
    scene = house.inside("scene.prepare", rounds=1)
    web = house.web(options=["--preload"])
    person = house.person(web)
    writes, taken = Writes(person, scene), []
    while len(taken) < BEFORE:
        taken.append(writes.seance(len(taken)))
        assert taken[-1], writes.why
    shrink(disk)
    filler = fill(disk)
    for rank in range(BEFORE, MOST_WRITES):
        told = writes.seance(rank)
        if writes.last.status == 503:
            break
        taken += [told] if told else []
    refused = writes.last
    assert refused.status == 503, (refused.status, writes.why)
    assert "Le disque du serveur est plein" in refused.text
    tell(f"Disque de la base rempli : {len(taken)} écritures prises, puis un 503 en français.")

    sent = person.post(
        f"/admin/conventions/act/{scene['to publish'][0]}/copies/",
        {"kind": "scan"},
        [("file", "grosse.pdf", b"%PDF-1.7\n" + os.urandom(LARGE_FILE))],
    )
    assert sent.status == 503, (sent.status, sent.told())
    assert "Le disque du serveur est plein" in sent.text
    assert not [one for one in (house.folder / "tmp").iterdir() if one.name.endswith(".upload.pdf")]
    tell("Fichier envoyé sur un disque plein : même réponse, aucun morceau de fichier ne reste.")

    assert person.get("/admin/activite/mois/").status == 200
    assert person.get("/actes/").status == 200
    tell("Pendant ce temps les pages se lisent.")

    filler.unlink()
    assert writes.seance(MOST_WRITES + 1), writes.why
    found = house.inside("scene.after", taken=taken)
    assert not any(found.values()), found
    tell(f"De la place rendue : les écritures reprennent ; {len(taken)} prises, 0 perdue.")
