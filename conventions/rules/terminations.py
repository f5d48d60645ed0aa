"""How a party, or all, put an end to a convention: from which day, and why they may not.

Sources: Code civil art. 1193 (the parties together undo what they agreed), 1211 (notice, or a
reasonable delay), 1212 (a term binds until it is over), 1215 (tacit renewal), 2228 and 2229
(delays are counted by whole days). CGPPP L. 2122-3: whoever occupies public property does so
precariously. The convention itself says the notice, its form and to whom it is given (art. 1103);
it runs from the day the last of the other parties was told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from conventions.rules.convention_stages import ConventionStage
from conventions.rules.endings import Course, real_end
from conventions.rules.terms import (
    Delay,
    denunciation_deadline,
    denunciation_effect,
    is_renewed_after,
    notice_effect,
    term_on,
)
from csipa.french.dates import long_date
from csipa.french.numbers import counted

NOTICE, AGREEMENT, DENUNCIATION = "notice", "agreement", "denunciation"

_NOUNS = {
    NOTICE: "Résiliation",
    AGREEMENT: "Résiliation convenue",
    DENUNCIATION: "Dénonciation",
}
_NOT_YET = {
    ConventionStage.DRAFT: "Cette convention est un projet : il se corrige ou se supprime.",
    ConventionStage.TO_SIGN: "Toutes les parties n’ont pas signé cette convention : notez d’abord "
    "leurs signatures.",
    ConventionStage.VOID: "L’acte qui autorisait cette convention est annulé : elle est sans "
    "effet.",
}


@dataclass(frozen=True, kw_only=True)
class Told:
    """When one of the other parties was told: the letter sent, and received; None if unknown."""

    name: str
    sent_on: dt.date | None = None
    received_on: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class Ending:
    """What a party, or all, decide; `kind` is a code of `TerminationKind`.

    `effect_on` is the last day of the convention when it is chosen, None to follow the notice.
    """

    kind: str
    given_on: dt.date
    told: Sequence[Told] = ()
    effect_on: dt.date | None = None
    short_notice_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What the convention holds, as if nobody ended it: its course, its delays, its end."""

    course: Course = field(default_factory=Course)
    notice: Delay | None = None
    renewal_delay: Delay | None = None

    @property
    def planned_end(self) -> dt.date | None:
        """Return the last day of the convention if nobody ends it."""
        return real_end(self.course)[0]

    @property
    def denunciation_delay(self) -> Delay | None:
        """Return how long before a period ends a tacit renewal is denounced."""
        return self.renewal_delay or self.notice


@dataclass(frozen=True)
class Effect:
    """The day on which an end takes effect, and whether a date still unknown may move it."""

    day: dt.date | None
    provisional: bool
    runs_from: dt.date


def runs_from(ending: Ending) -> dt.date:
    """Return the day from which the notice runs: the last reception known, or that of the letter.

    >>> runs_from(Ending(kind="notice", given_on=dt.date(2026, 4, 10)))
    datetime.date(2026, 4, 10)
    """
    return max([ending.given_on, *(line.received_on for line in ending.told if line.received_on)])


def effect_of(ending: Ending, setting: Setting) -> Effect:
    """Return when the notice makes the convention end; None where the convention says no notice.

    Provisional while the reception of a letter is not known: the notice runs from the last one.
    """
    start = runs_from(ending)
    waiting = any(line.received_on is None for line in ending.told)
    if ending.kind == DENUNCIATION:
        day = denunciation_effect(setting.course, setting.denunciation_delay, given=start)
        return Effect(day, waiting, start)
    if ending.kind == AGREEMENT or setting.notice is None:
        return Effect(None, provisional=False, runs_from=start)
    return Effect(notice_effect(start, setting.notice), waiting, start)


def last_day_of(ending: Ending, setting: Setting) -> dt.date | None:
    """Return the last day of the convention: the one chosen, or the one that follows from notice.

    A denunciation chooses none: it stops a renewal, at the end of a period.
    """
    if ending.kind == DENUNCIATION:
        return effect_of(ending, setting).day
    return ending.effect_on or effect_of(ending, setting).day


def standing_refusal(stage: ConventionStage, *, ends_on: dt.date | None, amendment: bool) -> str:
    """Say why nobody can put an end to the convention now, whatever the way; empty if one can."""
    if amendment:
        return "Un avenant suit la convention qu’il modifie : mettez fin à celle-ci."
    if stage in _NOT_YET:
        return _NOT_YET[stage]
    if stage.is_over and ends_on:
        return f"Cette convention a déjà pris fin le {long_date(ends_on)}."
    return ""


def denunciation_refusal(setting: Setting, *, today: dt.date) -> str:
    """Say why there is no tacit renewal to denounce; empty if there is one."""
    if not setting.course.tacit:
        return (
            "Cette convention ne se renouvelle pas par tacite reconduction : il n’y a rien à "
            "dénoncer."
        )
    term = term_on(setting.course, today)
    if term is None:
        return "Cette convention n’a pas de terme : elle se résilie, elle ne se dénonce pas."
    if not is_renewed_after(setting.course, term):
        return (
            "Cette convention ne sera plus reconduite : elle prend fin d’elle-même le "
            f"{long_date(term.end)}."
        )
    return ""


def ending_faults(ending: Ending, setting: Setting, *, today: dt.date) -> dict[str, list[str]]:
    """Return why an end cannot be, by column of `Termination`; « told-n » for the nth party told.

    Empty when it can be. Letters may be dated ahead; what happened may not.
    """
    faults: dict[str, list[str]] = {}
    for column, sentence in _faults(ending, setting, today):
        faults.setdefault(column, []).append(sentence)
    return faults


def _faults(ending: Ending, setting: Setting, today: dt.date) -> Iterator[tuple[str, str]]:
    for rank, line in enumerate(ending.told):
        for sentence in _told_faults(line, ending.given_on, today):
            yield f"told-{rank}", sentence
    if ending.kind == DENUNCIATION:
        yield from _denunciation_faults(ending, setting)
        return
    computed, day = effect_of(ending, setting).day, last_day_of(ending, setting)
    if day is None:
        yield "effect_on", _unsaid(ending.kind)
        return
    if day < ending.given_on:
        yield "effect_on", "La convention ne peut pas finir avant que la résiliation soit donnée."
    yield from _period_faults(day, ending, setting)
    if computed and day < computed and not ending.short_notice_reason.strip():
        yield "short_notice_reason", _too_short(computed)


def _too_short(computed: dt.date) -> str:
    return (
        f"Le préavis court jusqu’au {long_date(computed)} : dites pourquoi la convention finit "
        "avant."
    )


def _unsaid(kind: str) -> str:
    if kind == AGREEMENT:
        return "Donnez le dernier jour que les parties ont fixé."
    return "La convention ne prévoit pas de préavis : donnez son dernier jour."


def _period_faults(day: dt.date, ending: Ending, setting: Setting) -> Iterator[tuple[str, str]]:
    start, planned = setting.course.start, setting.planned_end
    column = "effect_on" if ending.effect_on else "given_on"
    if start and day < start:
        yield column, f"La convention ne prend effet que le {long_date(start)}."
    if planned and day >= planned:
        yield (
            column,
            f"{_by_itself(planned)} : une résiliation au {long_date(day)} n’y change rien.",
        )


def _by_itself(planned: dt.date) -> str:
    return f"La convention prend fin d’elle-même le {long_date(planned)}"


def _denunciation_faults(ending: Ending, setting: Setting) -> Iterator[tuple[str, str]]:
    day, planned = effect_of(ending, setting).day, setting.planned_end
    if day is None or not setting.course.tacit:
        yield "given_on", denunciation_refusal(setting, today=ending.given_on)
    elif planned and day >= planned:
        given = long_date(ending.given_on)
        yield (
            "given_on",
            f"{_by_itself(planned)} : donnée le {given}, une dénonciation n’y change rien.",
        )


def _told_faults(line: Told, given_on: dt.date, today: dt.date) -> Iterator[str]:
    sent, received = line.sent_on, line.received_on
    for day, said in ((sent, "envoyée"), (received, "reçue")):
        if day and day > today:
            yield f"Lettre {said} le {long_date(day)} : cette date est encore à venir."
        elif day and day < given_on:
            yield (
                f"Lettre {said} le {long_date(day)}, avant d’être datée du {long_date(given_on)}."
            )
    if sent and received and received < sent:
        yield "Une lettre n’est pas reçue avant d’être envoyée."


def told_late(ending: Ending, setting: Setting) -> str:
    """Say that a denunciation came too late for the period that runs; empty if it did not."""
    if ending.kind != DENUNCIATION:
        return ""
    start, day = runs_from(ending), effect_of(ending, setting).day
    term = term_on(setting.course, start)
    if term is None or day is None or day <= term.end:
        return ""
    limit = denunciation_deadline(term, setting.denunciation_delay)
    return (
        f"La période en cours finit le {long_date(term.end)} et pouvait être dénoncée jusqu’au "
        f"{long_date(limit)}. Cette dénonciation n’arrête que la reconduction suivante."
    )


def noun_of(kind: str) -> str:
    """Name what ends a convention: « Résiliation », « Résiliation convenue », « Dénonciation »."""
    return _NOUNS[kind]


def said_delay(delay: Delay) -> str:
    """Return « quinze jours » in figures: « 15 jours », « 1 mois »."""
    if delay.unit == "months":
        return counted(delay.value, "mois", "mois")
    return counted(delay.value, "jour", "jours")
