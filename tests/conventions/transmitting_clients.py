"""Clients that pack the same act at the same time, in processes of their own.

    DATABASE_URL=… python -m tests.conventions.transmitting_clients --clients 12

Works on a migrated database of its own, named by DATABASE_URL, and prints the ranks of the
envelopes found there at the end, as JSON.
"""

import argparse
import json
import multiprocessing
import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csipa.settings")
django.setup()

from django.db import OperationalError, connection  # noqa: E402

from conventions.actions.transmitting import make_transmission  # noqa: E402
from conventions.models import Act, Transmission  # noqa: E402
from tests.conventions.sending import LATER, signed_act  # noqa: E402

FORK = multiprocessing.get_context("fork")
PACKAGES = 3


def pack(key: int, start) -> None:
    """Make packages of an act; try again as long as the database is busy."""
    start.wait()
    for _ in range(PACKAGES):
        while True:
            try:
                make_transmission(act=Act.objects.get(pk=key), by=None, now=LATER)
                break
            except OperationalError:
                connection.close()
                time.sleep(0.01)
    connection.close()


def main() -> int:
    """Run the clients; print the ranks; return 1 when one of them failed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=int, default=12)
    asked = parser.parse_args()
    act = signed_act()
    other = signed_act(number="2026 009", authority=act.authority)
    connection.close()
    start = FORK.Event()
    keys = [(act.pk, other.pk)[rank % 2] for rank in range(asked.clients)]
    processes = [FORK.Process(target=pack, args=(key, start)) for key in keys]
    for process in processes:
        process.start()
    start.set()
    for process in processes:
        process.join()
    ranks = sorted(Transmission.objects.values_list("rank", flat=True))
    sys.stdout.write(json.dumps(ranks))
    return int(any(process.exitcode for process in processes))


if __name__ == "__main__":
    sys.exit(main())
