"""Objectives typed one a line, numbers of axes and sheets, and where a sheet may stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

# « 1.2 », « A.1 », « B3 »: told from a word without any mark after it.
_PLAIN = re.compile(r"[A-Z]*\d+(?:[.\-]\w+)+|[A-Z]+\d+|[A-Z]+(?:[.\-]\d+)+")
# « 1. », « II) », « A. », « OS1a. »: told by the mark.
_MARKED = re.compile(r"[^\W\d]*\d\w*(?:[.\-]\w+)*|[A-Z]{1,4}")
_DASHES = "–- "
LONGEST_CODE = 12
LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Line:
    """An objective as a person types it: « 1.2 Accueillir de nouveaux médecins »."""

    code: str
    title: str

    def __str__(self) -> str:
        return f"{self.code}{'' if _PLAIN.fullmatch(self.code) else '.'} {self.title}"


def read_lines(lines: Iterable[str], *, axis: str) -> list[Line]:
    """Return the objectives of the lines; one typed without a number takes the next of its axis.

    Raises ValueError, with a French sentence, for a number or a title too long or given twice.
    """
    found = [_read(text.strip()) for text in lines if text.strip()]
    taken = {line.code for line in found if line.code}
    numbered: list[Line] = []
    for rank, line in enumerate(found, start=1):
        code = line.code or _free(axis, rank, taken)
        taken.add(code)
        numbered.append(Line(code, line.title))
    for line in numbered:
        _check(line)
        if sum(other.code == line.code for other in numbered) > 1:
            raise ValueError(
                f"Deux objectifs portent le numéro «\u00a0{line.code}\u00a0»\u00a0: "
                "changez l’un des deux."
            )
    return numbered


def _read(text: str) -> Line:
    head, _, rest = text.partition(" ")
    code, title = head.rstrip(".)"), rest.lstrip(_DASHES)
    is_code = _PLAIN.fullmatch(code) or (head != code and _MARKED.fullmatch(code))
    return Line(code, title) if title and is_code else Line("", text)


def _free(axis: str, rank: int, taken: set[str]) -> str:
    while (code := f"{axis}.{rank}") in taken:
        rank += 1
    return code


def _check(line: Line) -> None:
    if len(line.code) > LONGEST_CODE:
        raise ValueError(
            f"Le numéro «\u00a0{line.code}\u00a0» est trop long\u00a0: "
            f"{LONGEST_CODE} signes au plus."
        )
    if len(line.title) > LONGEST_TITLE:
        raise ValueError(
            f"L’objectif {line.code} est trop long\u00a0: {LONGEST_TITLE} signes au plus."
        )


class Scheme(StrEnum):
    """How the sheets of a programme are numbered."""

    STRAIGHT = "straight"
    BY_AXIS = "by_axis"


@dataclass(frozen=True, slots=True)
class Spot:
    """A sheet in a programme: its key, and the numbers of its axis and objective as they are now.

    A sheet under no axis has an empty `axis`.
    """

    key: int
    axis: str = ""
    objective: str = ""


def renumbered(spots: Sequence[Spot], scheme: Scheme) -> dict[int, str]:
    """Return the number of each sheet, in the order given.

    `STRAIGHT` counts 1, 2, 3 through the whole programme; `BY_AXIS` counts within each objective
    (« 1.2.1 ») or axis (« 1.1 »), and alone (« 1 ») those under no axis. A number that two rules
    would give twice goes to the first; the other takes the next.
    """
    given: dict[int, str] = {}
    used: set[str] = set()
    counts: dict[str, int] = {}
    for spot in spots:
        start = ""
        if scheme is Scheme.BY_AXIS:
            start = spot.objective or spot.axis
        while True:
            counts[start] = counts.get(start, 0) + 1
            number = f"{start}.{counts[start]}" if start else str(counts[start])
            if number not in used:
                break
        used.add(number)
        given[spot.key] = number
    return given


def place_fault(
    *,
    programme: int,
    axis_programme: int | None,
    axis: int | None,
    objective_axis: int | None,
    has_objective: bool,
) -> str:
    """Return why a sheet cannot stand there, as a French sentence; empty if it can.

    Keys are those of the rows; `axis_programme` is the programme of the axis chosen.
    """
    if axis is not None and axis_programme != programme:
        return "Cet axe est celui d’un autre programme\u00a0: choisissez un axe de ce programme."
    if has_objective and axis is not None and objective_axis != axis:
        return "Cet objectif n’est pas de cet axe\u00a0: choisissez l’un des objectifs de l’axe."
    return ""
