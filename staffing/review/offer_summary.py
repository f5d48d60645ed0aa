"""The care offer of a territory on a day: people by profession, their shares by commune."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from csipa.derived import Derived, Input
from csipa.french.grammar import a_commune, enumeration, upper_first
from csipa.french.numbers import counted, decimal, integer
from sites.models import Territory
from sites.rules.care_professions import CARE_PROFESSIONS, DOCTOR, plural_of
from staffing.review.offer import Coverage, PlaceRow, Tally, coverage, place_rows
from staffing.rules.register.practice import LIBERAL, SALARIED

GENERAL, SPECIALIST, UNTOLD = "10g", "10s", "10u"
_DOCTORS = {
    GENERAL: "Médecins généralistes",
    SPECIALIST: "Médecins d’autres spécialités",
    UNTOLD: "Médecins de spécialité inconnue",
}
_ORDER = [*_DOCTORS, *(one.code for one in CARE_PROFESSIONS if one.code != DOCTOR)]
HEADS = (
    "Personnes que le répertoire trouve dans au moins un lieu du territoire, chacune comptée une "
    "fois"
)
SHARES = (
    "Somme des parts\u00a0: qui exerce en n lieux de premier recours compte 1/n dans chacun. Ce ne "
    "sont ni des personnes ni des équivalents temps plein"
)
_PLACES = 2


@dataclass(frozen=True)
class Line:
    """A profession, or a commune: people in all, liberal and salaried, then their shares."""

    key: str
    label: str
    heads: Derived
    liberal: int
    salaried: int
    shares: Derived
    exact_heads: int
    exact_shares: Decimal


@dataclass(frozen=True)
class Summary:
    """What a page tells of the care offer of a territory."""

    territory: Territory
    day: dt.date
    coverage: Coverage
    professions: list[Line]
    communes: list[Line]
    asked: str
    asked_label: str
    people: Derived
    untold: bool
    places: dict[str, str]

    @property
    def empty_communes(self) -> str:
        """Return « à Rely et à Rombly »: where nobody of the group asked for works."""
        return enumeration(self.places[one.key] for one in self.communes if not one.exact_heads)

    @property
    def is_empty(self) -> bool:
        """Tell whether the directory has nobody there on that day."""
        return not self.professions


def group_of(row: PlaceRow) -> str:
    """Return the group of a person: their profession, doctors by speciality.

    A doctor whose speciality no file told is neither a general practitioner nor a specialist.
    """
    if row.profession != DOCTOR:
        return row.profession
    if row.general_practice:
        return GENERAL
    return SPECIALIST if row.skills else UNTOLD


def label_of(group: str) -> str:
    """Return the name of a group of people, in the plural."""
    return _DOCTORS.get(group) or upper_first(plural_of(group))


def offer_summary(territory: Territory, day: dt.date, *, asked: str = GENERAL) -> Summary:
    """Return the care offer of the communes of a territory on a day; three queries.

    `asked` is the group of people that the table by commune shows.
    """
    communes = list(territory.communes_on(day).order_by("search_key"))
    codes = [one.pk for one in communes]
    rows, seen = place_rows(codes, day), coverage(codes, day)
    as_of = seen.as_of or max((row.seen_on for row in rows), default=None)
    told = _Told(seen, as_of)
    by_group = _grouped(rows, group_of)
    of_group = _grouped((row for row in rows if group_of(row) == asked), lambda row: row.commune)
    everyone = {row.person for row in rows}
    return Summary(
        territory=territory,
        day=day,
        coverage=Coverage(seen.total, seen.covered, as_of),
        professions=[
            told.line(group, label_of(group), by_group[group])
            for group in sorted(by_group, key=_rank)
        ],
        communes=[told.line(one.pk, one.name, of_group.get(one.pk, [])) for one in communes],
        asked=asked,
        asked_label=label_of(asked),
        people=told.heads(len(everyone), counted(len(everyone), "professionnel", "professionnels")),
        untold=UNTOLD in by_group,
        places={one.pk: a_commune(one.name, one.tncc) for one in communes},
    )


@dataclass(frozen=True)
class _Told:
    """Figures with what they come from."""

    coverage: Coverage
    as_of: dt.date | None

    def heads(self, number: int, text: str) -> Derived:
        """Return a number of people."""
        places = f"{integer(self.coverage.total)} communes"
        inputs = (Input("Professionnels présents", f"{text}, {places}", self.as_of, self.source),)
        return Derived(text, HEADS, inputs)

    def line(self, key: str, label: str, rows: list[PlaceRow]) -> Line:
        """Return the figures of a group of places."""
        everyone, first = _tally(rows), [row for row in rows if row.first_recourse]
        shares = (
            Input("Lieux de premier recours", integer(len(first)), self.as_of, self.source),
            Input("Personnes qui y exercent", integer(_tally(first).heads)),
        )
        return Line(
            key=key,
            label=label,
            heads=self.heads(everyone.heads, integer(everyone.heads)),
            liberal=_tally(row for row in rows if row.mode == LIBERAL).heads,
            salaried=_tally(row for row in rows if row.mode == SALARIED).heads,
            shares=Derived(decimal(everyone.weighted, _PLACES), SHARES, shares),
            exact_heads=everyone.heads,
            exact_shares=everyone.weighted,
        )

    @property
    def source(self) -> str:
        """Name of the source."""
        return self.coverage.source


def _tally(rows: Iterable[PlaceRow]) -> Tally:
    tally = Tally()
    for row in rows:
        tally.add(row)
    return tally


def _grouped(rows: Iterable[PlaceRow], key: Callable[[PlaceRow], str]) -> dict[str, list[PlaceRow]]:
    groups: dict[str, list[PlaceRow]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def _rank(group: str) -> tuple[int, str]:
    return (_ORDER.index(group) if group in _ORDER else len(_ORDER), group)
