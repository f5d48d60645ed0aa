"""The machinery of the drills itself."""

import pytest

from tests.drills.telling import tell
from tests.drills.writes import KINDS, Writes

pytestmark = pytest.mark.drill


def test_every_kind_of_write_is_taken_on_a_good_day(house):
    scene = house.inside("scene.prepare", rounds=2)
    web = house.web()
    writes = Writes(house.person(web), scene)
    taken = {kind: getattr(writes, kind)(1) for kind in KINDS}
    assert all(taken.values()), (taken, writes.why)
    assert house.inside("scene.missing", taken=list(taken.values())) == []
    assert house.inside("faults") == []
    tell(f"Un bon jour : {len(KINDS)} sortes d’écritures faites et retrouvées.")
