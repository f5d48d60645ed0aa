"""The published tables as they stand: what pages, the package and the command start from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from csipa.opendata.datasets import Dataset, Reading
from csipa.opendata.producing import Produced, produce_csv


def produce_all(datasets: Iterable[Dataset], day: dt.date) -> Iterator[Produced]:
    """Yield the CSV of each table on a day, one at a time; whoever takes it closes its file."""
    for dataset in datasets:
        yield produce_csv(dataset, Reading(day))


def summaries(datasets: Iterable[Dataset], day: dt.date) -> list[Produced]:
    """Return what each table holds on a day (rows, bytes, hash, what is left out), without files.

    As many queries as the tables ask, whatever their length.
    """
    found = []
    for one in produce_all(datasets, day):
        one.file.close()
        found.append(one)
    return found
