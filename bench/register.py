"""What reading the national register costs in memory and time, whatever the size of the file.

    python bench/register.py [--lines 2000000]

A fictitious file is written (two million lines, half a gigabyte), and another ten times smaller;
each is read by `import_rpps`'s own action for a territory of 32 communes, in a process of its own
with a database of its own. The same number of people works in the territory in both: what grows is
only the file. The peaks of memory are those of the processes;
the first line is what a process weighs that has loaded the program and read nothing. The proofs:
the second reading of the file, from its first line again, changes no row; a reading killed outright
in its middle and taken up again ends with the same directory.
"""

import argparse
import contextlib
import datetime as dt
import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from told import Ratio, tell

ROOT = Path(__file__).resolve().parent.parent
PEOPLE = 1_500
NAME = "PS_LibreAcces_Personne_activite_202601050000.txt"
LATER = "PS_LibreAcces_Personne_activite_202601060000.txt"
TIMES_SMALLER = 10
ELSEWHERE = ("00001", "00000")


def setup(*, fresh: bool = False) -> Any:
    """Load the program, make the database if it is `fresh`; return the territory."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csipa.settings")
    # Imported here: settings read the database from the environment.
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from sites.models import Commune, Territory, TerritoryCommune, TerritoryKind  # noqa: PLC0415

    if fresh:
        call_command("migrate", verbosity=0)
    made, is_new = Territory.objects.get_or_create(kind=TerritoryKind.OTHER, name="Mesure")
    if is_new:
        TerritoryCommune.objects.bulk_create(
            TerritoryCommune(territory=made, commune=commune)
            for commune in Commune.objects.order_by("pk")[:32]
        )
    return made


def write(path: Path, lines: int) -> None:
    """Write a file whose people of the territory are spread among all its lines."""
    territory = setup(fresh=not path.parent.joinpath("small.sqlite3").exists())
    from staffing.exchange.register.fictitious import (  # noqa: PLC0415
        activity_file,
        population,
    )

    communes = [(one.pk, "62000") for one in territory.communes_on(dt.date(2026, 1, 5))]
    here = list(activity_file(population(communes, PEOPLE)))
    there = list(activity_file(population([ELSEWHERE], PEOPLE + 10_000)))[PEOPLE + 1 :]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(here[0])
        written, every = 1, (lines - 1) // (len(here) - 1)
        waiting = iter(here[1:])
        while written < lines:
            line = next(waiting, None) if written % every == 0 else None
            file.write(line or there[written % len(there)])
            written += 1


def read(path: Path, killed_at: int | None) -> None:
    """Read a file; tell what it cost, or die outright in its middle."""
    territory = setup()
    from django.utils import timezone  # noqa: PLC0415

    from staffing.actions.register_import import import_register  # noqa: PLC0415
    from staffing.actions.register_start import start_reading  # noqa: PLC0415

    empty, start = peak(), time.perf_counter()
    started = start_reading(path=path, territory=territory, now=timezone.now())
    steps, done = import_register(started), None
    try:
        while True:
            if next(steps).percent >= (killed_at or 101):
                os.kill(os.getpid(), signal.SIGKILL)
    except StopIteration as end:
        done = end.value
    spent = time.perf_counter() - start
    print(
        json.dumps(
            {
                "empty": empty,
                "peak": peak(),
                "spent": spent,
                "done": str(done),
                "rows": fingerprint(),
                "lines": started.reading.lines_read,
                "kept": started.reading.lines_kept,
                "resumed": started.resumed,
            }
        )
    )


def fingerprint() -> str:
    """Return what stands for every row that a reading writes, but when it was seen."""
    from staffing.models import CarePlace, CareProvider  # noqa: PLC0415

    digest = hashlib.sha256()
    people = CareProvider.objects.order_by("national_id").values_list(
        "national_id", "search_key", "profession", "general_practice", "places", "left_on"
    )
    places = CarePlace.objects.order_by("provider__national_id", "commune", "key").values_list(
        "provider__national_id", "commune", "key", "first_recourse", "gone_on"
    )
    for row in (*people, *places):
        digest.update(repr(row).encode())
    kept = CareProvider.history.count() + CarePlace.history.count()
    return f"{digest.hexdigest()} {kept} versions"


def peak() -> int:
    """Return the most memory this process has used, in kB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def child(folder: str, base: str, *options: str) -> dict[str, Any]:
    """Run this file in a process of its own; return what it tells, nothing if it died."""
    address = f"sqlite:///{folder}/{base}.sqlite3"
    ran = subprocess.run(
        [sys.executable, __file__, *options],
        env={**os.environ, "DATABASE_URL": address},
        stdout=subprocess.PIPE,
        check=False,
    )
    if ran.returncode not in (0, -signal.SIGKILL):
        sys.exit(ran.returncode)
    with contextlib.suppress(ValueError):
        return json.loads(ran.stdout)
    return {}


def measure(lines: int) -> None:
    """Print what both sizes cost, and the proofs."""
    with tempfile.TemporaryDirectory() as folder:
        large, small = Path(folder, NAME), Path(folder, f"small-{NAME}")
        child(folder, "small", "--write", str(small), "--lines", str(lines // TIMES_SMALLER))
        for base in ("large", "killed"):
            shutil.copy(f"{folder}/small.sqlite3", f"{folder}/{base}.sqlite3")
        child(folder, "large", "--write", str(large), "--lines", str(lines))
        few = child(folder, "small", "--read", str(small))
        many = child(folder, "large", "--read", str(large))
        later = large.rename(Path(folder, LATER))
        again = child(folder, "large", "--read", str(later))
        child(folder, "killed", "--read", str(later), "--killed-at", "30")
        child(folder, "killed", "--read", str(later), "--killed-at", "70")
        taken_up = child(folder, "killed", "--read", str(later))
        size = later.stat().st_size
    size_told = f"{TIMES_SMALLER} fois plus petit"
    part, again_told = "Répertoire national", f"{many['lines']} lignes"
    value = many["peak"] / few["peak"]
    tell(
        Ratio(part, "mémoire d’une lecture", f"fichier {size_told}", value, 1.2, remark=again_told)
    )
    value = many["spent"] / few["spent"]
    tell(Ratio(part, "temps d’une lecture", f"fichier {size_told}", value, 12, remark=again_told))
    print(
        f"register: {many['lines']} lines, {size / 1e9:.2f} GB, {many['kept']} kept\n"
        f"  peak memory to an idle process            {many['peak'] / many['empty']:6.2f}\n"
        f"  peak memory, {lines} lines to {lines // TIMES_SMALLER:8}"
        f"     {many['peak'] / few['peak']:6.2f}\n"
        f"  time, {lines} lines to {lines // TIMES_SMALLER:8}"
        f"            {many['spent'] / few['spent']:6.2f}\n"
        f"  seconds a million lines, on this machine  {many['spent'] / many['lines'] * 1e6:6.1f}\n"
        f"  proof: read again, {'nothing' if again['rows'] == many['rows'] else 'SOMETHING'} "
        f"changed; killed twice, taken up: {taken_up['resumed']}, "
        f"{'the same' if taken_up['rows'] == many['rows'] else 'ANOTHER'} directory",
        flush=True,
    )


def main() -> None:
    """Measure, or do one part of it in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--lines", type=int, default=2_000_000)
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--killed-at", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        write(options.write, options.lines)
    elif options.read:
        read(options.read, options.killed_at)
    else:
        measure(options.lines)


if __name__ == "__main__":
    main()
