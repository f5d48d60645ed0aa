"""How a candidate goes from a first contact to an answer, and what a campaign may say of itself."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from csipa.french.dates import long_date
from csipa.french.numbers import counted


class Stage(StrEnum):
    """How far a candidate went, in order; the values are those of the records."""

    CONTACT = "contact"
    APPLICATION = "application"
    INTERVIEW = "interview"
    OFFER = "offer"
    HIRED = "hired"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"

    @property
    def label(self) -> str:
        """What people read."""
        return _LABELS[self]

    @property
    def is_final(self) -> bool:
        """Tell whether nothing follows."""
        return self in FINAL

    @property
    def rank(self) -> int:
        """Place in the course; the three final stages share the last one."""
        return len(COURSE) if self.is_final else COURSE.index(self)


COURSE = (Stage.CONTACT, Stage.APPLICATION, Stage.INTERVIEW, Stage.OFFER)
FINAL = frozenset({Stage.HIRED, Stage.WITHDRAWN, Stage.REJECTED})
_LABELS = {
    Stage.CONTACT: "premier contact",
    Stage.APPLICATION: "candidature",
    Stage.INTERVIEW: "entretien",
    Stage.OFFER: "proposition",
    Stage.HIRED: "recruté",
    Stage.WITHDRAWN: "désistement",
    Stage.REJECTED: "non retenu",
}


class Outcome(StrEnum):
    """What came of a campaign; the values are those of the records."""

    RUNNING = "running"
    FILLED = "filled"
    PARTLY = "partly"
    NO_CANDIDATE = "no_candidate"
    NONE_HIRED = "none_hired"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Reached:
    """A stage, and the day on which a candidate reached it."""

    stage: Stage
    on: dt.date

    def __str__(self) -> str:
        return f"«\u00a0{self.stage.label}\u00a0» du {long_date(self.on)}"


def current(steps: Iterable[Reached]) -> Reached | None:
    """Return where a candidate is: the furthest stage reached, None before the first one."""
    return max(steps, key=lambda step: (step.stage.rank, step.on), default=None)


def following(stage: Stage) -> Stage | None:
    """Return the next stage of the usual course, None where nothing follows."""
    if stage.is_final:
        return None
    return Stage.HIRED if stage is COURSE[-1] else COURSE[stage.rank + 1]


def steps_fault(steps: Sequence[Reached], *, opened_on: dt.date) -> str:
    """Return what is wrong with the dated stages of one candidate, as a sentence; else nothing.

    Stages may be skipped, and several reached on one day; none is dated before the campaign nor
    before the one that it follows, and at most one is final.
    """
    ordered = sorted(steps, key=lambda step: (step.stage.rank, step.on))
    finals = [step for step in ordered if step.stage.is_final]
    if len(finals) > 1:
        return (
            f"Ce candidat est à la fois {finals[0]} et {finals[1]}\u00a0: "
            "ne gardez que l’étape qui clôt sa candidature."
        )
    for step in ordered:
        if step.on < opened_on:
            return (
                f"L’étape {step} précède l’ouverture de la campagne, le {long_date(opened_on)}"
                "\u00a0: corrigez l’une des deux dates."
            )
    for before, after in pairwise(ordered):
        if after.on < before.on:
            return f"L’étape {after} précède l’étape {before}\u00a0: corrigez l’une des deux dates."
    return ""


def move_fault(steps: Sequence[Reached], stage: Stage, *, on: dt.date, opened_on: dt.date) -> str:
    """Return why a candidate may not reach `stage` on that day, as a sentence; else nothing."""
    here = current(steps)
    if here is not None and here.stage.is_final:
        return (
            f"Cette candidature est close depuis l’étape {here}\u00a0: supprimez cette étape sur "
            "la page du candidat si elle a été notée par erreur."
        )
    if here is not None and stage.rank <= here.stage.rank:
        return (
            f"Ce candidat en est déjà à l’étape {here}\u00a0: choisissez une étape qui la suit, ou "
            "corrigez ses étapes sur sa page."
        )
    return steps_fault([*steps, Reached(stage, on)], opened_on=opened_on)


def proposed_outcome(
    *, candidates: int, hired: int, fte_sought: Decimal | None, fte_hired: Decimal | None
) -> Outcome:
    """Return the outcome that the facts suggest when a campaign ends.

    `fte_hired` is the sum of the assignments known, in full-time equivalents; where it or what was
    sought is unknown, one person hired is enough.
    """
    if not candidates:
        return Outcome.NO_CANDIDATE
    if not hired:
        return Outcome.NONE_HIRED
    if fte_sought is not None and fte_hired is not None and fte_hired < fte_sought:
        return Outcome.PARTLY
    return Outcome.FILLED


def outcome_fault(outcome: Outcome, *, candidates: int, hired: int) -> str:
    """Return why the facts contradict an outcome, as a sentence; else nothing."""
    if outcome is Outcome.RUNNING:
        return "Dites ce que la campagne a donné\u00a0: une campagne close a une issue."
    if hired and outcome not in (Outcome.FILLED, Outcome.PARTLY):
        told = counted(hired, "candidat a été recruté", "candidats ont été recrutés")
        return f"{told}\u00a0: la campagne est pourvue, en tout ou en partie."
    if not hired and outcome in (Outcome.FILLED, Outcome.PARTLY):
        return (
            "Aucun candidat n’est noté comme recruté\u00a0: faites-le d’abord, ou choisissez une "
            "autre issue."
        )
    if candidates and outcome is Outcome.NO_CANDIDATE:
        told = counted(candidates, "candidat s’est présenté", "candidats se sont présentés")
        return f"{told}\u00a0: l’issue ne peut être «\u00a0aucun candidat\u00a0»."
    if not candidates and outcome is Outcome.NONE_HIRED:
        return "Personne ne s’est présenté\u00a0: l’issue est «\u00a0aucun candidat\u00a0»."
    return ""


def naming_fault(text: str, last_names: Iterable[str]) -> str:
    """Return that a text names one of these people, as a sentence; else nothing.

    What is learnt from a campaign outlives the names of its candidates. Only whole words with
    their capitals count, so that « un petit nombre » names no « Petit ».
    """
    names = [name for name in last_names if name]
    if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in names):
        return (
            "Ce texte nomme un candidat\u00a0: ôtez son nom, qui ne peut être gardé ici plus de "
            "deux ans."
        )
    return ""


def sequel_fault(
    followers: Sequence[int], *, key: int, opened_on: dt.date, sequel_opened_on: dt.date
) -> str:
    """Return why a campaign may not be followed by another, as a sentence; else nothing.

    `followers` are the keys of that other campaign and of those that follow it in turn.
    """
    if key in followers:
        return "Cette campagne est déjà la suite de celle-ci\u00a0: choisissez-en une autre."
    if sequel_opened_on < opened_on:
        return (
            f"La suite s’est ouverte le {long_date(sequel_opened_on)}, avant cette campagne\u00a0: "
            "choisissez une campagne plus récente."
        )
    return ""
