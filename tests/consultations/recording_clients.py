"""Twenty people who type on the same cells at once, each with a connection of their own.

    DATABASE_URL=… python -m tests.consultations.recording_clients

Works on a migrated database of its own, named by DATABASE_URL, and prints what it found there at
the end as JSON. Each adds a number of their own to every cell, as long as it takes: a cell that
somebody changed meanwhile is read again and typed again. The numbers are powers of two, so that a
lost one shows. Half of the people write one measure, half another measure of the same rows.
"""

import datetime as dt
import json
import os
import random
import sys
import threading
from collections import Counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csipa.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from consultations.actions.recording import record  # noqa: E402
from consultations.actions.rollup import check_totals  # noqa: E402
from consultations.models import ActivityCount, MonthlyTotal  # noqa: E402
from consultations.rules.cells import CellKey, Mark, Measure  # noqa: E402
from consultations.rules.merging import Change  # noqa: E402
from tests.consultations.factories import MONDAY, UserFactory  # noqa: E402
from tests.sites.factories import SiteFactory  # noqa: E402
from tests.staffing.factories import ProfessionFactory  # noqa: E402

WRITERS, DAYS = 20, 5
MEASURES = (Measure.DONE, Measure.REFUSED)
BY_MEASURE = WRITERS // len(MEASURES)
EXPECTED = 2**BY_MEASURE - 1


def add(keys, measure, number, user, order):
    """Add a number to each cell, in an order of one's own; return how often somebody was first."""
    left, beaten = list(keys), 0
    while left:
        order.shuffle(left)
        shown = {
            (row.site_id, row.date): getattr(row, measure.value)
            for row in ActivityCount.objects.filter(date__in=[key.date for key in left])
        }
        changes = []
        for key in left:
            base = shown.get((key.site, key.date))
            was = Mark.BLANK if base is None else base
            changes.append(Change(key, measure, (base or 0) + number, was))
        today = MONDAY + dt.timedelta(days=60)
        outcome = record(changes, by=user, now=timezone.now(), today=today)
        left = [conflict.change.key for conflict in outcome.conflicts]
        beaten += len(left)
    return beaten


def run():
    """Let everybody write, and return what the database holds."""
    sites = [SiteFactory(), SiteFactory()]
    profession = ProfessionFactory()
    keys = [
        CellKey.of(site.pk, MONDAY + dt.timedelta(days=day), profession.pk, "consultation")
        for site in sites
        for day in range(DAYS)
    ]
    users = [UserFactory() for _ in range(WRITERS)]
    connection.close()
    barrier, found, lock = threading.Barrier(WRITERS), Counter(), threading.Lock()

    def writer(user, rank):
        measure, number = MEASURES[rank // BY_MEASURE], 2 ** (rank % BY_MEASURE)
        barrier.wait()
        try:
            beaten = add(keys, measure, number, user, random.Random(rank))
            with lock:
                found["beaten"] += beaten
        except Exception as error:
            with lock:
                found[f"{type(error).__name__}: {error}"] += 1
        finally:
            connection.close()

    threads = [
        threading.Thread(target=writer, args=(user, rank)) for rank, user in enumerate(users)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    beaten = found.pop("beaten", 0)
    values = set(ActivityCount.objects.values_list("done", "refused"))
    history = ActivityCount.history.count()
    return {
        "errors": dict(found),
        "conflicts were told": beaten > 0,
        "rows": ActivityCount.objects.count(),
        "lost": values != {(EXPECTED, EXPECTED)},
        "history of every write": history
        == sum(ActivityCount.objects.values_list("version", flat=True)),
        "drift": len(check_totals()),
        "sums": sorted(MonthlyTotal.objects.values_list("done", "refused")),
    }


if __name__ == "__main__":
    json.dump(run(), sys.stdout)
