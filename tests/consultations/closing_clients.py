"""Somebody closes a month while others type in it, each in a thread with a connection of its own.

    DATABASE_URL=… python -m tests.consultations.closing_clients

Works on a migrated database of its own, named by DATABASE_URL, and prints what it found there at
the end as JSON.
"""

import datetime as dt
import json
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csipa.settings")
django.setup()

from django.db import OperationalError, connection, transaction  # noqa: E402
from django.db.models import Sum  # noqa: E402

from consultations.actions.months import MonthRefused, take_step  # noqa: E402
from consultations.actions.recording import record  # noqa: E402
from consultations.models import ActivityCount, MonthEvent, MonthlyTotal  # noqa: E402
from consultations.rules.cells import CellKey, Measure  # noqa: E402
from consultations.rules.merging import Change  # noqa: E402
from consultations.rules.months import MonthStep  # noqa: E402
from tests.consultations.factories import MONDAY, UserFactory  # noqa: E402
from tests.sites.factories import SiteFactory  # noqa: E402
from tests.staffing.factories import ProfessionFactory  # noqa: E402

WRITERS, CLOSERS = 6, 2
NOW = dt.datetime(2026, 7, 10, 9, tzinfo=dt.UTC)
AFTER_CLOSING = 3


class Scene:
    """One site in June 2026, and what became of each write."""

    def __init__(self) -> None:
        self.site, self.profession, self.by = SiteFactory(), ProfessionFactory(), UserFactory()
        self.found: Counter[str] = Counter()
        self.when_closed: list[int | None] = []
        self.barrier = threading.Barrier(WRITERS + CLOSERS)

    def total(self) -> int | None:
        """Return what the month counts."""
        return ActivityCount.objects.aggregate(sum=Sum("done"))["sum"]

    def write(self, rank: int) -> None:
        """Type day after day, one more each time, until refused several times over."""
        self.barrier.wait()
        refused, number = 0, 0
        while refused < AFTER_CLOSING:
            number += 1
            day = MONDAY + dt.timedelta(days=(rank * 5 + number) % 30)
            key = CellKey.of(self.site.pk, day, self.profession.pk, "consultation")
            change = Change(key, Measure.DONE, rank * 100 + number)
            outcome = patiently(
                lambda change=change: record([change], by=self.by, now=NOW, today=NOW.date())
            )
            refused += len(outcome.refused)
            self.found["saved"] += len(outcome.saved)
        connection.close()

    def close(self) -> None:
        """Close the month once something is in it, and read what it then counts."""
        self.barrier.wait()
        while not patiently(self.total):
            time.sleep(0.005)
        time.sleep(0.05)
        try:
            patiently(self.closing)
        except MonthRefused:
            self.found["told that it is closed"] += 1
        connection.close()

    @transaction.atomic
    def closing(self) -> None:
        """Close, and read the figures in the same transaction."""
        take_step(self.site, MONDAY, MonthStep.CLOSE, by=self.by, now=NOW)
        self.when_closed.append(self.total())


def patiently(write: Callable):
    """Do something again as long as the database is busy."""
    while True:
        try:
            return write()
        except OperationalError:
            connection.close()
            time.sleep(0.01)


def main() -> None:
    """Let them write and close, and print what came of it."""
    scene = Scene()
    threads = [threading.Thread(target=scene.write, args=(rank,)) for rank in range(WRITERS)]
    threads += [threading.Thread(target=scene.close) for _ in range(CLOSERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    last = scene.total()
    json.dump(
        {
            "some came in": scene.found["saved"] > 0,
            "none came in afterwards": scene.when_closed == [last],
            "sum of the month": MonthlyTotal.objects.get().done == last,
            "told that it is closed": scene.found["told that it is closed"],
            "closings kept": MonthEvent.objects.count(),
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
