"""Who offers care in a set of communes: read from the directory, each person once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from csipa.french.numbers import counted, integer
from sites.models import TerritoryCommune
from sites.review.offer import LocalHeads, OfferCount
from sites.rules.care_professions import DOCTOR
from staffing.models import CarePlace, CareProvider, ImportState

REGISTER = "Répertoire national (RPPS)"
_PLACES = 3


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many communes of a set were read in the register, and on which day the oldest was."""

    total: int
    covered: int
    as_of: dt.date | None

    @property
    def source(self) -> str:
        """Return the name of the source, with what it leaves out."""
        if not self.covered or self.covered == self.total:
            return REGISTER
        told = counted(self.covered, "commune", "communes")
        return f"{REGISTER}, lu pour {told} sur {integer(self.total)}"


class PlaceRow(NamedTuple):
    """A place, and what counts of who works there."""

    person: int
    profession: str
    general_practice: bool
    skills: str
    places: int
    mode: str
    first_recourse: bool
    commune: str
    seen_on: dt.date


@dataclass
class Tally:
    """People counted once, and their shares: 1/n at each of their n places of first recourse."""

    people: set[int] = field(default_factory=set)
    shares: Fraction = Fraction(0)

    def add(self, row: PlaceRow) -> None:
        """Count a place of a person."""
        self.people.add(row.person)
        if row.first_recourse:
            self.shares += Fraction(1, row.places)

    @property
    def heads(self) -> int:
        """How many people."""
        return len(self.people)

    @property
    def weighted(self) -> Decimal:
        """Return the sum of shares, to a thousandth."""
        exact = Decimal(self.shares.numerator) / Decimal(self.shares.denominator)
        return round(exact, _PLACES)


def present_providers(commune_ids: Collection[str]) -> QuerySet[CareProvider]:
    """Return the providers whom the last extraction finds in one of these communes, unordered."""
    places = CarePlace.objects.filter(
        provider=OuterRef("pk"), commune__in=commune_ids, gone_on__isnull=True
    )
    return CareProvider.objects.filter(Exists(places), left_on__isnull=True).order_by()


def heads_by_profession(commune_ids: Collection[str]) -> dict[str, int]:
    """Return how many people of each profession (code of the register) offer care there.

    Each person counts once, whatever the number of their places. One query.
    """
    counted = present_providers(commune_ids).values_list("profession").annotate(heads=Count("pk"))
    return dict(counted)


def places_on(commune_ids: Collection[str], day: dt.date) -> QuerySet[CarePlace]:
    """Return the places that the directory had in these communes on a day, unordered."""
    return CarePlace.objects.filter(
        Q(gone_on__isnull=True) | Q(gone_on__gt=day),
        Q(provider__left_on__isnull=True) | Q(provider__left_on__gt=day),
        commune__in=commune_ids,
        provider__first_seen_on__lte=day,
    ).order_by()


def readings(commune_ids: Collection[str], day: dt.date) -> dict[str, dt.date]:
    """Return the day of the last reading done up to `day` of each commune it covers. One query."""
    of_reading = "territory__register_imports__as_of"
    read = TerritoryCommune.objects.filter(
        Q(start__isnull=True) | Q(start__lte=F(of_reading)),
        Q(end__isnull=True) | Q(end__gte=F(of_reading)),
        commune__in=commune_ids,
        territory__register_imports__state=ImportState.DONE,
        **{f"{of_reading}__lte": day},
    )
    return dict(read.order_by().values_list("commune").annotate(last=Max(of_reading)))


def coverage(commune_ids: Collection[str], day: dt.date) -> Coverage:
    """Return how far readings done up to a day cover these communes. One query."""
    days = readings(commune_ids, day).values()
    return Coverage(len(set(commune_ids)), len(days), min(days, default=None))


def local_doctors(commune_ids: Collection[str], day: dt.date) -> dict[str, LocalHeads]:
    """Return the general practitioners with a place in each commune that was read. Two queries.

    Every mode of practice; somebody with places in two communes counts in both.
    """
    read = readings(commune_ids, day)
    doctors = places_on(read, day).filter(
        provider__profession=DOCTOR, provider__general_practice=True
    )
    heads = dict(doctors.values_list("commune").annotate(heads=Count("provider", distinct=True)))
    return {
        commune: LocalHeads(heads.get(commune, 0), REGISTER, seen) for commune, seen in read.items()
    }


def offer_counts(commune_ids: Collection[str], day: dt.date) -> list[OfferCount]:
    """Return how many professionals offer care there, by profession and mode. Two queries.

    Mode « » stands for all modes, each person once. Doctors are counted apart: general
    practitioners, then the others.
    """
    seen = coverage(commune_ids, day)
    rows = place_rows(commune_ids, day)
    tallies: dict[tuple[str, str, bool], Tally] = defaultdict(Tally)
    for row in rows:
        for mode in dict.fromkeys(("", row.mode)):
            tallies[row.profession, mode, row.general_practice].add(row)
    as_of = seen.as_of or max((row.seen_on for row in rows), default=None)
    if as_of is None:
        return []
    return [
        OfferCount(
            profession,
            mode,
            general,
            one.heads,
            one.weighted,
            seen.source,
            as_of,
            seen.covered or None,
        )
        for (profession, mode, general), one in sorted(tallies.items())
    ]


def place_rows(commune_ids: Collection[str], day: dt.date) -> list[PlaceRow]:
    """Return the places of `places_on` with what counts of their people. One query."""
    found = places_on(commune_ids, day).values_list(
        "provider_id",
        "provider__profession",
        "provider__general_practice",
        "provider__skills",
        "provider__places",
        "mode",
        "first_recourse",
        "commune_id",
        "provider__seen_on",
    )
    return [PlaceRow(*row) for row in found]
