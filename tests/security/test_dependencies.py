"""A library with a known weakness fails the check; one that could not be asked about does not."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / ".ci" / "audit-dependencies"
SAFE = {"name": "django", "version": "5.2.19", "vulns": []}
UNKNOWN = {"name": "psycopg", "skip_reason": "not found"}
WEAK = {
    "name": "pillow",
    "version": "1.0",
    "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"], "description": ""}],
}


def told(tmp_path, *libraries):
    report = tmp_path / "report.json"
    report.write_text(json.dumps({"dependencies": libraries}))
    return subprocess.run(
        [sys.executable, str(SCRIPT), "--report", str(report)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_known_weakness_fails_and_says_which_version_mends_it(tmp_path):
    done = told(tmp_path, SAFE, WEAK, UNKNOWN)
    assert done.returncode == 1
    assert "pillow 1.0\u00a0: PYSEC-1, corrigé en 1.1" in done.stdout


def test_libraries_without_weakness_pass_and_the_silent_ones_are_named(tmp_path):
    done = told(tmp_path, SAFE, UNKNOWN)
    assert done.returncode == 0
    assert "aucune connue pour 1\u00a0; pas de réponse pour psycopg" in done.stdout


@pytest.mark.parametrize("libraries", [(), (UNKNOWN,)])
def test_a_machine_that_cannot_ask_says_so(tmp_path, libraries):
    done = told(tmp_path, *libraries)
    assert done.returncode == 0
    assert "n’ont pas pu être demandées" in done.stdout
