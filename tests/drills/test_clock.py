"""The clock of the machine goes back, then forward, while the service runs."""

from pathlib import Path

import pytest

from tests.drills.telling import tell
from tests.drills.writes import Writes

pytestmark = pytest.mark.drill

LIBRARY = next(iter(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")), None)
MOMENTS = {"à l’heure": "+0", "une heure avant": "-1h", "la veille": "-1d", "le lendemain": "+1d"}
# libfaketime 0.9.10 makes `time.sleep` of Python 3.11 fail (EINVAL): each process waits otherwise.
SLEEP = """import select, time
time.sleep = lambda seconds: select.select([], [], [], max(0, seconds)) and None
"""


@pytest.mark.skipif(LIBRARY is None, reason="Il faut libfaketime (paquet Debian du même nom).")
def test_a_clock_that_goes_back_breaks_nothing(house):
    clock = house.folder / "horloge"
    patience = house.folder / "patience"
    patience.mkdir()
    (patience / "sitecustomize.py").write_text(SLEEP)
    clock.write_text("+0")
    scene = house.inside("scene.prepare", rounds=len(MOMENTS))
    key = house.inside("session", user="admin")
    house.extra = {
        "LD_PRELOAD": str(LIBRARY),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "PYTHONPATH": str(patience),
    }
    web = house.web(options=["--preload"])
    person = house.person_with(web, key)
    writes, taken = Writes(person, scene), []
    for rank, (told, moment) in enumerate(MOMENTS.items()):
        clock.write_text(moment)
        if told == "le lendemain":
            # A session lasts eight hours: a day later one logs in again.
            assert person.get("/admin/").is_login_asked
            person = house.person(web)
            writes = Writes(person, scene)
        for kind in ("signature", "seance", "copie", "compte", "decomptes"):
            done = getattr(writes, kind)(rank)
            assert done, (told, kind, writes.why)
            taken.append(done)
        house.must("seal_audit_trail")
    clock.write_text("-1h")
    history = person.get(f"/admin/auth/user/{scene['account']}/history/")
    assert history.status == 200, history.status
    clock.write_text("+0")
    found = house.inside("scene.after", taken=taken)
    assert not any(found.values()), found
    tell(
        f"Horloge {', '.join(MOMENTS)} : {len(taken)} écritures, aucun numéro en double ni sauté ;"
    )
    tell("la chaîne d’intégrité se vérifie, l’historique s’affiche.")
