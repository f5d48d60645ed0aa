"""The clock of the machine goes back, then forward, while the service runs."""

from pathlib import Path

import pytest

from tests.drills.telling import tell
from tests.drills.writes import Writes

pytestmark = pytest.mark.drill

LIBRARY = next(iter(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")), None)
MOMENTS = {"à l’heure": "+0", "une heure avant": "-1h", "la veille": "-1d", "le lendemain": "+1d"}


@pytest.mark.skipif(LIBRARY is None, reason="Il faut libfaketime (paquet Debian du même nom).")
def test_a_clock_that_goes_back_breaks_nothing(house):
    clock = house.folder / "horloge"
    clock.write_text("+0")
    scene = house.inside("scene.prepare", rounds=len(MOMENTS))
    person_key = house.inside("session", user="admin")
    house.extra = {
        "LD_PRELOAD": str(LIBRARY),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    web = house.web(options=["--preload"])
    person = house.person_with(web, person_key)
    writes, taken = Writes(person, scene), []
    for rank, (told, moment) in enumerate(MOMENTS.items()):
        clock.write_text(moment)
        for kind in ("signature", "seance", "copie", "compte", "decomptes"):
            done = getattr(writes, kind)(rank)
            # A session lasts eight hours: a day later one logs in again, which is as it should be.
            if told != "le lendemain":
                assert done, (told, kind, writes.why)
            taken += [done] if done else []
        house.must("seal_audit_trail")
    clock.write_text("-1h")
    history = person.get(f"/admin/auth/user/{scene['account']}/history/")
    assert history.status in (200, 302)
    clock.write_text("+0")
    found = house.inside("scene.after", taken=taken)
    assert not any(found.values()), found
    tell(
        f"Horloge {', '.join(MOMENTS)} : {len(taken)} écritures, aucun numéro en double ni sauté ;"
    )
    tell("la chaîne d’intégrité se vérifie, l’historique s’affiche.")
