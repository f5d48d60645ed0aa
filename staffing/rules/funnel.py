"""From the invitation to the membership: how many were invited, came, and joined.

A number that nobody gave is None, never zero, and whatever would need it is None too. What somebody
stated and what the list of names says are two funnels, shown side by side and never added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from csipa.french.numbers import counted, integer

_NBSP = "\u00a0"


class Step(StrEnum):
    """A step of the funnel, under the name of its column."""

    INVITED = "invited"
    PRESENT = "present"
    JOINED = "joined"

    @property
    def label(self) -> str:
        """The step as a table names it."""
        return {"invited": "Invités", "present": "Présents", "joined": "Ont adhéré"}[self.value]


@dataclass(frozen=True, slots=True)
class Funnel:
    """Three counts of heads; `walk_ins` are those of the present whom nobody had invited."""

    invited: int | None = None
    present: int | None = None
    joined: int | None = None
    walk_ins: int = 0

    def at(self, step: Step) -> int | None:
        """Return the count of a step, None where it is unknown."""
        known = {Step.INVITED: self.invited, Step.PRESENT: self.present, Step.JOINED: self.joined}
        return known[step]

    @property
    def is_known(self) -> bool:
        """Tell whether one count at least is known."""
        return any(self.at(step) is not None for step in Step)

    @property
    def answered(self) -> int | None:
        """How many of the invited came, walk-ins left out."""
        return None if self.present is None else self.present - self.walk_ins

    @property
    def came(self) -> Decimal | None:
        """Who came of those invited, in percent, not rounded; walk-ins left out."""
        return percent(self.answered, self.invited)

    @property
    def stayed(self) -> Decimal | None:
        """Who joined of those present, in percent, not rounded."""
        return percent(self.joined, self.present)

    @property
    def overall(self) -> Decimal | None:
        """Who joined for a hundred invited, not rounded."""
        return percent(self.joined, self.invited)


@dataclass(frozen=True, slots=True)
class Guest:
    """What a funnel reads of somebody known by name; `present` is None while nobody noted it."""

    profession: str = ""
    present: bool | None = None
    joined: bool = False
    walk_in: bool = False


def percent(part: int | None, whole: int | None) -> Decimal | None:
    """Return `part` for a hundred of `whole`; None where one is unknown, or for none at all."""
    if part is None or not whole:
        return None
    return Decimal(part) * 100 / Decimal(whole)


def by_name(guests: Iterable[Guest]) -> Funnel:
    """Return the funnel of a list of names.

    The present and the joined are known once the presence of one person is noted, or that somebody
    joined; the invited, once one name was invited.
    """
    rows = list(guests)
    noted = any(row.present is not None for row in rows)
    joined = sum(row.joined for row in rows)
    invited = sum(not row.walk_in for row in rows)
    return Funnel(
        invited=invited or None,
        present=sum(row.present is True for row in rows) if noted else None,
        joined=joined if noted or joined else None,
        walk_ins=sum(row.walk_in and row.present is True for row in rows),
    )


def by_profession(guests: Iterable[Guest]) -> dict[str, Funnel]:
    """Return a funnel for each profession that a list of names holds; « » for those without."""
    found: dict[str, list[Guest]] = defaultdict(list)
    rows = list(guests)
    for row in rows:
        found[row.profession].append(row)
    noted = any(row.present is not None for row in rows)
    return {code: _known_if(noted, by_name(group), group) for code, group in found.items()}


def _known_if(noted: bool, funnel: Funnel, group: list[Guest]) -> Funnel:  # noqa: FBT001
    """Return the funnel of a profession, zero where presence was noted for the others."""
    if not noted or funnel.present is not None:
        return funnel
    return Funnel(funnel.invited, 0, sum(row.joined for row in group), 0)


def summed(funnels: Iterable[Funnel]) -> Funnel:
    """Return the sum, step by step, of the counts that are known; None where none is."""
    rows = list(funnels)

    def added(step: Step) -> int | None:
        known = [value for row in rows if (value := row.at(step)) is not None]
        return sum(known) if known else None

    walk_ins = sum(row.walk_ins for row in rows)
    return Funnel(added(Step.INVITED), added(Step.PRESENT), added(Step.JOINED), walk_ins)


def not_detailed(whole: Funnel, parts: Iterable[Funnel]) -> Funnel:
    """Return what the professions leave out of the whole, step by step.

    None where the whole is unknown, or where no profession is; negative where the professions make
    more than the whole.
    """
    detail = summed(parts)

    def left(step: Step) -> int | None:
        stated, known = whole.at(step), detail.at(step)
        return None if stated is None or known is None else stated - known

    return Funnel(left(Step.INVITED), left(Step.PRESENT), left(Step.JOINED))


def difference(stated: Funnel, named: Funnel) -> Funnel:
    """Return how many more the names give than what was stated; None where one is unknown."""

    def more(step: Step) -> int | None:
        said, found = stated.at(step), named.at(step)
        return None if said is None or found is None else found - said

    return Funnel(more(Step.INVITED), more(Step.PRESENT), more(Step.JOINED))


def oddities(funnel: Funnel) -> list[str]:
    """Return what cannot go in that order, in words; people may come without being invited."""
    told = []
    if _more(funnel.present, funnel.invited):
        why = "des personnes sont venues sans invitation, ou un nombre est à revoir"
        if funnel.walk_ins:
            came = counted(funnel.walk_ins, "personne est venue", "personnes sont venues")
            why = f"{came} sans invitation"
        told.append(f"{_heads(funnel, Step.PRESENT)} pour {_heads(funnel, Step.INVITED)}: {why}.")
    if _more(funnel.joined, funnel.present):
        why = "des personnes ont adhéré sans venir, ou un nombre est à revoir"
        told.append(f"{_heads(funnel, Step.JOINED)} pour {_heads(funnel, Step.PRESENT)}: {why}.")
    elif funnel.present is None and _more(funnel.joined, funnel.invited):
        why = "un nombre est à revoir"
        told.append(f"{_heads(funnel, Step.JOINED)} pour {_heads(funnel, Step.INVITED)}: {why}.")
    return [line.replace(": ", f"{_NBSP}: ", 1) for line in told]


def detail_oddities(whole: Funnel, parts: Mapping[str, Funnel]) -> list[str]:
    """Return the steps at which the professions make more than the whole, in words."""
    gap = not_detailed(whole, parts.values())
    detail = summed(parts.values())
    return [
        f"{step.label}{_NBSP}: les professions en comptent {integer(detail.at(step) or 0)}, "
        f"l’ensemble {integer(whole.at(step) or 0)}{_NBSP}: un nombre est à revoir."
        for step in Step
        if (left := gap.at(step)) is not None and left < 0
    ]


def goal_words(reached: int | None, goal: int | None) -> str:
    """Return how a goal of memberships was met, in a sentence; empty without a goal."""
    if goal is None:
        return ""
    hoped = counted(goal, "adhésion espérée", "adhésions espérées")
    if reached is None:
        return f"{hoped}{_NBSP}: le nombre d’adhésions n’est pas encore connu."
    if reached >= goal:
        more = f", dépassé de {integer(reached - goal)}" if reached > goal else ""
        return f"{hoped}{_NBSP}: objectif atteint{more}."
    missing = goal - reached
    return f"{hoped}{_NBSP}: il en manque {integer(missing)}."


def person_minutes(minutes: int | None, present: int | None) -> int | None:
    """Return the time that a training gave, in minutes of a person; None where one is unknown."""
    return None if minutes is None or present is None else minutes * present


def unanswered_words(unanswered: int) -> str:
    """Return whose presence nobody noted, in a sentence; empty for nobody."""
    if not unanswered:
        return ""
    return f"La présence de {counted(unanswered, 'personne', 'personnes')} reste à noter."


def _more(later: int | None, earlier: int | None) -> bool:
    """Tell whether a step counts more people than one before it."""
    return later is not None and earlier is not None and later > earlier


def _heads(funnel: Funnel, step: Step) -> str:
    words = {
        Step.INVITED: ("invité", "invités"),
        Step.PRESENT: ("présent", "présents"),
        Step.JOINED: ("adhésion", "adhésions"),
    }
    return counted(funnel.at(step) or 0, *words[step])
