"""What must hold once the load is over: nothing lost, sums right, no overlap, a sound chain."""

from __future__ import annotations

import statistics
import threading
import time
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from served import manage
from visitors import MARK, Ledger, Visitor

if TYPE_CHECKING:
    from collections.abc import Iterable

ROUNDS, SECONDS, PAUSE, AT_ONCE = 9, 2.0, 1.0, 4
TRIES = 3


def lost_cells(ledger: Ledger) -> tuple[list[str], int]:
    """Compare the cells that were acknowledged with history; return what is wrong, rows read.

    Each acknowledged change must be a step of the history of its cell, each step must have been
    acknowledged to somebody, and the cell must show what the last step wrote.
    """
    from consultations.models import ActivityCount  # noqa: PLC0415
    from consultations.review.counts import key_of, state_of  # noqa: PLC0415
    from consultations.rules.cell_names import read_cell_name  # noqa: PLC0415
    from consultations.rules.cells import write_value  # noqa: PLC0415

    said = defaultdict(list)
    for name, before, after in ledger.cells:
        said[read_cell_name(name)].append((before, after))
    rows = {key_of(row): row for row in ActivityCount.objects.all()}
    wrong, read = [], 0
    for (key, measure), acknowledged in said.items():
        row = rows.get(key)
        if row is None:
            wrong.append(f"{key} : aucune ligne")
            continue
        states = [state_of(one) for one in row.history.order_by("version")]
        read += len(states)
        seen = ["", *(write_value(state.value(measure), measure) for state in states)]
        steps = {(old, new) for old, new in pairwise(seen) if old != new}
        now = write_value(state_of(row).value(measure), measure)
        missing = [one for one in acknowledged if one[0] != one[1] and one not in steps]
        mine = set(acknowledged)
        # A cell that the demonstration filled has steps that nobody was told of: the first ones.
        foreign = [one for one in steps - mine if one[0] != ""]
        if missing or foreign or now != seen[-1]:
            wrong.append(f"{key} : perdus {missing}, inconnus {foreign}, {now} / {seen[-1]}")
    return wrong, read


def lost_bookings(ledger: Ledger) -> list[str]:
    """Return the bookings acknowledged that the planning does not hold as they were asked for."""
    from django.utils import timezone  # noqa: PLC0415

    from consultations.models import Session  # noqa: PLC0415

    held = set()
    for row in Session.objects.exclude(state="cancelled"):
        start, end = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
        held.add((row.room_id, f"{start:%Y-%m-%d}", f"{start:%H:%M}", f"{end:%H:%M}"))
    asked = ledger.bookings
    twice = [str(one) for one in set(asked) if asked.count(one) > 1]
    return [str(one) for one in asked if one not in held] + twice


def lost_titles(ledger: Ledger) -> list[str]:
    """Return the acknowledged saves of acts that are not, once, in their history."""
    from conventions.models import Act  # noqa: PLC0415

    said = defaultdict(list)
    for pk, title in ledger.titles:
        said[pk].append(title)
    wrong = []
    for act in Act.objects.filter(pk__in=said):
        rows = list(act.history.filter(title__contains=MARK).order_by("version", "history_id"))
        titles = [row.title for row in rows]
        kept = list(dict.fromkeys(titles))
        lost = set(said[act.pk]) - set(kept)
        if lost or kept[-1] != act.title or rows[-1].version != act.version:
            wrong.append(f"acte {act.pk} : perdus {sorted(lost)}, {act.title} / {kept[-1]}")
        if unknown := set(kept) - set(said[act.pk]):
            wrong.append(f"acte {act.pk} : écrits sans réponse {sorted(unknown)}")
    return wrong


def overlaps() -> int:
    """Return how many pairs of sessions, not cancelled, hold one room at the same time."""
    from django.db.models import Exists, OuterRef  # noqa: PLC0415

    from consultations.models import Session  # noqa: PLC0415

    kept = Session.objects.exclude(state="cancelled")
    other = kept.filter(
        room=OuterRef("room"),
        pk__gt=OuterRef("pk"),
        starts_at__lt=OuterRef("free_at"),
        free_at__gt=OuterRef("starts_at"),
    )
    return kept.filter(Exists(other)).count()


def commands() -> list[tuple[str, bool, str]]:
    """Run what a house runs to be sure; return name, whether it went well, first line."""
    found = []
    for arguments in (("rebuild_rollup", "--check"), ("seal_audit_trail",), ("verify",)):
        done = manage(*arguments)
        lines = (done.stdout + done.stderr).strip().splitlines()
        found.append((" ".join(arguments), done.returncode == 0, lines[0] if lines else ""))
    return found


def p95(seconds: Iterable[float]) -> float:
    """Return the 95th percentile."""
    found = sorted(seconds)
    return found[min(len(found) - 1, int(0.95 * len(found)))] if found else 0.0


def ratios(
    pages: dict[str, str], base: str, *, port: int, session: str
) -> dict[str, tuple[float, float, float]]:
    """Return for each page the median of p95(page) / p95(base), the least and the largest round.

    Rounds of the base and of each page follow one another, four requests at a time, with a pause so
    that the queue of a heavy page does not spoil the next round.
    """
    found: dict[str, list[float]] = {name: [] for name in pages}
    for path in (base, *pages.values()):
        _round(path, port=port, session=session)
    for _ in range(ROUNDS):
        floor = p95(_round(base, port=port, session=session))
        for name, path in pages.items():
            found[name].append(p95(_round(path, port=port, session=session)) / floor)
    return {name: (statistics.median(rows), min(rows), max(rows)) for name, rows in found.items()}


def _round(path: str, *, port: int, session: str) -> list[float]:
    ledger = Ledger()
    until = time.time() + SECONDS
    common = {"port": port, "session": session, "world": {}, "ledger": ledger}
    people = [
        Visitor(rank, "public", until=until, think=0, **common)  # type: ignore[arg-type]
        for rank in range(AT_ONCE)
    ]

    def ask(one: Visitor) -> None:
        while time.time() < until:
            one.ask(path, path)

    threads = [threading.Thread(target=ask, args=(one,)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    time.sleep(PAUSE)
    if ledger.errors:
        raise RuntimeError(f"{path} : {dict(ledger.errors)}")
    return ledger.times[path]
