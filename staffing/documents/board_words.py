"""The table of posts in words: what is missing, where, since when; the same on screen and in print.

The tense follows the day that is looked at: « il manquait », « il manque », « il manquera ».
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from csipa.french.dates import long_date
from csipa.french.grammar import a, de, enumeration, upper_first
from csipa.french.numbers import counted, plural
from staffing.rules.capacity import fte_figures, fte_words
from staffing.rules.fte import Level, State

WHOLE_CENTRE = "tout le centre"
_MISSING = ("il manquait", "il manque", "il manquera")
_IS = (("était", "étaient"), ("est", "sont"), ("sera", "seront"))
# What is authorised and no vacancy: participle, its plural, and why nobody is looked for.
_ASIDE = {
    State.DEFERRED: ("différé", "différés", "ce n’est pas une vacance"),
    State.FROZEN: ("gelé", "gelés", "ce n’est pas une vacance"),
    State.VOTED: ("voté et pas encore ouvert", "votés et pas encore ouverts", "rien n’est cherché"),
}
NOTES = (
    "Un équivalent temps plein (ETP) est une personne à temps plein ; deux mi-temps en font un.",
    (
        "Autorisé : ce que les actes ont décidé, ouvert au recrutement, différé, gelé ou seulement "
        "voté. Ce qui n’est pas ouvert n’est pas vacant : personne n’est cherché."
    ),
    (
        "Vacant : ce qui est ouvert moins ce qui est pourvu, poste par poste. Deux personnes qui "
        "se recouvrent sur un poste ne cachent pas la vacance d’un autre."
    ),
    (
        "Un poste partagé se compte site par site\u00a0: qui travaille plus que prévu sur un site "
        "ne comble pas ce qui manque sur un autre."
    ),
    "Depuis : le premier jour depuis lequel il en manque autant, sans interruption.",
    (
        "Personnes : chacune compte une fois, quels que soient ses postes. Le dernier jour d’une "
        "affectation compte encore."
    ),
    (
        "Sur le ruban, ce qui passe la ligne de l’autorisé\u00a0: quelqu’un tient un poste qui "
        "n’est pas ouvert, ou deux personnes se recouvrent."
    ),
)


@dataclass(frozen=True)
class Lack:
    """What is vacant of a profession on a day.

    `since` is the day from which as much is missing, `begun` the one from which anything is;
    `places` the sites that miss something, an empty name for the whole centre. `name` and `plural`
    are those of the profession.
    """

    name: str
    plural: str
    fte: Decimal
    since: dt.date
    begun: dt.date
    places: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True)
class Aside:
    """What is authorised of a profession on a day and neither open nor closed."""

    name: str
    plural: str
    state: State
    fte: Decimal


@dataclass(frozen=True)
class Headline:
    """What a head of service reads first: a sentence, a line for each lack, what is no vacancy."""

    lead: str
    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def headline(
    day: dt.date, lacks: Sequence[Lack], asides: Sequence[Aside], *, is_any: bool, today: dt.date
) -> Headline:
    """Return what is missing on `day` in words; `is_any` tells whether anything is authorised."""
    notes = [aside_sentence(aside, day, today=today) for aside in asides]
    missing = _MISSING[_tense(day, today)]
    if not is_any:
        return Headline("Aucun poste n’est autorisé à cette date.")
    if not lacks:
        ended = ("manquait", "manque", "manquera")[_tense(day, today)]
        return Headline(f"Rien ne {ended}\u00a0: tout ce qui est ouvert est pourvu.", [], notes)
    if len(lacks) == 1:
        rest = missing.removeprefix("il ")
        lead = f"{upper_first(missing)} {lack_words(lacks[0])}\u00a0; rien d’autre ne {rest}."
        return Headline(lead, [], notes)
    together = fte_words(sum((lack.fte for lack in lacks), Decimal(0)))
    lead = f"{upper_first(missing)} {together}, dans {len(lacks)} professions\u00a0:"
    return Headline(lead, [lack_words(lack) for lack in lacks], notes)


def lack_words(lack: Lack) -> str:
    """Return « 4 ETP de médecins généralistes, pour tout le centre, depuis le 1er mars 2025 »."""
    who = de(plural(lack.fte, lack.name, lack.plural or lack.name))
    where = where_words(lack.places)
    return ", ".join(filter(None, [f"{fte_words(lack.fte)} {who}", where, since_words(lack)]))


def where_words(places: Sequence[tuple[str, Decimal]]) -> str:
    """Return « à Norrent-Fontes », each with its part where there are several; empty for none."""
    if len(places) == 1:
        return _place(places[0][0])
    return enumeration(f"{_place(name)} ({fte_words(fte)})" for name, fte in places)


def since_words(lack: Lack) -> str:
    """Return « depuis le 1er mars 2025 », and since when a part of it already was missing."""
    said = f"depuis le {long_date(lack.since)}"
    if lack.begun < lack.since:
        said += f" (en partie depuis le {long_date(lack.begun)})"
    return said


def aside_sentence(aside: Aside, day: dt.date, *, today: dt.date) -> str:
    """Return « 0,5 ETP de sage-femme est différé : ce n’est pas une vacance. »."""
    singular, several, why = _ASIDE[aside.state]
    who = de(plural(aside.fte, aside.name, aside.plural or aside.name))
    verb = plural(aside.fte, *_IS[_tense(day, today)])
    said = plural(aside.fte, singular, several)
    return f"{fte_words(aside.fte)} {who} {verb} {said}\u00a0: {why}."


def heads_words(level: Level) -> str:
    """Return « 3 personnes pour 0,5 ETP »; « personne » where nobody is."""
    if not level.heads:
        return "personne"
    return f"{counted(level.heads, 'personne', 'personnes')} pour {fte_words(level.filled)}"


def status_words(level: Level) -> str:
    """Return the state of a profession on a day, in a word or two."""
    if level.vacant:
        return f"{fte_words(level.vacant)} {plural(level.vacant, 'vacant', 'vacants')}"
    if not level.authorised:
        return "rien d’autorisé"
    return "tout est pourvu" if level.open else "rien d’ouvert"


def figures(level: Level) -> dict[str, str]:
    """Return the figures of a level in French; those that are seldom used are empty when nil."""
    seldom = {name: getattr(level, name) for name in ("voted", "frozen")}
    often = ("authorised", "open", "deferred", "filled", "vacant")
    return {
        **{name: fte_figures(getattr(level, name)) for name in often},
        **{name: fte_figures(value) if value else "" for name, value in seldom.items()},
    }


def day_words(day: dt.date, *, today: dt.date) -> str:
    """Return the heading of a day: « Aujourd’hui, 1er mars 2026 », « Au 1er mars 2025 »."""
    return f"Aujourd’hui, {long_date(day)}" if day == today else f"Au {long_date(day)}"


def _tense(day: dt.date, today: dt.date) -> int:
    return 1 + (day > today) - (day < today)


def _place(name: str) -> str:
    return a(name) if name else f"pour {WHOLE_CENTRE}"
