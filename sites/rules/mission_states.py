"""Where each mission of a CPTS stands on a day: begun or not, deployed or not, late or not.

The terms of `sites.rules.missions` count in months from the signature of the agreement. A mission
taken on after it, by an amendment, counts from the day on which it was taken on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from csipa.derived import Derived, Input
from csipa.french.dates import add_months, long_date
from csipa.french.grammar import Gender, enumeration, upper_first
from csipa.french.numbers import in_words, plural
from sites.rules.missions import BY_CODE, MISSIONS, Mission, MissionRule, missions_on

_SOURCE = "accord conventionnel interprofessionnel du 20 juin 2019, modifié"


class HasMission(Protocol):
    """A mission as a CPTS took it on; `start` is the day it was taken on, None for at once."""

    mission: str
    start: dt.date | None
    end: dt.date | None
    started_on: dt.date | None
    deployed_on: dt.date | None


class MissionState(StrEnum):
    """Where a mission that was taken on stands on a day."""

    COMING = "coming"
    NOT_BEGUN = "not_begun"
    START_LATE = "start_late"
    BEGUN = "begun"
    DEPLOYMENT_LATE = "deployment_late"
    DEPLOYED = "deployed"
    ENDED = "ended"

    @property
    def label(self) -> str:
        """Return the state in French."""
        return _LABELS[self]

    @property
    def is_late(self) -> bool:
        """Tell whether a term of the agreement has passed."""
        return self in (MissionState.START_LATE, MissionState.DEPLOYMENT_LATE)


_LABELS = {
    MissionState.COMING: "à venir",
    MissionState.NOT_BEGUN: "pas encore démarrée",
    MissionState.START_LATE: "démarrage en retard",
    MissionState.BEGUN: "démarrée",
    MissionState.DEPLOYMENT_LATE: "déploiement en retard",
    MissionState.DEPLOYED: "pleinement déployée",
    MissionState.ENDED: "arrêtée",
}


@dataclass(frozen=True, slots=True)
class MissionStanding:
    """A mission on a day, and the days by which it was to begin and to be deployed.

    The days are None when the agreement gives no term or was not signed yet.
    """

    state: MissionState
    start_due: dt.date | None
    deployed_due: dt.date | None

    @property
    def next_due(self) -> dt.date | None:
        """Return the term that counts now; None once deployed or stopped."""
        if self.state in (MissionState.NOT_BEGUN, MissionState.START_LATE):
            return self.start_due
        if self.state in (MissionState.BEGUN, MissionState.DEPLOYMENT_LATE):
            return self.deployed_due
        return None


def standing_of(row: HasMission, *, agreement_on: dt.date | None, day: dt.date) -> MissionStanding:
    """Return where a mission stands on `day`, under an agreement signed on `agreement_on`.

    A term is passed from the day after it.
    """
    rule = BY_CODE[Mission(row.mission)]
    start_due = _due(row, rule.start_months, agreement_on)
    deployed_due = _due(row, rule.deployed_months, agreement_on)
    return MissionStanding(_state(row, start_due, deployed_due, day), start_due, deployed_due)


def due_derived(
    row: HasMission, standing: MissionStanding, agreement_on: dt.date | None
) -> Derived:
    """Return the term that counts now as people read it, with how it was worked out."""
    rule = BY_CODE[Mission(row.mission)]
    is_start = standing.state in (MissionState.COMING, *_BEFORE_START)
    months = rule.start_months if is_start else rule.deployed_months
    what = "démarrage" if is_start else "déploiement"
    formula = (
        f"signature du contrat, ou prise de la mission si elle est plus tardive, + {months} mois"
    )
    due = standing.start_due if is_start else standing.deployed_due
    if months is None:
        return Derived("", formula, missing=f"L’accord ne fixe pas de délai de {what}.")
    if due is None or agreement_on is None:
        return Derived("", formula, missing="Donnez la date de signature du contrat.")
    inputs = [Input("contrat signé", long_date(agreement_on))]
    if row.start:
        inputs.append(Input("mission prise", long_date(row.start)))
    inputs.append(Input(f"délai de {what}", f"{months}\u00a0mois", source=_SOURCE))
    text = f"{upper_first(what)} attendu pour le {long_date(due)}"
    return Derived(text, formula, tuple(inputs))


_BEFORE_START = (MissionState.NOT_BEGUN, MissionState.START_LATE)


def core_missing(taken: Iterable[str], day: dt.date) -> list[MissionRule]:
    """Return the core missions of `day` that are none of the codes `taken`."""
    codes: Collection[str] = set(taken)
    return [rule for rule in missions_on(day) if rule.core and rule.code.value not in codes]


def missions_words(day: dt.date) -> str:
    """Return how many missions the agreement knows on `day`, in one sentence.

    « Trois missions socles et deux missions optionnelles à cette date. »
    """
    known = missions_on(day)
    if not known:
        first = min(rule.since for rule in MISSIONS)
        return f"L’accord ne définit de missions que depuis le {long_date(first)}."
    core = sum(rule.core for rule in known)
    parts = [_counted(core, "socle")]
    if len(known) > core:
        parts.append(_counted(len(known) - core, "optionnelle"))
    return f"{upper_first(enumeration(parts))} à cette date."


def _counted(number: int, kind: str) -> str:
    words = plural(number, f"mission {kind}", f"missions {kind}s")
    return f"{in_words(number, Gender.FEMININE)} {words}"


def _due(row: HasMission, months: int | None, agreement_on: dt.date | None) -> dt.date | None:
    if months is None or agreement_on is None:
        return None
    return add_months(max(agreement_on, row.start or agreement_on), months)


def _state(
    row: HasMission, start_due: dt.date | None, deployed_due: dt.date | None, day: dt.date
) -> MissionState:
    if row.end is not None and row.end < day:
        return MissionState.ENDED
    if row.deployed_on is not None and row.deployed_on <= day:
        return MissionState.DEPLOYED
    if row.started_on is not None and row.started_on <= day:
        late = deployed_due is not None and deployed_due < day
        return MissionState.DEPLOYMENT_LATE if late else MissionState.BEGUN
    if row.start is not None and row.start > day:
        return MissionState.COMING
    late = start_due is not None and start_due < day
    return MissionState.START_LATE if late else MissionState.NOT_BEGUN
