"""Cover of a profession by a CPTS in words: members among those who practise there, in heads."""

from __future__ import annotations

from decimal import Decimal

from csipa.derived import Derived, Input
from csipa.french.numbers import counted
from staffing.documents.figures import percent

FORMULA = (
    "adhérents de la profession ÷ professionnels présents dans le territoire × 100, en personnes"
)
_INVERSE = {"≥\u00a0": "≤\u00a0", "≤\u00a0": "≥\u00a0"}


def heads(count: int) -> str:
    """Return « 80 personnes »."""
    return counted(count, "personne", "personnes")


def cover_rate(
    members: Input, count: int, present: Input, whole: int, *, sign: str = ""
) -> Derived:
    """Return the cover rate of a profession: `count` members among `whole` people present.

    `sign` is the precision of `whole` (« ≥ »), which a rate has the other way round.
    """
    if not whole:
        return Derived("", FORMULA, (members, present), missing="personne n’y est présent")
    rate = percent(Decimal(count) / Decimal(whole))
    return Derived(f"{_INVERSE.get(sign, sign)}{rate}", FORMULA, (members, present))


def goal_share(members: Input, count: int, goal: int) -> Derived:
    """Return how far the number of members is from the one aimed at: « 60 % »."""
    aimed = Input("adhérents visés", str(goal), source="page de la CPTS")
    formula = "adhérents ÷ adhérents visés × 100"
    if not goal:
        return Derived("", formula, (members, aimed), missing="aucun nombre d’adhérents n’est visé")
    return Derived(percent(Decimal(count) / Decimal(goal)), formula, (members, aimed))
