"""The weak points of the team on a day, in words, the worst first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from csipa.french.numbers import plural
from sites.models import Site
from staffing.documents.figures import SOMEBODY, percent
from staffing.documents.need import figure
from staffing.models import Person, Profession
from staffing.review.establishment import read_records
from staffing.rules.fragility import (
    HORIZON_MONTHS,
    Gravity,
    Weakness,
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


@dataclass(frozen=True)
class WeakPoint:
    """A weak point in words: where, and what."""

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
    people = {one.pk: str(one) for one in Person.objects.all()} if names_people else {}
    found = weaknesses(targets, held, day, open_sites=open_sites)
    points = [
        WeakPoint(
            one.gravity,
            GRAVITIES[one.gravity],
            _where(one, professions, sites),
            _text(one, people.get(one.person or 0, SOMEBODY)),
            one.person,
            one.until,
        )
        for one in found
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


def _where(one: Weakness, professions: dict[int, Profession], sites: dict[int, str]) -> str:
    profession = upper_first(professions[one.profession].plural)
    return f"{profession}, {sites[one.site]}" if one.site is not None else profession


def _text(one: Weakness, person: str) -> str:
    if one.gravity is Gravity.NOBODY:
        return f"Personne n’est affecté, pour {_opened(one)}."
    if one.gravity is Gravity.NOBODY_ON_SITE:
        wanted = f", pour {_opened(one)}" if one.open else ""
        return f"Plus personne n’y est affecté{wanted}."
    if one.gravity is Gravity.SOLE:
        return f"Tout repose sur {person} ({figure(one.fte)} ETP)."
    if one.gravity is Gravity.MOSTLY_ONE:
        share = percent(one.fte / one.filled)
        return f"{upper_first(person)} tient {_part(one)} pourvus ({share})."
    relief = f"relève annoncée : {figure(one.relieved)} ETP" if one.relieved else "pas de relève"
    end = f"finit le {long_date(one.until)} ; {relief}" if one.until else "finit"
    if one.gravity is Gravity.SOLE_LEAVING:
        return f"Tout repose sur {person} ({figure(one.fte)} ETP) : son affectation {end}."
    return f"L’affectation de {person} ({_part(one)} pourvus) {end}."


def _opened(one: Weakness) -> str:
    return f"{figure(one.open)} ETP {plural(one.open, 'ouvert', 'ouverts')}"


def _part(one: Weakness) -> str:
    return f"{figure(one.fte)} des {figure(one.filled)} ETP"
