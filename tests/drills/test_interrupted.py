"""Commands that write a lot, killed at many moments: all of it is there, or none of it."""

import pytest

from tests.drills.telling import tell

pytestmark = pytest.mark.drill

COMMANDS = ("import_act", "import_communes", "import_activity", "import_staffing", "import_rpps")


def test_imports_killed_at_any_moment_leave_all_or_nothing_or_are_resumed(house):
    found = house.inside("interrupting.kill_each", commands=COMMANDS, folder=str(house.folder))
    for command, one in found.items():
        kept = (
            "reprise où elle en était" if command == "import_rpps" else "chaque fois tout ou rien"
        )
        tell(f"{command} tué à {one['kills']} instants : {kept} ; relancé, il finit.")
    for command, one in found.items():
        assert one["kills"] >= 3, (command, one)
        wrong = one["half"] + one["again"] + one["faults"]
        assert not wrong, (command, one)
