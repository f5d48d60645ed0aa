"""What sealing and verifying cost beside plain reading of the same rows, and in memory.

    python bench/audit.py [--rows 20000]

Versions of one post are written in a database of its own, a tenth of `--rows` and then `--rows`,
each in a process of its own. The same run measures, in rows per second: reading the versions as
plainly as Django can (`values_list`), sealing them, verifying them. What counts is the ratio to
plain reading, which the machine does not change, and that the peak of memory does not grow with
the number of rows. The proof: after a byte is changed, the verification names one row.
"""

import argparse
import json
import logging
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from told import Ratio, tell

ROOT = Path(__file__).resolve().parent.parent
TIMES_SMALLER = 10
PIECE = 2000


def setup() -> Any:
    """Load the program and make its database; return a model with a history."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csipa.settings")
    # Imported here: settings read the database from the environment.
    import django  # noqa: PLC0415

    django.setup()
    logging.disable(logging.ERROR)
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    from staffing.models import Profession  # noqa: PLC0415

    return Profession


def peak() -> float:
    """Return the most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(rows: int) -> dict[str, Any]:
    """Write, read, seal, verify and alter; return the rates and the peak."""
    model = setup()
    from django.utils import timezone  # noqa: PLC0415

    from csipa.audit.actions import seal, verify  # noqa: PLC0415

    seal(now=timezone.now())
    before = peak()
    row = model.objects.create(name="Mesure")
    versions = model.history.model
    for start in range(0, rows, PIECE):
        piece = min(PIECE, rows - start)
        versions.objects.bulk_create(_version(row, versions) for _ in range(piece))
    columns = [field.attname for field in versions._meta.concrete_fields]
    clock = time.perf_counter()
    read = sum(1 for _ in versions.objects.values_list(*columns).iterator(chunk_size=PIECE))
    plain = read / (time.perf_counter() - clock)
    clock = time.perf_counter()
    linked = seal(now=timezone.now()).linked
    sealing = linked / (time.perf_counter() - clock)
    clock = time.perf_counter()
    report = verify(now=timezone.now(), only=[model._meta.label])
    verifying = report.links / (time.perf_counter() - clock)
    weight = peak()
    first = versions.objects.order_by("pk").first()
    versions.objects.filter(pk=first.pk).update(name="mesure")
    altered = verify(now=timezone.now(), only=[model._meta.label]).fault_count
    return {
        "rows": read,
        "plain": plain,
        "sealing": sealing,
        "verifying": verifying,
        "base": before,
        "peak": weight,
        "sound": report.is_sound,
        "altered": altered,
    }


def _version(row: Any, versions: Any) -> Any:
    """Return one more version of a row, as simple_history writes it."""
    from django.utils import timezone  # noqa: PLC0415

    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return versions(**values, history_date=timezone.now(), history_type="~")


def apart(rows: int) -> dict[str, Any]:
    """Measure in a process and a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "AUDIT_ANCHORS": f"{folder}/anchors.txt",
        }
        done = subprocess.run(
            [sys.executable, __file__, "--rows", str(rows), "--here"],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
    return json.loads(done.stdout.strip().splitlines()[-1])


def main() -> None:
    """Measure both sizes and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        print(json.dumps(measure(options.rows)))
        return
    print(f"{'rows':>9} {'read/s':>9} {'seal':>7} {'verify':>7} {'base MB':>8} {'peak MB':>8}")
    for rows in (options.rows // TIMES_SMALLER, options.rows):
        told = apart(rows)
        print(
            f"{told['rows']:>9} {told['plain']:>9.0f} {told['plain'] / told['sealing']:>6.1f}x "
            f"{told['plain'] / told['verifying']:>6.1f}x {told['base']:>8.0f} {told['peak']:>8.0f}"
        )
        if rows == options.rows:
            for what, key, goal in (("sceller", "sealing", 25), ("vérifier", "verifying", 15)):
                value = told["plain"] / told[key]
                remark = f"{rows} lignes"
                tell(Ratio("Piste d’audit", what, "lecture simple", value, goal, remark=remark))
        if not told["sound"] or told["altered"] < 1:
            sys.exit("the verification did not see what it had to see")


if __name__ == "__main__":
    main()
