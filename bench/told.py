"""Ratios measured by the scripts of this folder, and the one table that shows them all.

A script that is run alone shows its own; run by `table.py`, it writes them to the file that the
environment names, and `table.py` shows them together.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FILE = "CSIPA_BENCH_TOLD"
KEPT, MISSED, NONE = "tenu", "**manqué**", "–"
_HEAD = ("", "Mesure", "Face à", "Rapport", "Étendue", "But", "Verdict", "Remarque")


@dataclass(frozen=True)
class Ratio:
    """How many times more something costs than its reference, measured in turn with it.

    `goal` is the largest ratio that is fine, none where nothing is promised.
    """

    part: str
    what: str
    against: str
    value: float
    goal: float | None = None
    least: float | None = None
    most: float | None = None
    remark: str = ""

    @property
    def is_kept(self) -> bool:
        """Tell whether the goal is held; what has none cannot miss it."""
        return self.goal is None or self.value <= self.goal

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the line of the table."""
        spread = "–"
        if self.least is not None and self.most is not None:
            spread = f"{written(self.least)} à {written(self.most)}"
        goal = "–" if self.goal is None else f"≤ {self.goal:g}".replace(".", ",")
        verdict = NONE if self.goal is None else KEPT if self.is_kept else MISSED
        value = written(self.value)
        return (self.part, self.what, self.against, value, spread, goal, verdict, self.remark)


_told: list[Ratio] = []


def tell(ratio: Ratio) -> None:
    """Keep a ratio: at the end of the file of the environment, or for `show`."""
    _told.append(ratio)
    if file := os.environ.get(FILE):
        with Path(file).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(asdict(ratio)) + "\n")


def compared(rounds: Iterable[tuple[float, float]]) -> tuple[float, float, float]:
    """Return the median, the least and the largest of ratios; each pair was measured in turn."""
    found = [one / other for one, other in rounds]
    return statistics.median(found), min(found), max(found)


def in_turn(
    one: Callable[[], Any], other: Callable[[], Any], rounds: int, clock: Callable[[], float]
) -> list[tuple[float, float]]:
    """Return what each costs by `clock`, one right after the other; the first turn is for nothing.

    They change places at each turn: what the first leaves warm would serve the second alone.
    """
    found = []
    for turn in range(rounds + 1):
        pair = (one, other) if turn % 2 else (other, one)
        spent = {}
        for way in pair:
            began = clock()
            way()
            spent[way] = clock() - began
        if turn:
            found.append((spent[one], spent[other]))
    return found


def read(file: Path) -> list[Ratio]:
    """Return the ratios of a file."""
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return [Ratio(**json.loads(line)) for line in lines]


def table(ratios: Iterable[Ratio]) -> str:
    """Return the table, in Markdown; the name of a part stands on its first line alone."""
    lines, before = [_HEAD, ("---",) * len(_HEAD)], ""
    for ratio in ratios:
        part = ratio.part if ratio.part != before else ""
        lines.append((part, *ratio.cells[1:]))
        before = ratio.part
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def show() -> int:
    """Print the ratios of a script that was run alone; return 1 where a goal is missed."""
    if FILE not in os.environ:
        print(table(_told), flush=True)
    return int(not all(ratio.is_kept for ratio in _told))


def say(text: str) -> None:
    """Tell how far a measure is, where it is not mixed up with the table."""
    print(text, file=sys.stderr, flush=True)


def written(value: float) -> str:
    """Write a ratio with as many figures as it deserves: « 0,034 », « 2,1 », « 43 »."""
    places = 0 if value >= 20 else 1 if value >= 1 else 2 if value >= 0.1 else 3
    return f"{value:.{places}f}".replace(".", ",")
