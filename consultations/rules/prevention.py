"""What prevention actions and team meetings add up to, and words that would name somebody.

A number that nobody counted is not zero: sums say how many rows they leave out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from csipa.french.numbers import counted

_K = TypeVar("_K")
CASES = "cases"
"""The kind of the meetings on complex cases; the value is that of the records."""

_CIVILITY = re.compile(r"\b(?:M\.|MM\.|Mme|Mlle|Dr|Pr|Docteur|Professeur|Madame|Monsieur)\s", re.I)
_CAPITALISED = r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ’'-]+"
_FULL_NAME = re.compile(rf"\b{_CAPITALISED}\s+{_CAPITALISED}")
_DIGITS = re.compile(r"\d")


@dataclass(frozen=True)
class ActionLine:
    """One action of prevention; None where nobody counted. `minutes` is the time of the team."""

    theme: str
    place: str
    reached: int | None = None
    minutes: int | None = None


@dataclass(frozen=True)
class ActionSums:
    """Actions added up; `uncounted` and `untimed` are those that the sums leave out."""

    actions: int = 0
    reached: int = 0
    uncounted: int = 0
    minutes: int = 0
    untimed: int = 0

    @property
    def is_counted(self) -> bool:
        """Tell whether somebody counted the people of one action at least."""
        return self.uncounted < self.actions


@dataclass(frozen=True)
class ActionSummary:
    """The actions of a period: all of them, by theme, by place, and by both."""

    whole: ActionSums
    by_theme: dict[str, ActionSums]
    by_place: dict[str, ActionSums]
    by_both: dict[tuple[str, str], ActionSums]


@dataclass(frozen=True)
class Presence:
    """How many of one profession came to a meeting."""

    profession: str
    number: int


@dataclass(frozen=True)
class MeetingLine:
    """One meeting: its kind, who came by profession; None where nobody noted."""

    kind: str
    minutes: int | None = None
    cases: int | None = None
    is_open: bool = False
    presences: Sequence[Presence] = ()


@dataclass(frozen=True)
class Attendance:
    """What one profession did over the meetings of a period."""

    profession: str
    meetings: int
    presences: int


@dataclass(frozen=True)
class MeetingSums:
    """Meetings added up; `open` are those that people from outside joined."""

    meetings: int = 0
    open: int = 0
    minutes: int = 0
    untimed: int = 0
    cases: int = 0
    uncounted: int = 0


@dataclass(frozen=True)
class MeetingSummary:
    """The meetings of a period: all of them, by kind, and who came, most often first."""

    whole: MeetingSums
    by_kind: dict[str, MeetingSums]
    attendance: list[Attendance]

    @property
    def on_cases(self) -> MeetingSums:
        """Return the meetings on complex cases."""
        return self.by_kind.get(CASES, MeetingSums())


def summarise_actions(lines: Iterable[ActionLine]) -> ActionSummary:
    """Return what actions add up to."""
    rows = list(lines)
    return ActionSummary(
        _added(rows),
        _grouped(rows, lambda line: line.theme),
        _grouped(rows, lambda line: line.place),
        _grouped(rows, lambda line: (line.theme, line.place)),
    )


def summarise_meetings(lines: Iterable[MeetingLine]) -> MeetingSummary:
    """Return what meetings add up to; `uncounted` bears on meetings on complex cases alone."""
    rows = list(lines)
    kinds = dict.fromkeys(line.kind for line in rows)
    return MeetingSummary(
        _met(rows),
        {kind: _met([line for line in rows if line.kind == kind]) for kind in kinds},
        _attendance(rows),
    )


def said_actions(sums: ActionSums) -> str:
    """Return « 3 actions, 145 personnes touchées », saying how many nobody counted."""
    told = counted(sums.actions, "action", "actions")
    if not sums.actions:
        return "aucune action"
    if not sums.is_counted:
        return f"{told}, public non compté"
    reached = counted(sums.reached, "personne touchée", "personnes touchées")
    left = f" (public non compté pour {sums.uncounted})" if sums.uncounted else ""
    return f"{told}, {reached}{left}"


def said_meetings(sums: MeetingSums) -> str:
    """Return « 12 réunions sur des situations complexes »."""
    if not sums.meetings:
        return "aucune réunion sur des situations complexes"
    return counted(
        sums.meetings,
        "réunion sur des situations complexes",
        "réunions sur des situations complexes",
    )


def refused_profession(text: str) -> str:
    """Return why a profession typed by hand is refused, in French; empty if it is not.

    A title of courtesy, a first and a last name side by side, or a figure would tell who came.
    """
    if _CIVILITY.search(f"{text} ") or _FULL_NAME.search(text):
        return (
            f"«\u00a0{text.strip()}\u00a0» ressemble à un nom\u00a0: écrivez la profession seule, "
            "en minuscules, comme «\u00a0assistante sociale\u00a0»."
        )
    if _DIGITS.search(text):
        return "Une profession s’écrit sans chiffre\u00a0: le nombre de présents a sa case."
    return ""


def _added(lines: Sequence[ActionLine]) -> ActionSums:
    return ActionSums(
        actions=len(lines),
        reached=sum(line.reached or 0 for line in lines),
        uncounted=sum(line.reached is None for line in lines),
        minutes=sum(line.minutes or 0 for line in lines),
        untimed=sum(line.minutes is None for line in lines),
    )


def _grouped(lines: Sequence[ActionLine], key: Callable[[ActionLine], _K]) -> dict[_K, ActionSums]:
    groups: dict[_K, list[ActionLine]] = defaultdict(list)
    for line in lines:
        groups[key(line)].append(line)
    return {name: _added(rows) for name, rows in groups.items()}


def _met(lines: Sequence[MeetingLine]) -> MeetingSums:
    on_cases = [line for line in lines if line.kind == CASES]
    return MeetingSums(
        meetings=len(lines),
        open=sum(line.is_open for line in lines),
        minutes=sum(line.minutes or 0 for line in lines),
        untimed=sum(line.minutes is None for line in lines),
        cases=sum(line.cases or 0 for line in on_cases),
        uncounted=sum(line.cases is None for line in on_cases),
    )


def _attendance(lines: Sequence[MeetingLine]) -> list[Attendance]:
    meetings: dict[str, int] = defaultdict(int)
    presences: dict[str, int] = defaultdict(int)
    for line in lines:
        for name in {one.profession for one in line.presences}:
            meetings[name] += 1
        for one in line.presences:
            presences[one.profession] += one.number
    found = [Attendance(name, meetings[name], presences[name]) for name in meetings]
    return sorted(found, key=lambda one: (-one.meetings, -one.presences, one.profession))
