"""The figures that somebody stated, each beside the one that the records give for the same day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from csipa.french.dates import long_date
from csipa.french.numbers import counted
from csipa.models import Precision
from staffing.models import StaffingMeasure, StatedStaffing
from staffing.rules.capacity import fte_words
from staffing.rules.fte import Level, level_on

# « Environ » allows a tenth of what is stated.
_ABOUT = Decimal("0.1")
_SAID = {
    StaffingMeasure.AUTHORISED: "{} autorisés",
    StaffingMeasure.FILLED: "{} pourvus",
    StaffingMeasure.VACANT: "il manque {}",
    StaffingMeasure.DEFERRED: "{} différés",
    StaffingMeasure.HEADS: "{} présentes",
}
_SINGULAR = {
    StaffingMeasure.AUTHORISED: "{} autorisé",
    StaffingMeasure.FILLED: "{} pourvu",
    StaffingMeasure.DEFERRED: "{} différé",
    StaffingMeasure.HEADS: "{} présente",
}


@dataclass(frozen=True)
class Beside:
    """A stated figure and the derived one of the same day, in words.

    `agrees` takes its precision into account: « environ » allows a tenth, « au moins » any more.
    """

    pk: int
    said: str
    source: str
    derived: str
    day: dt.date
    verdict: str
    agrees: bool
    place: str


def beside(stated: StatedStaffing, levels: Sequence[Level], *, place: str = "") -> Beside:
    """Return a stated figure beside what `levels` give on its day; `place` is the site it is of."""
    derived = Decimal(getattr(level_on(levels, stated.as_of), stated.measure))
    gap = derived - stated.value
    agrees = _agrees(stated, derived)
    more = "de plus" if gap > 0 else "de moins"
    verdict = "concordant" if agrees else f"écart\u00a0: {_figure(stated, abs(gap))} {more}"
    wording = _SAID if stated.value >= 2 else {**_SAID, **_SINGULAR}
    said = wording[StaffingMeasure(stated.measure)]
    dated = f", {long_date(stated.source_date)}" if stated.source_date else ""
    return Beside(
        pk=stated.pk,
        said=said.format(f"{stated.sign}{_figure(stated, stated.value)}"),
        source=f"{stated.source}{dated}",
        derived=_figure(stated, derived),
        day=stated.as_of,
        verdict=verdict,
        agrees=agrees,
        place=place,
    )


def _agrees(stated: StatedStaffing, derived: Decimal) -> bool:
    gap = derived - stated.value
    return {
        Precision.EXACT: gap == 0,
        Precision.ABOUT: abs(gap) <= stated.value * _ABOUT,
        Precision.AT_LEAST: gap >= 0,
        Precision.AT_MOST: gap <= 0,
    }[Precision(stated.precision)]


def _figure(stated: StatedStaffing, value: Decimal) -> str:
    if stated.measure == StaffingMeasure.HEADS:
        return counted(int(value), "personne", "personnes")
    return fte_words(value)
