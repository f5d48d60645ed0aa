"""The weak points of the team on a day, in words, the worst first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from csipa.french.dates import long_date
from csipa.french.grammar import Gender, agree, enumeration, upper_first
from csipa.french.numbers import plural
from sites.models import Site
from staffing.documents.figures import SOMEBODY, percent
from staffing.documents.need import figure
from staffing.models import Person, Profession, ProfessionFamily
from staffing.review.establishment import read_records
from staffing.rules.fragility import (
    HORIZON_MONTHS,
    Gravity,
    Weakness,
    by_person,
    dependences,
    weaknesses,
)

GRAVITIES = {
    Gravity.NOBODY: "Plus personne",
    Gravity.NOBODY_ON_SITE: "Personne sur un site",
    Gravity.SOLE_LEAVING: "Seule personne, sur le départ",
    Gravity.SOLE: "Une seule personne",
    Gravity.LEAVING: "Départ prévu",
    Gravity.MOSTLY_ONE: "Surtout une personne",
}
"""What each gravity is called, the worst first."""

RULES = {
    Gravity.NOBODY: "un poste est ouvert et personne n’y est affecté, sur aucun site",
    Gravity.NOBODY_ON_SITE: "un poste y est ouvert, ou quelqu’un y était affecté, et il n’y a plus "
    "personne, alors que la profession est présente ailleurs",
    Gravity.SOLE_LEAVING: "une seule personne est affectée, et son affectation finit dans les "
    f"{HORIZON_MONTHS} mois",
    Gravity.SOLE: "une seule personne de la profession est affectée au site",
    Gravity.LEAVING: "une affectation finit dans les "
    f"{HORIZON_MONTHS} mois, sans que la même personne continue",
    Gravity.MOSTLY_ONE: "une personne tient plus de la moitié des ETP pourvus de la profession",
}
"""When each is told."""


_CARE = (ProfessionFamily.MEDICAL, ProfessionFamily.PARAMEDICAL)
"""Families of the professions that care, told before the others."""


@dataclass(frozen=True)
class WeakPoint:
    """What rests on one person of a profession, or what nobody holds, in words: where, and what.

    `gravity` is the worst, `until` the first last day known.
    """

    gravity: Gravity
    label: str
    where: str
    text: str
    person: int | None
    until: dt.date | None


@dataclass(frozen=True)
class Hold:
    """What part of a profession its most present person holds."""

    profession: str
    heads: int
    filled: str
    top: str
    share: str
    person: str


@dataclass(frozen=True)
class Fragility:
    """The weak points of `day`, and what each profession owes to one person."""

    day: dt.date
    points: list[WeakPoint]
    holds: list[Hold]


def read_fragility(*, day: dt.date, names_people: bool = False) -> Fragility:
    """Return the weak points of a day; five queries, four without names."""
    targets, held = read_records(by_site=True).lines(by_site=True)
    sites = dict(Site.objects.values_list("pk", "name"))
    open_sites = set(Site.objects.open_on(day).values_list("pk", flat=True))
    professions = {one.pk: one for one in Profession.objects.all()}
    named = {one.pk: one for one in Person.objects.all()} if names_people else {}
    people = {pk: str(one) for pk, one in named.items()}
    found = weaknesses(targets, held, day, open_sites=open_sites)
    care = [pk for pk, one in professions.items() if one.family in _CARE]
    points = [
        WeakPoint(
            own[0].gravity,
            GRAVITIES[own[0].gravity],
            _where(own, professions, sites),
            _told(own, named.get(own[0].person or 0), sites),
            own[0].person,
            min((one.until for one in own if one.until), default=None),
        )
        for own in by_person(found, care)
    ]
    order = {pk: rank for rank, pk in enumerate(professions)}
    holds = [
        Hold(
            upper_first(professions[one.profession].plural),
            one.heads,
            figure(one.filled),
            figure(one.top),
            percent(one.share) if one.share is not None else "",
            people.get(one.person or 0, SOMEBODY),
        )
        for one in sorted(dependences(held, day), key=lambda one: order[one.profession])
    ]
    return Fragility(day, points, holds)


def _where(
    own: Sequence[Weakness], professions: dict[int, Profession], sites: dict[int, str]
) -> str:
    profession = upper_first(professions[own[0].profession].plural)
    places = [sites[one.site] for one in own if one.site is not None]
    return f"{profession}, {places[0]}" if len(places) == 1 else profession


def _told(own: Sequence[Weakness], person: Person | None, sites: dict[int, str]) -> str:
    """Return the sentences of a line: what is alone, what ends, what would be left."""
    worst = own[0]
    if worst.person is None:
        return _nobody(worst)
    sole = [one for one in own if one.gravity in (Gravity.SOLE, Gravity.SOLE_LEAVING)]
    told = [_sole(sole, person, sites)] if sole else []
    called = str(person) if person else SOMEBODY
    name = "cette personne" if sole else called
    told += [_end(one, sites) for one in sole if one.until]
    for one in own:
        if one.gravity is Gravity.MOSTLY_ONE:
            share = percent(one.fte / one.filled)
            told.append(f"{upper_first(name)} tient {_part(one)} pourvus ({share}).")
        elif one.gravity is Gravity.LEAVING:
            told.append(f"L’affectation de {name} ({_part(one)} pourvus) {_ends(one)}.")
    told.append(_left(worst))
    return " ".join(told)


def _nobody(one: Weakness) -> str:
    if one.gravity is Gravity.NOBODY:
        return f"Personne n’est affecté, pour {_opened(one)}."
    wanted = f", pour {_opened(one)}" if one.open else ""
    return f"Plus personne n’y est affecté{wanted}."


def _sole(own: Sequence[Weakness], person: Person | None, sites: dict[int, str]) -> str:
    """Return « Sandrine Duhamel : seule sur 3 sites, A (0,5 ETP), B (0,3 ETP) et C (0,2 ETP). »."""
    alone = agree(Gender(person.gender), "seul", "seule") if person else "seule"
    name = upper_first(str(person) if person else SOMEBODY)
    if len(own) == 1:
        return f"{name} : {alone} dans la profession{_there(own[0])} ({figure(own[0].fte)} ETP)."
    places = sorted((sites[one.site] if one.site else "", figure(one.fte)) for one in own)
    parts = enumeration(f"{place} ({fte} ETP)" for place, fte in places)
    return f"{name} : {alone} sur {len(own)} sites, {parts}."


def _there(one: Weakness) -> str:
    return "" if one.site is None else " sur ce site"


def _end(one: Weakness, sites: dict[int, str]) -> str:
    where = f" ({sites[one.site]})" if one.site else ""
    return f"Son affectation{where} {_ends(one)}."


def _ends(one: Weakness) -> str:
    relief = f"relève annoncée : {figure(one.relieved)} ETP" if one.relieved else "pas de relève"
    return f"finit le {long_date(one.until)} ; {relief}" if one.until else "finit"


def _left(one: Weakness) -> str:
    """Return what the profession would still have."""
    if not one.left:
        return "Après un départ, il n’y aurait plus personne dans la profession."
    return f"Après un départ, il resterait {figure(one.left)} ETP dans la profession."


def _opened(one: Weakness) -> str:
    return f"{figure(one.open)} ETP {plural(one.open, 'ouvert', 'ouverts')}"


def _part(one: Weakness) -> str:
    return f"{figure(one.fte)} des {figure(one.filled)} ETP"
