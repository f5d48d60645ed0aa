"""How many signatures a second, from 1, 10 and 50 clients, and whether every number is right.

    python bench/signatures.py [--acts 50] [--kills 4]

SQLite in a file of its own, then PostgreSQL in a throw-away cluster where Debian's is installed.
Ratios only: to one client, and to the floor, clients that move a counter and do nothing else.
Documents are made by a stand-in, ahead of the transaction as in real life: layout is measured by
bench/pdf.py. The last line of each engine is the proof, with clients killed by SIGKILL while they
held a number.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from told import Ratio, tell

ROOT = Path(__file__).resolve().parent.parent
CLIENTS = (1, 10, 50)
GOAL = 1.5


def measure(acts: int, kills: int) -> None:
    """Print what the database of DATABASE_URL does."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csipa.settings")
    # Imported here: settings read the database from the environment.
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from tests.conventions import signing_clients as people  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    print(f"{connection.vendor}\n{'clients':>9} {'to one client':>14} {'to the counter':>15}")
    alone = 0.0
    for clients in CLIENTS:
        keys = people.drafts(acts)
        counted, _ = people.run(keys, clients=clients, work=people.count_only)
        signed, _ = people.run(keys, clients=clients)
        alone = alone or signed
        print(f"{clients:9} {alone / signed:14.2f} {counted / signed:15.3f}", flush=True)
    part = f"Signatures, {connection.vendor}"
    tell(Ratio(part, f"{CLIENTS[-1]} clients", "un seul client", signed / alone, GOAL))
    tell(Ratio(part, "une signature", "un compteur seul", signed / counted))
    _, killed = people.run(people.drafts(acts), clients=CLIENTS[-1], kills=kills)
    found = people.found()
    ranks, last = found["ranks"], found["last"]
    print(
        f"proof: {len(ranks)} numbers, 1 to {last}; gaps {last - len(set(ranks))}, "
        f"doubles {len(ranks) - len(set(ranks))}, acts without document "
        f"{found['without document']}, clients killed {killed}"
    )


def every_engine(options: list[str]) -> None:
    """Measure each engine in a process of its own, with a database of its own."""
    command = [sys.executable, __file__, "--here", *options]
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/numbers.sqlite3"
        subprocess.run(command, env={**os.environ, "DATABASE_URL": address}, check=True)
    if shutil.which("pg_virtualenv"):
        subprocess.run([ROOT / ".ci" / "with-postgresql", *command], check=True)


def main() -> None:
    """Measure every engine, or the one of DATABASE_URL."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--acts", type=int, default=50, help="signatures in each measure")
    parser.add_argument("--kills", type=int, default=4)
    parser.add_argument("--here", action="store_true", help="only the database of DATABASE_URL")
    options = parser.parse_args()
    if options.here:
        measure(options.acts, options.kills)
    else:
        every_engine(sys.argv[1:])


if __name__ == "__main__":
    main()
