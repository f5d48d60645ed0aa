"""Two diagnoses side by side: two territories, or two days of one."""

from __future__ import annotations

from dataclasses import dataclass

from sites.review.diagnosis_lines import Line, Part
from sites.review.diagnosis_tables import Told
from sites.rules.comparison import gap


@dataclass(frozen=True)
class Pair:
    """One figure in each of the two, None where one has none, and how far apart they are."""

    label: str
    first: Line | None
    second: Line | None

    @property
    def gap(self) -> str:
        """Return the second less the first: shares in points; empty when it cannot be told."""
        if self.first is None or self.second is None:
            return ""
        return gap(self.first.value, self.second.value, self.first.unit)


@dataclass(frozen=True)
class ComparedPart:
    """A section of both."""

    slug: str
    title: str
    pairs: list[Pair]


def compared(first: Told, second: Told) -> list[ComparedPart]:
    """Return every section of two diagnoses, each figure beside its counterpart."""
    others = {part.slug: part for part in second.all_parts}
    return [
        ComparedPart(part.slug, part.title, _pairs(part, others[part.slug]))
        for part in first.all_parts
    ]


def _pairs(first: Part, second: Part) -> list[Pair]:
    ours = {line.key: line for line in first.lines}
    theirs = {line.key: line for line in second.lines}
    return [
        Pair((ours.get(key) or theirs[key]).label, ours.get(key), theirs.get(key))
        for key in dict.fromkeys([*ours, *theirs])
    ]
