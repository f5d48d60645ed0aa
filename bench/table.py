"""Everything that is measured here, in one table of ratios: `make bench`, `make bench QUICK=1`.

    python bench/table.py [--quick] [--only WORD …] [--output FILE.md]

Runs the scripts of this folder one after the other, each in a process of its own, and prints one
table in Markdown: what was measured, beside what, how many times more it costs, what it may cost
at most. The quick form takes less than ten minutes: SQLite alone, a tenth of the rows, few turns.
The exit code is 1 when a goal is missed or a script fails.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from served import BASE, ROOT
from told import FILE, read, say, table

TOLD = "told.jsonl"
ON_BOTH = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Step:
    """A script, its options in the whole form and in the quick one; None leaves it out there.

    `here`: it measures the database that the environment names, and the quick form names SQLite.
    """

    script: str
    whole: tuple[str, ...] = ()
    quick: tuple[str, ...] | None = ()
    here: bool = False


STEPS = (
    *(
        Step("pages", ("--database", one), ("--rounds", "7") if one == "sqlite" else None)
        for one in ON_BOTH
    ),
    *(
        Step(
            "lists",
            ("--database", one),
            ("--database", one, "--rows", "100000", "--rounds", "3") if one == "sqlite" else None,
        )
        for one in ON_BOTH
    ),
    Step("weight"),
    Step("pdf", (), ("--rounds", "5", "--people", "200")),
    Step("startup", (), ("--rounds", "3")),
    Step("suite", (), ("--rounds", "1")),
    Step("activity", (), None),
    Step("fte", (), ("--here", "--rounds", "7"), here=True),
    Step("signatures", (), ("--here", "--acts", "10", "--kills", "0"), here=True),
    Step("register", (), ("--lines", "200000")),
    Step("audit", (), ("--rows", "5000")),
    Step("backup", (), ("--rows", "20000"), here=True),
)


def run(step: Step, folder: Path, *, quick: bool) -> str:
    """Run a script; return what it complained of, empty when all went well."""
    options = step.quick if quick else step.whole
    if options is None:
        return ""
    say(f"{step.script} {' '.join(options)}")
    began = time.monotonic()
    environment = {**os.environ, FILE: str(folder / TOLD)}
    if step.here and quick:
        environment["DATABASE_URL"] = f"sqlite:///{folder / step.script}.sqlite3"
    before = len(read(folder / TOLD))
    command = [sys.executable, str(ROOT / "bench" / f"{step.script}.py"), *options]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=sys.stderr, check=False)
    say(f"  {time.monotonic() - began:.0f} s")
    told = read(folder / TOLD)[before:]
    # A script that misses a goal says so by its code too: the table tells which.
    went_well = done.returncode == 0 or any(not ratio.is_kept for ratio in told)
    return "" if told and went_well else f"{step.script} : code {done.returncode}"


def build(folder: Path) -> None:
    """Make the demonstration once, in SQLite, for all the scripts that look at it."""
    say("démonstration")
    code = (
        "import sys; from pathlib import Path; from served import prepare; "
        "prepare(Path(sys.argv[1]), sqlite=True); "
        "from django.db import connection; "
        "connection.cursor().execute('PRAGMA wal_checkpoint(TRUNCATE)')"
    )
    subprocess.run([sys.executable, "-c", code, str(folder)], cwd=ROOT / "bench", check=True)
    os.environ[BASE] = str(folder / "load.sqlite3")


def main() -> int:
    """Run everything, then show the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", nargs="+", default=[], help="names of scripts")
    parser.add_argument("--output", type=Path, help="write the table there too")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="csipa-bench-"))
    steps = [step for step in STEPS if not asked.only or step.script in asked.only]
    try:
        if any(step.script in ("pages", "lists", "weight") for step in steps):
            build(folder)
        broken = [said for step in steps if (said := run(step, folder, quick=asked.quick))]
        ratios = read(folder / TOLD)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    when = f"{dt.datetime.now(dt.UTC):%Y-%m-%d}, {os.cpu_count()} cœurs"
    shown = f"Mesuré le {when}.\n\n{table(ratios)}"
    print(shown, flush=True)
    if asked.output:
        asked.output.write_text(shown + "\n", encoding="utf-8")
    for said in broken:
        print(f"\n**{said}**", flush=True)
    return int(bool(broken) or not all(ratio.is_kept for ratio in ratios))


if __name__ == "__main__":
    sys.exit(main())
