"""The published tables as they stand: what pages, the package and the command start from."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Iterator

from csipa.opendata.datasets import Dataset, Reading
from csipa.opendata.producing import Produced, produce_csv

MANY, KEPT_FOR = 20_000, 900.0
"""From how many rows on what the tables hold is kept, and for how many seconds: as long as any
cache on the way may keep a page that tells it."""
_kept: dict[tuple[dt.date, tuple[str, ...]], tuple[float, list[Produced]]] = {}


def produce_all(datasets: Iterable[Dataset], day: dt.date) -> Iterator[Produced]:
    """Yield the CSV of each table on a day, one at a time; whoever takes it closes its file."""
    for dataset in datasets:
        yield produce_csv(dataset, Reading(day))


def summaries(datasets: Iterable[Dataset], day: dt.date) -> list[Produced]:
    """Return what each table holds on a day (rows, bytes, hash, what is left out), without files.

    As many queries as the tables ask, whatever their length. Finding it writes the files: long
    ones are not written again at each visit.
    """
    datasets = list(datasets)
    key = day, tuple(one.name for one in datasets)
    since, found = _kept.get(key, (0.0, []))
    if found and time.monotonic() - since < KEPT_FOR:
        return found
    _kept.clear()
    found = []
    for one in produce_all(datasets, day):
        one.file.close()
        found.append(one)
    if sum(one.rows for one in found) > MANY:
        _kept[key] = time.monotonic(), found
    return found
