"""What a pasted list of communes means for a territory: each name with its commune, or why not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from csipa.french.dates import long_date, period
from csipa.french.grammar import enumeration
from csipa.french.numbers import counted
from sites.models import (
    AmbiguousCommune,
    Commune,
    CommuneAlias,
    Territory,
    TerritoryCommune,
    UnknownCommune,
)
from sites.rules.commune_lists import is_same_writing, split_names
from sites.rules.names import did_you_mean, search_key
from sites.rules.periods import periods_overlap

# A choice of the page: the name is left out of what is added.
LEFT_OUT = "ecartee"


class Match(StrEnum):
    """How a name of the list was understood."""

    EXACT = "exact"
    NEAR = "near"
    ALIAS = "alias"
    CODE = "code"
    CHOSEN = "chosen"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class PastedName:
    """A name of the list; `number` counts from 1. `note` is a French sentence, often empty.

    `member` says since when the commune is a member already; `repeats` is the number of the
    earlier name that is the same commune, 0 without one.
    """

    number: int
    text: str
    match: Match
    commune: Commune | None = None
    choices: tuple[Commune, ...] = ()
    note: str = ""
    member: str = ""
    repeats: int = 0

    @property
    def is_open(self) -> bool:
        """Tell whether somebody must still settle this name."""
        return self.match in (Match.AMBIGUOUS, Match.UNKNOWN)

    @property
    def is_added(self) -> bool:
        """Tell whether this name adds a commune."""
        return self.commune is not None and not self.member and not self.repeats

    @property
    def field(self) -> str:
        """Return the name of the choice on the page."""
        return f"choix-{self.number}"


@dataclass(frozen=True)
class PastedList:
    """A whole list, read against a territory."""

    names: list[PastedName]
    added: list[Commune] = field(default_factory=list)

    @property
    def open(self) -> list[PastedName]:
        """Return the names that somebody must still settle."""
        return [name for name in self.names if name.is_open]

    def count(self, *matches: Match) -> int:
        """Return how many names were understood in these ways."""
        return sum(name.match in matches for name in self.names)

    @property
    def sentence(self) -> str:
        """Return « 33 noms lus : 31 exacts, 1 par un autre nom, 1 inconnu. »."""
        parts = [
            (self.count(Match.EXACT), "exact", "exacts"),
            (self.count(Match.NEAR), "écrit autrement", "écrits autrement"),
            (self.count(Match.ALIAS), "par un autre nom", "par un autre nom"),
            (self.count(Match.CODE), "par son code", "par leur code"),
            (self.count(Match.CHOSEN), "choisi", "choisis"),
            (self.count(Match.AMBIGUOUS), "à choisir", "à choisir"),
            (self.count(Match.UNKNOWN), "inconnu", "inconnus"),
            (self.count(Match.LEFT_OUT), "écarté", "écartés"),
        ]
        said = enumeration([counted(*part) for part in parts if part[0]])
        return f"{counted(len(self.names), 'nom lu', 'noms lus')} : {said}."


def read_pasted(
    text: str,
    *,
    territory: Territory,
    start: dt.date | None,
    chosen: Mapping[str, str] | None = None,
) -> PastedList:
    """Return what a pasted list means for `territory` from `start` on; None is « always ».

    `chosen` gives, by `PastedName.field`, the INSEE code of an ambiguous name or `LEFT_OUT`. Four
    queries, and two for each name that is a code or that nothing answers to. Raises ListRefused.
    """
    read = understood(text, chosen=chosen)
    members = _members(territory, start)
    names, seen = [], {}
    for name in read:
        if name.commune is not None:
            first = seen.setdefault(name.commune.pk, name.number)
            name = replace(
                name,
                repeats=first if first != name.number else 0,
                member=members.get(name.commune.pk, ""),
            )
        names.append(name)
    return PastedList(names, [name.commune for name in names if name.is_added])


def understood(text: str, *, chosen: Mapping[str, str] | None = None) -> list[PastedName]:
    """Return what each name of a pasted list means; see `read_pasted`. Raises ListRefused."""
    texts = split_names(text)
    known = _by_key({search_key(one) for one in texts})
    return _with_hints(
        [_read(number, one, known, chosen or {}) for number, one in enumerate(texts, 1)]
    )


def _by_key(keys: set[str]) -> dict[str, dict[str, Commune]]:
    """Return, for each key, the communes that answer to it by name or by alias, by INSEE code."""
    found: dict[str, dict[str, Commune]] = {}
    for commune in Commune.objects.filter(search_key__in=keys):
        found.setdefault(commune.search_key, {})[commune.pk] = commune
    aliases = CommuneAlias.objects.filter(search_key__in=keys).select_related("commune")
    for alias in aliases:
        found.setdefault(alias.search_key, {})[alias.commune_id] = alias.commune
    return found


def _read(
    number: int,
    text: str,
    known: Mapping[str, Mapping[str, Commune]],
    chosen: Mapping[str, str],
) -> PastedName:
    answers = list(known.get(search_key(text), {}).values())
    if len(answers) == 1:
        return _named(number, text, answers[0])
    try:
        commune = Commune.objects.resolve(text)
    except AmbiguousCommune as error:
        return _settled(number, text, str(error), tuple(error.communes), chosen)
    except UnknownCommune as error:
        left_out = chosen.get(f"choix-{number}") == LEFT_OUT
        match = Match.LEFT_OUT if left_out else Match.UNKNOWN
        return PastedName(number, text, match, note=str(error))
    note = f"D’après le code : {commune.name}, INSEE {commune.pk}."
    return PastedName(number, text, Match.CODE, commune, note=note)


def _named(number: int, text: str, commune: Commune) -> PastedName:
    if search_key(text) != commune.search_key:
        note = f"« {text} » est un autre nom {commune.de}, son nom officiel."
        return PastedName(number, text, Match.ALIAS, commune, note=note)
    if not is_same_writing(text, commune.name):
        note = f"Le nom officiel s’écrit « {commune.name} »."
        return PastedName(number, text, Match.NEAR, commune, note=note)
    return PastedName(number, text, Match.EXACT, commune)


def _settled(
    number: int,
    text: str,
    why: str,
    choices: tuple[Commune, ...],
    chosen: Mapping[str, str],
) -> PastedName:
    asked = chosen.get(f"choix-{number}", "")
    commune = next((one for one in choices if one.pk == asked), None)
    match = Match.AMBIGUOUS
    if commune is not None:
        match = Match.CHOSEN
    elif asked == LEFT_OUT:
        match = Match.LEFT_OUT
    return PastedName(number, text, match, commune, choices, note=why)


def _with_hints(names: list[PastedName]) -> list[PastedName]:
    """Add to what is unknown the names that look like it."""
    if not any(name.match is Match.UNKNOWN for name in names):
        return names
    known = list(Commune.objects.values_list("name", flat=True))
    return [
        replace(name, note=name.note.removesuffix(".") + did_you_mean(name.text, known))
        if name.match is Match.UNKNOWN
        else name
        for name in names
    ]


def _members(territory: Territory, start: dt.date | None) -> dict[str, str]:
    """Return, by INSEE code, how long a commune is a member already from `start` on."""
    asked = TerritoryCommune(start=start)
    return {
        row.commune_id: _since(row)
        for row in territory.memberships.all()
        if periods_overlap(asked, row)
    }


def _since(row: TerritoryCommune) -> str:
    if row.start and row.end:
        return f"déjà membre {period(row.start, row.end)}"
    if row.end:
        return f"déjà membre jusqu’au {long_date(row.end)}"
    return f"déjà membre depuis le {long_date(row.start)}" if row.start else "déjà membre"
