"""The run of a series: for each rank given, the act that bears it, or why none does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from conventions.models import Act, CancelledNumber, NumberSeries
from conventions.rules.numbering import format_number, parse_number


class Given(StrEnum):
    """What became of a number of the series; the value names its mark on the page."""

    ACT = "act"
    CANCELLED = "cancelled"
    MISSING = "missing"


@dataclass(frozen=True)
class Line:
    """One rank of a series, or several missing ones that follow each other.

    `number` is what is printed; for several, that of the first, and `last_number` that of the last.
    """

    state: Given
    first: int
    last: int
    number: str
    last_number: str = ""
    act: Act | None = None
    cancelled: CancelledNumber | None = None

    @property
    def count(self) -> int:
        """How many numbers the line stands for."""
        return self.last - self.first + 1


@dataclass(frozen=True)
class Run:
    """The whole run, from the last rank given to the first, without its acts.

    Each place is (state, first rank, last rank, key of the act).
    """

    series: NumberSeries
    places: list[tuple[Given, int, int, int | None]]
    cancelled: dict[int, CancelledNumber]

    def count(self, state: Given) -> int:
        """Return how many numbers are in this state."""
        return sum(last - first + 1 for given, first, last, _ in self.places if given == state)

    def lines(self, start: int, stop: int) -> list[Line]:
        """Return the lines from place `start` to `stop` (from 0, excluded), with their acts."""
        places = self.places[start:stop]
        acts = Act.objects.only("pk", "nature", "number", "title", "signature_date")
        found = acts.in_bulk([key for *_, key in places if key])
        return [self._line(*place, found) for place in places]

    def _line(
        self, state: Given, first: int, last: int, key: int | None, acts: dict[int, Act]
    ) -> Line:
        act, cancelled = acts.get(key or 0), self.cancelled.get(first)
        kept = (cancelled and cancelled.number) or (act and act.number)
        return Line(
            state=state,
            first=first,
            last=last,
            number=kept or self._printed(first),
            last_number=self._printed(last) if last > first else "",
            act=act,
            cancelled=cancelled,
        )

    def _printed(self, sequence: int) -> str:
        return format_number(self.series.pattern, year=self.series.year, sequence=sequence)


def run_of(series: NumberSeries) -> Run:
    """Return the run of a series; three queries, a few bytes for each number."""
    of_series = {"authority": series.authority_id, "nature": series.nature, "year": series.year}
    acts = _ranked_acts(series)
    lost = CancelledNumber.objects.filter(**of_series).exclude(sequence=None)
    cancelled = {row.sequence: row for row in lost}
    places = [
        (state, ranks[0], ranks[-1], acts.get(ranks[0]) if state is not Given.MISSING else None)
        for state, ranks in _stretches(series.last, acts, cancelled)
    ]
    return Run(series=series, places=places[::-1], cancelled=cancelled)


def _ranked_acts(series: NumberSeries) -> dict[int, int]:
    """Return the key of the act that bears each rank; one that came without a rank shows it."""
    acts = Act.objects.signed().filter(
        authority=series.authority_id, nature=series.nature, year=series.year
    )
    ranked = {}
    for pk, sequence, number in acts.order_by("pk").values_list("pk", "sequence", "number"):
        read = (None, sequence) if sequence else parse_number(series.pattern, number)
        if read and read[0] in (None, series.year):
            ranked.setdefault(read[1], pk)
    return ranked


def _stretches(
    last: int, acts: dict[int, int], cancelled: dict[int, CancelledNumber]
) -> Iterator[tuple[Given, list[int]]]:
    """Yield each rank with its state, the missing ones that follow each other together."""

    def state(rank: int) -> Given:
        if rank in cancelled:
            return Given.CANCELLED
        return Given.ACT if rank in acts else Given.MISSING

    for given, ranks in groupby(range(1, last + 1), key=state):
        if given is Given.MISSING:
            yield given, list(ranks)
        else:
            yield from ((given, [rank]) for rank in ranks)
