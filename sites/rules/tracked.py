"""How far a followed indicator has come: from where it started to its target, and in time or not.

A judgement always bears on a day: values of later days are not known yet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from csipa.derived import Derived, Input
from csipa.french.dates import add_months, long_date
from csipa.french.numbers import decimal
from csipa.french.typography import NBSP
from sites.rules.diagnosis import bare

# A yearly report counts each indicator once a year.
STALE_MONTHS = 12
_DOWN = "down"
_HUNDRED = Decimal(100)


class HasTarget(Protocol):
    """An indicator: its target is judged by `direction`, « up » or « down »."""

    unit: str
    baseline: Decimal | None
    target: Decimal | None
    target_on: dt.date | None
    direction: str


class HasValue(Protocol):
    """A value of an indicator, for a day; `sign` is « ≈ », « ≥ », « ≤ » or nothing."""

    value: Decimal
    as_of: dt.date
    source: str
    sign: str


class Reach(StrEnum):
    """Where an indicator stands on a day."""

    UNMEASURED = "unmeasured"
    FOLLOWED = "followed"
    REACHED = "reached"
    ON_WAY = "on_way"
    LATE = "late"

    @property
    def label(self) -> str:
        """Return the state in French."""
        return _LABELS[self]


_LABELS = {
    Reach.UNMEASURED: "pas encore mesuré",
    Reach.FOLLOWED: "suivi, sans cible",
    Reach.REACHED: "cible atteinte",
    Reach.ON_WAY: "en cours",
    Reach.LATE: "en retard sur la cible",
}


class Trend(StrEnum):
    """What the last value says beside the one before."""

    BETTER = "better"
    STEADY = "steady"
    WORSE = "worse"

    @property
    def label(self) -> str:
        """Return the trend in French."""
        return _TRENDS[self]


_TRENDS = {
    Trend.BETTER: "en progrès",
    Trend.STEADY: "stable",
    Trend.WORSE: "en recul",
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """An indicator on a day.

    `share` is the part of the way from the start to the target, in per cent: negative when the
    indicator went the wrong way, above 100 beyond the target; None where it has no meaning.
    `is_contrary` tells that the target lies on the wrong side of the start for the direction:
    the target is judged all the same, the way to it is not.
    """

    reach: Reach
    latest: HasValue | None
    previous: HasValue | None
    trend: Trend | None
    share: Decimal | None
    is_contrary: bool
    is_stale: bool


def judge(indicator: HasTarget, values: Iterable[HasValue], *, day: dt.date) -> Judgement:
    """Return where an indicator stands on `day`, from its values of that day and before.

    It is late from the day after the one on which its target was expected. It is stale when no
    value is known since `STALE_MONTHS` months, or none at all.
    """
    known = sorted((one for one in values if one.as_of <= day), key=lambda one: one.as_of)
    latest = known[-1] if known else None
    previous = known[-2] if len(known) > 1 else None
    contrary = _is_contrary(indicator)
    return Judgement(
        reach=_reach(indicator, latest, day),
        latest=latest,
        previous=previous,
        trend=_trend(indicator, latest, previous),
        share=None if contrary else _share(indicator, latest),
        is_contrary=contrary,
        is_stale=latest is None or add_months(latest.as_of, STALE_MONTHS) < day,
    )


def progress(indicator: HasTarget, judged: Judgement) -> Derived:
    """Return the part of the way done as people read it, with how it was worked out."""
    formula = "(dernière valeur − valeur de départ) ÷ (cible − valeur de départ) × 100"
    if judged.share is None or judged.latest is None:
        return Derived("", formula, missing=_why_no_share(indicator, judged))
    latest = judged.latest
    return Derived(
        f"{decimal(judged.share, 0)}{NBSP}%",
        formula,
        (
            Input("valeur de départ", said(indicator.baseline, indicator.unit)),
            Input("cible", said(indicator.target, indicator.unit), indicator.target_on),
            Input(
                "dernière valeur",
                f"{latest.sign}{said(latest.value, indicator.unit)}",
                latest.as_of,
                latest.source,
            ),
        ),
    )


def said(value: Decimal | None, unit: str = "") -> str:
    """Return a value with the decimals it has and its unit: « 46,7 % »; « – » for none."""
    if value is None:
        return "–"
    figures = bare(value)
    return f"{figures}{NBSP}{unit}" if unit else figures


def said_target(indicator: HasTarget) -> str:
    """Return « au moins 200 patients pour le 31 décembre 2026 »; empty without a target."""
    if indicator.target is None:
        return ""
    way = "au plus" if indicator.direction == _DOWN else "au moins"
    due = f" pour le {long_date(indicator.target_on)}" if indicator.target_on else ""
    return f"{way} {said(indicator.target, indicator.unit)}{due}"


def is_met(indicator: HasTarget, value: Decimal) -> bool:
    """Tell whether `value` meets the target; False without a target."""
    if indicator.target is None:
        return False
    if indicator.direction == _DOWN:
        return value <= indicator.target
    return value >= indicator.target


def _reach(indicator: HasTarget, latest: HasValue | None, day: dt.date) -> Reach:
    overdue = indicator.target_on is not None and day > indicator.target_on
    if indicator.target is None:
        return Reach.FOLLOWED if latest else Reach.UNMEASURED
    if latest is not None and is_met(indicator, latest.value):
        return Reach.REACHED
    if overdue:
        return Reach.LATE
    return Reach.ON_WAY if latest else Reach.UNMEASURED


def _trend(
    indicator: HasTarget, latest: HasValue | None, previous: HasValue | None
) -> Trend | None:
    if latest is None or previous is None:
        return None
    if latest.value == previous.value:
        return Trend.STEADY
    grows = latest.value > previous.value
    return Trend.WORSE if grows == (indicator.direction == _DOWN) else Trend.BETTER


def _share(indicator: HasTarget, latest: HasValue | None) -> Decimal | None:
    start, target = indicator.baseline, indicator.target
    if latest is None or start is None or target is None or start == target:
        return None
    return (latest.value - start) * _HUNDRED / (target - start)


def _is_contrary(indicator: HasTarget) -> bool:
    start, target = indicator.baseline, indicator.target
    if start is None or target is None or start == target:
        return False
    return (target < start) != (indicator.direction == _DOWN)


def _why_no_share(indicator: HasTarget, judged: Judgement) -> str:
    if indicator.target is None:
        return "Donnez une cible pour suivre le chemin parcouru."
    if judged.is_contrary:
        return "La cible va à l’opposé du sens choisi\u00a0: vérifiez départ, cible et sens."
    if judged.latest is None:
        return "Aucune valeur encore à cette date."
    if indicator.baseline is None:
        return "Donnez une valeur de départ pour suivre le chemin parcouru."
    return "La cible est la valeur de départ\u00a0: il s’agit de s’y tenir."
