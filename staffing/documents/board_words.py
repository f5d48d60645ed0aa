"""The table of posts in words: what is missing, where, since when; the same on screen and in print.

The tense follows the day that is looked at: « il manquait », « il manque », « il manquera ».
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from csipa.french.dates import long_date
from csipa.french.grammar import a, de, enumeration, upper_first
from csipa.french.numbers import counted, plural
from staffing.rules.capacity import fte_figures, fte_words
from staffing.rules.fte import Level, State

WHOLE_CENTRE = "tout le centre"
NOT_YET_OPEN = "site pas encore ouvert"
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
class PlaceLack:
    """What is vacant of a profession on one site; an empty `name` is the whole centre.

    `since` is the day from which as much is missing there, `shut` why nobody can work there: it is
    empty for an open site.
    """

    name: str
    fte: Decimal
    since: dt.date
    shut: str = ""


@dataclass(frozen=True)
class Lack:
    """What is vacant of a profession on a day: the sum, then each site that misses something.

    `name` and `plural` are those of the profession; there is one place at least.
    """

    name: str
    plural: str
    fte: Decimal
    places: tuple[PlaceLack, ...]


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
        where = where_words(lacks[0])
        said = f"{_of(lacks[0].fte, lacks[0])}, {where}" if where else _of(lacks[0].fte, lacks[0])
        lead = f"{upper_first(missing)} {said}\u00a0; rien d’autre ne {rest}."
        return Headline(lead, place_lines(lacks[0]), notes)
    together = fte_words(sum((lack.fte for lack in lacks), Decimal(0)))
    lead = f"{upper_first(missing)} {together}, dans {len(lacks)} professions\u00a0:"
    found = sorted(((place, lack) for lack in lacks for place in lack.places), key=_rank)
    return Headline(lead, [_line(place, _of(place.fte, lack)) for place, lack in found], notes)


def where_words(lack: Lack) -> str:
    """Return « à Robecq, depuis le 1er mars 2025 »; empty where several sites miss something."""
    if len(lack.places) > 1:
        return ""
    (place,) = lack.places
    where = a(place.name) if place.name else f"pour {WHOLE_CENTRE}"
    return f"{where}, {_since(place)}"


def place_lines(lack: Lack) -> list[str]:
    """Return a line for each site, « Labourse : 2,3 ETP, depuis le 1er février 2025 ».

    The largest first, those that are not open last; nothing where `where_words` says it all.
    """
    if len(lack.places) < 2:
        return []
    places = sorted(((place, lack) for place in lack.places), key=_rank)
    return [_line(place, fte_words(place.fte)) for place, _ in places]


def closed_words(day: dt.date) -> str:
    """Return « site fermé depuis le 1er mars 2025 »."""
    return f"site fermé depuis le {long_date(day)}"


def over_sentence(level: Level, held: Mapping[State, Decimal]) -> str:
    """Return what passes the line of what is authorised on a ribbon, and why; empty for nothing.

    `held` gives the FTE that people hold on posts that are not open.
    """
    over = level.filled + level.vacant - level.open
    rest = over - sum(held.values(), Decimal(0))
    parts = [
        f"{fte_words(fte)} {plural(fte, 'pourvu', 'pourvus')} sur un poste {_ASIDE[state][0]}"
        for state, fte in held.items()
    ]
    if rest > 0:
        parts.append(
            f"{fte_words(rest)} en plus de ce qui est ouvert (deux personnes se recouvrent, ou "
            "quelqu’un tient un poste que rien n’autorise)"
        )
    return f"Au-dessus de la ligne de l’autorisé\u00a0: {enumeration(parts)}." if parts else ""


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


def _of(fte: Decimal, lack: Lack) -> str:
    return f"{fte_words(fte)} {de(plural(fte, lack.name, lack.plural or lack.name))}"


def _rank(pair: tuple[PlaceLack, Lack]) -> tuple[bool, Decimal]:
    return bool(pair[0].shut), -pair[0].fte


def _line(place: PlaceLack, said: str) -> str:
    return f"{upper_first(place.name or WHOLE_CENTRE)}\u00a0: {said}, {_since(place)}"


def _since(place: PlaceLack) -> str:
    return place.shut or f"depuis le {long_date(place.since)}"
