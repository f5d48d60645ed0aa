"""No pattern of the program is kept busy by a long text."""

import json
import os
import subprocess
import sys

# Generous: a pattern reads twenty thousand signs in a few milliseconds, or in hours.
LENGTH, SECONDS = 20_000, 3


def tried(*args):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.security.patterns", *map(str, args)],
        capture_output=True,
        text=True,
        timeout=500,
        check=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "csipa.settings"},
    )
    return json.loads(done.stdout)


def test_no_pattern_is_kept_busy_by_a_long_text():
    told = tried(LENGTH, SECONDS)
    assert told["tried"] > 500
    assert told["slow"] == []


def test_a_pattern_that_is_kept_busy_is_found():
    assert tried(2000, 1, r"(a|aa)+$")["slow"]
