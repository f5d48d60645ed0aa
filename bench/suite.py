"""What a test costs before it tests anything: loading, the base of the tests, an account, a page.

    python bench/suite.py [--rounds 3] [--groups tests/audit tests/jobs …]

Each is a run of pytest of its own on a file of one test, in processor time, right after a run of
its reference. The base is SQLite, in memory. With `--groups`, each of those folders or files is run
once instead: processor seconds, how many tests, and what one of them costs beside an empty one.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from served import ROOT
from startup import children_seconds
from told import Ratio, compared, in_turn, show, tell, written

PART = "Suite de tests"
EMPTY = "def test_nothing():\n    assert True\n"
BASE = "import pytest\n\n\n@pytest.mark.django_db\n" + EMPTY
PAGE = """import pytest
from django.contrib.auth.models import User


@pytest.mark.django_db
def test_page(client):
    client.force_login(User.objects.create_superuser("essai"))
    assert client.get("/admin/sites/site/").status_code == 200
"""
_COUNTED = re.compile(r"(\d+) passed")


def pytest(*arguments: str, bare: bool = False) -> str:
    """Run pytest as the suite does, or as nobody’s; return what it says."""
    left_out = ("SECRET_KEY", "DATABASE_URL", "AUDIT_ANCHORS", "SIGNING_CERTIFICATE")
    environment = {key: value for key, value in os.environ.items() if key not in left_out}
    environment["PYTHONPATH"] = str(ROOT)
    own = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT), "-p", "tests.conftest"]
    plain = ["-p", "no:django", "-p", "no:randomly", "-p", "no:socket", "-c", os.devnull]
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, *(plain if bare else own), *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
    return done.stdout


def parts(rounds: int) -> None:
    """Tell what each step adds to the one before."""
    with tempfile.TemporaryDirectory(prefix="csipa-suite-") as name:
        files = {}
        for key, text in (("empty", EMPTY), ("base", BASE), ("page", PAGE)):
            files[key] = Path(name) / f"test_{key}_alone.py"
            files[key].write_text(text, encoding="utf-8")

        def way(key: str, *options: str, bare: bool = False) -> Callable[[], str]:
            return lambda: pytest(*options, str(files[key]), bare=bare)

        quick = "--nomigrations"
        for what, one, against, other, goal in (
            ("un test vide", way("empty"), "pytest nu", way("empty", bare=True), 8),
            ("la base, par ses modèles", way("base", quick), "test vide", way("empty"), 3),
            ("la base, par ses migrations", way("base"), "test vide", way("empty"), 10),
            ("une page", way("page", quick), "base vide", way("base", quick), 1.5),
        ):
            found = in_turn(one, other, rounds, children_seconds)
            middle, least, most = compared(found)
            spent = sorted(one for one, _ in found)[len(found) // 2]
            remark = f"{written(spent)} s de processeur sur cette machine"
            tell(Ratio(PART, what, against, middle, goal, least, most, remark))


def groups(asked: list[str]) -> None:
    """Tell what each folder costs, and a test of it beside an empty one."""
    began = children_seconds()
    with tempfile.TemporaryDirectory(prefix="csipa-suite-") as name:
        file = Path(name) / "test_empty_alone.py"
        file.write_text(EMPTY, encoding="utf-8")
        pytest(str(file))
    empty = children_seconds() - began
    for group in asked:
        began = children_seconds()
        said = pytest("--nomigrations", "-m", "not browser and not drill", group)
        spent = children_seconds() - began
        counted = _COUNTED.search(said)
        many = int(counted[1]) if counted else 0
        remark = f"{many} tests, {spent:.0f} s de processeur sur cette machine"
        tell(Ratio(PART, group, "test vide", spent / empty, None, remark=remark))


def main() -> int:
    """Measure the steps, or whole folders."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--groups", nargs="+", default=[])
    asked = parser.parse_args()
    if asked.groups:
        groups(asked.groups)
    else:
        parts(asked.rounds)
    return show()


if __name__ == "__main__":
    sys.exit(main())
