"""What a session of unscheduled care may count, by the four categories of its convention.

A convention opens its sessions to four kinds of people. One person may be of several kinds: each
is at most the number of consultations, and they do not add up.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from enum import Enum

from csipa.french.numbers import counted

LARGEST = 999
"""No session counts more: beyond, a key was held down."""


class Category(Enum):
    """Who the sessions are for, by the name of the column."""

    WITHOUT_GP = "without_gp"
    GP_BEYOND_48H = "gp_beyond_48h"
    GP_AWAY = "gp_away"
    RESIDENT = "resident"


LABELS = {
    Category.WITHOUT_GP: "sans médecin traitant",
    Category.GP_BEYOND_48H: "médecin traitant injoignable sous 48 heures",
    Category.GP_AWAY: "médecin traitant temporairement indisponible",
    Category.RESIDENT: "habitant le territoire de la CPTS",
}
EXPLANATIONS = {
    Category.WITHOUT_GP: "La personne n’a déclaré aucun médecin traitant.",
    Category.GP_BEYOND_48H: "Elle en a un, qui ne peut la recevoir dans les 48 heures.",
    Category.GP_AWAY: "Elle en a un, absent en ce moment (congés, arrêt, formation).",
    Category.RESIDENT: "Elle habite une commune du territoire de la communauté professionnelle.",
}


@dataclass(frozen=True)
class Counted:
    """What was typed of one session; `communes` is a number of consultations by INSEE code.

    `resident` None leaves it to the communes.
    """

    done: int
    without_gp: int = 0
    gp_beyond_48h: int = 0
    gp_away: int = 0
    resident: int | None = None
    no_show: int = 0
    communes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Homes:
    """Where people came from: consultations of people in the territory, out of it, not known."""

    inside: int
    outside: int
    unknown: int


def homes(done: int, communes: Mapping[str, int], territory: Set[str] | None) -> Homes:
    """Share `done` consultations out; without a known territory no commune is in or out of it."""
    if territory is None:
        return Homes(0, 0, done)
    inside = sum(number for code, number in communes.items() if code in territory)
    outside = sum(communes.values()) - inside
    return Homes(inside, outside, done - inside - outside)


def residents(typed: Counted, territory: Set[str] | None) -> int:
    """Return how many lived in the territory: as typed, or else as the communes say."""
    if typed.resident is not None:
        return typed.resident
    return homes(typed.done, typed.communes, territory).inside


def faults(typed: Counted, territory: Set[str] | None) -> list[tuple[str, str]]:
    """Return what is wrong, as the name of an input and a French sentence; empty when all is right.

    The sentences for communes come under the name « communes ».
    """
    return [*_out_of_range(typed), *_above_done(typed), *_communes(typed, territory)]


def _out_of_range(typed: Counted) -> list[tuple[str, str]]:
    numbers = {"done": typed.done, "no_show": typed.no_show}
    numbers |= {one.value: getattr(typed, one.value) or 0 for one in Category}
    return [
        (name, f"Écrivez un nombre de 0 à {LARGEST}.")
        for name, number in numbers.items()
        if not 0 <= number <= LARGEST
    ]


def _above_done(typed: Counted) -> list[tuple[str, str]]:
    reason = (
        "Une catégorie ne dépasse pas le nombre de consultations\u00a0: la séance en compte "
        f"{_consultations(max(typed.done, 0))}."
    )
    names = (one.value for one in Category)
    return [(name, reason) for name in names if (getattr(typed, name) or 0) > typed.done]


def _communes(typed: Counted, territory: Set[str] | None) -> list[tuple[str, str]]:
    if any(not 1 <= number <= LARGEST for number in typed.communes.values()):
        return [("communes", "Une commune compte au moins une consultation.")]
    known = sum(typed.communes.values())
    if known > typed.done:
        reason = (
            f"Les communes comptent ensemble {_consultations(known)}, plus que la séance "
            f"({max(typed.done, 0)})\u00a0: corrigez l’un des nombres."
        )
        return [("communes", reason)]
    if typed.resident is None or territory is None:
        return []
    return _residents(typed.resident, typed.done, homes(typed.done, typed.communes, territory))


def _residents(resident: int, done: int, found: Homes) -> list[tuple[str, str]]:
    most = done - found.outside
    if resident < found.inside:
        reason = (
            f"Les communes donnent déjà {counted(found.inside, 'habitant', 'habitants')} du "
            f"territoire\u00a0: écrivez au moins {found.inside}, ou corrigez une commune."
        )
        return [("resident", reason)]
    if most < resident <= done:
        reason = (
            f"Les communes mettent {_consultations(found.outside)} hors du territoire\u00a0: "
            f"écrivez au plus {most}, ou corrigez une commune."
        )
        return [("resident", reason)]
    return []


def _consultations(number: int) -> str:
    return counted(number, "consultation", "consultations")
