"""Clients that sign at the same time, in processes of their own, some killed in the middle.

    DATABASE_URL=… python -m tests.conventions.signing_clients --clients 50 --kills 1

Works on a migrated database of its own, named by DATABASE_URL, and prints what it found there at
the end as JSON. Documents are made by a stand-in: what is tried here is the numbers.
"""

import argparse
import hashlib
import json
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csipa.settings")
django.setup()

from django.db import OperationalError, connection, transaction  # noqa: E402

from conventions import documents  # noqa: E402
from conventions.actions import sign_act, signing  # noqa: E402
from conventions.actions.numbers import take_number  # noqa: E402
from conventions.models import Act, FrozenDocument, NumberSeries  # noqa: E402
from tests.conventions.factories import DAY, NOW, ready_act  # noqa: E402

FORK = multiprocessing.get_context("fork")
THREADS = 10
# How long clients are left to queue behind a victim before it is killed, in seconds.
PILE_UP = 0.3


def quick_pdf(context, acte, attachments=()):
    """Make bytes that depend on the document, without a layout."""
    source = json.dumps([context, acte], sort_keys=True).encode()
    return b"%PDF-" + hashlib.sha256(source).hexdigest().encode()


documents.render_pdf = quick_pdf


def drafts(count: int) -> list[int]:
    """Write drafts that lack nothing, all of the authority of the first; return their keys."""
    known = Act.objects.order_by("pk").first()
    signatory = (known or ready_act(with_convention=False)).signatory
    acts = [ready_act(with_convention=False, signatory=signatory) for _ in range(count)]
    return [act.pk for act in acts]


def sign(key: int) -> None:
    """Sign an act; try again as long as the database is busy or the connection is lost."""
    while True:
        try:
            sign_act(act=Act.objects.get(pk=key), by=None, on=DAY, now=NOW)
            return
        except OperationalError:
            connection.close()
            time.sleep(0.01)


def count_only(key: int) -> None:
    """Move a counter, that of another series, and nothing else: the floor of a signature."""
    authority = Act.objects.select_related("authority").get(pk=key).authority
    with transaction.atomic():
        take_number(authority=authority, nature="arrete", year=DAY.year)


def victim(key: int, told: Connection) -> None:
    """Take a number, tell that it is taken, and hold the transaction open until killed."""

    def hold(**_options):
        told.send("holds a number")
        time.sleep(3600)

    signing.freeze_act = hold
    sign(key)
    told.send("came too late")


def client(shares: list[list[int]], work: Callable[[int], None], start: Event) -> None:
    """Do the work on each share in a thread of its own, all at once."""

    def run_share(keys: list[int]) -> None:
        start.wait()
        for key in keys:
            work(key)
        connection.close()

    threads = [threading.Thread(target=run_share, args=(share,)) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def kill_in_the_middle(key: int, start: Event) -> bool:
    """End a process by SIGKILL while it holds a number not committed; tell whether it did."""
    ours, theirs = FORK.Pipe()
    process = FORK.Process(target=victim, args=(key, theirs))
    process.start()
    held = ours.recv() == "holds a number"
    start.set()
    time.sleep(PILE_UP)
    process.kill()
    process.join()
    return held and process.exitcode == -signal.SIGKILL


def run(
    keys: list[int], *, clients: int, kills: int = 0, work: Callable[[int], None] = sign
) -> tuple[float, int]:
    """Let `clients` work on the keys at once while some others are killed.

    Returns the seconds it took and how many were killed with a number in hand. The acts of those
    killed come last among the acts of the clients, who sign them in the end.
    """
    connection.close()
    start = FORK.Event()
    shares = [keys[rank::clients] for rank in range(clients)]
    processes = [
        FORK.Process(target=client, args=(shares[first : first + THREADS], work, start))
        for first in range(0, clients, THREADS)
    ]
    for process in processes:
        process.start()
    began = time.perf_counter()
    killed = sum(kill_in_the_middle(key, start) for key in keys[len(keys) - kills :])
    start.set()
    for process in processes:
        process.join()
    if any(process.exitcode for process in processes):
        raise RuntimeError("A client failed.")
    return time.perf_counter() - began, killed


def found() -> dict[str, Any]:
    """Return what the database holds: ranks, last number given, acts without their document."""
    documented = FrozenDocument.objects.values("act")
    signed = Act.objects.signed()
    return {
        "ranks": sorted(signed.values_list("sequence", flat=True)),
        "last": NumberSeries.objects.get(nature="decision").last,
        "without document": signed.exclude(pk__in=documented).count(),
    }


def main() -> None:
    """Prepare the drafts, let the clients sign them, print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--acts", type=int, help="as many as clients unless told")
    parser.add_argument("--kills", type=int, default=0)
    options = parser.parse_args()
    keys = drafts(options.acts or options.clients)
    _, killed = run(keys, clients=options.clients, kills=options.kills)
    sys.stdout.write(json.dumps(found() | {"killed": killed}))


if __name__ == "__main__":
    main()
